"""Planned comparisons of accuracy by a Bayesian model, asked only on request: it needs bambi, and minutes."""
