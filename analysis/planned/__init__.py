"""Planned comparisons: the model that answers each, what else could have been done, and the correction over all."""
