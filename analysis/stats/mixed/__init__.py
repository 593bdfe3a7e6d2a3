"""Mixed models with crossed random effects: the parts of which `analysis.stats.glmm` is made."""
