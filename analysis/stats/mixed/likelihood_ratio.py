"""Likelihood-ratio tests between two fitted models, the smaller inside the larger."""

from dataclasses import dataclass

from scipy import stats

from analysis.stats.mixed.fitted import Fit


@dataclass(frozen=True)
class LikelihoodRatio:
    """chi_square: twice the difference of log-likelihoods, not below nought."""

    chi_square: float
    df: int
    p: float


def likelihood_ratio(smaller: Fit, larger: Fit) -> LikelihoodRatio:
    """The test of the terms that only the larger model has.

    Where the models differ in one variance alone, the null value lies on the boundary and p is that of an even mixture
    of chi-square distributions with df - 1 and df degrees of freedom (Self and Liang, 1987); with independent random
    effects df - 1 is 0.  ValueError where the models are not of the same rows, are not fitted by maximum likelihood
    though their fixed effects differ, or are not nested by their number of parameters.
    """
    if smaller.n_obs != larger.n_obs or not (smaller.model.y == larger.model.y).all():
        raise ValueError("the models are not of the same rows")
    if smaller.reml != larger.reml or (smaller.reml and smaller.terms != larger.terms):
        raise ValueError("models with different fixed effects are compared by maximum likelihood, not by REML")
    df = larger.n_parameters - smaller.n_parameters
    if df < 1:
        raise ValueError("the second model has no more parameters than the first")
    chi_square = max(0.0, 2 * (larger.loglik - smaller.loglik))
    p = float(stats.chi2.sf(chi_square, df))
    if smaller.terms == larger.terms:
        before = float(stats.chi2.sf(chi_square, df - 1)) if df > 1 else float(chi_square <= 0)
        p = (p + before) / 2
    return LikelihoodRatio(chi_square, df, p)
