"""Markov chains of a logistic mixed model, by bambi and PyMC (No-U-Turn sampler)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.bayes.library import library, quiet
from analysis.stats.estimable import Values

Tell = Callable[[str], None]
COEFFICIENT_SD = 1.5
SPREAD_SD = 1.0
PRIORS = (
    f"Normal(0, {COEFFICIENT_SD:g}) for the intercept, which is the first arm's, and for every other coefficient, in "
    f"logits; HalfNormal({SPREAD_SD:g}) for standard deviations of random effects"
)
SEED = 20261126
CORES = 2
TARGET_ACCEPT = 0.95  # above PyMC's 0.8: small variances else make chains diverge
TOLD_EVERY = 0.05


@dataclass(frozen=True)
class Run:
    """How long to sample.  draws and tune: per chain; those of tuning are not kept."""

    draws: int = 1000
    tune: int = 1000
    chains: int = 4

    @property
    def text(self) -> str:
        """In words."""
        return f"{self.chains} chains of {self.draws:,} draws after {self.tune:,} of tuning"


RUNS = (Run(), Run(draws=4000, tune=2000))  # the second takes the place of the first if that has not converged


@dataclass(frozen=True)
class Chains:
    """What was drawn.  model, found: bambi's own."""

    model: Any
    found: Any
    run: Run

    @property
    def parameters(self) -> dict[str, Values]:
        """Every parameter that was sampled, (chain, draw) or (chain, draw, member)."""
        drawn = self.found.posterior
        return {str(name): np.asarray(drawn[name].values, dtype="float64") for name in drawn.data_vars}

    @property
    def n_divergent(self) -> int:
        """Draws at which the sampler's path left the posterior, so that parts of it may be missing."""
        return int(self.found.sample_stats["diverging"].values.sum())

    @property
    def energy(self) -> Values:
        """(chain, draw)."""
        return np.asarray(self.found.sample_stats["energy"].values, dtype="float64")

    def spread(self, group: str) -> Values:
        """The standard deviation of a grouping factor's random intercepts, (chain, draw)."""
        return np.asarray(self.found.posterior[f"1|{group}_sigma"].values, dtype="float64")

    def logits(self, rows: pd.DataFrame) -> Values:
        """Of a right answer where all random effects are nought, (chain, draw, row).  rows: as `coded` made them."""
        with quiet():
            told = self.model.predict(
                self.found, data=rows, include_group_specific=False, inplace=False, kind="response_params"
            )
        p = np.clip(told.posterior["p"].values, np.finfo(float).tiny, 1 - np.finfo(float).epsneg)
        return np.asarray(np.log(p) - np.log1p(-p), dtype="float64")


def coded(frame: pd.DataFrame, levels: Mapping[str, Sequence[Any]]) -> pd.DataFrame:
    """The frame with those columns categorical, the first level being the reference, and `correct` as 0 and 1."""
    made = {name: pd.Categorical(frame[name], list(values), ordered=True) for name, values in levels.items()}
    return frame.assign(correct=frame["correct"].astype("int64"), **made)


def sample(frame: pd.DataFrame, formula: str, run: Run, tell: Tell) -> Chains:
    """frame: as `coded` made it.  tell: hears how far it has come; KeyboardInterrupt where it was broken off."""
    bambi = library("bambi")
    normal = bambi.Prior("Normal", mu=0, sigma=COEFFICIENT_SD)
    spread = bambi.Prior("Normal", mu=0, sigma=bambi.Prior("HalfNormal", sigma=SPREAD_SD))
    counted = _Counted(run, tell)
    with quiet():
        model = bambi.Model(
            formula,
            frame,
            family="bernoulli",
            priors={"Intercept": normal, "common": normal, "group_specific": spread},
            center_predictors=False,
        )
        try:
            found = model.fit(
                draws=run.draws,
                tune=run.tune,
                chains=run.chains,
                cores=CORES,
                random_seed=SEED,
                target_accept=TARGET_ACCEPT,
                progressbar=False,
                callback=counted,
            )
        except ValueError:  # PyMC's, where it was broken off before every chain had a draw
            counted.insist()
            raise
    counted.insist()
    return Chains(model, found, run)


class _Counted:
    """Counts draws as they come in."""

    def __init__(self, run: Run, tell: Tell) -> None:
        self.n, self.of, self.tell = 0, run.chains * (run.draws + run.tune), tell
        self.step = max(1, round(TOLD_EVERY * self.of))

    def __call__(self, *, trace: object, draw: object) -> None:
        """As PyMC calls it."""
        self.n += 1
        if self.n % self.step == 0:
            self.tell(f"{100 * self.n / self.of:.0f}% of {self.of:,} draws")

    def insist(self) -> None:
        """KeyboardInterrupt where some are missing: PyMC takes Ctrl-C for the wish to go on with what is there."""
        if 0 < self.n < self.of:
            raise KeyboardInterrupt
