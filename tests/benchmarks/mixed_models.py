"""Mixed models: ours and lme4's glmer, on the same data, one after the other in the same run.

Needs R with lme4 (Debian: r-cran-lme4) for the comparison; without it, ours alone.
"""

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from shutil import which
from time import perf_counter

import numpy as np
import pandas as pd

from analysis.stats.glmm import fit
from tests.analysis.stats.mixed.synthetic import Truth, between, within

N_TIMES = 3
SCRIPT = """
suppressMessages(library(lme4))
arguments <- commandArgs(trailingOnly = TRUE)
frame <- read.csv(arguments[1])
frame$condition <- factor(frame$condition, levels = c("none", "xnn"))
frame$x <- as.numeric(frame$condition == "xnn")
started <- proc.time()[["elapsed"]]
found <- glmer(as.formula(arguments[2]), frame, binomial, control = glmerControl(optimizer = "bobyqa"))
cat(proc.time()[["elapsed"]] - started, as.numeric(logLik(found)))
"""
PLAIN = "correct ~ condition + (1 | participant) + (1 | item)"
SLOPES = "correct ~ condition + (1 + x || participant) + (1 + x || item)"


def few_of_many_items(n_participants: int, n_items: int, n_trials: int) -> pd.DataFrame:
    """Each participant sees another sample of the images, half of them in either condition."""
    rng = np.random.default_rng(5)
    whole = within(rng, Truth(slope=0.6), n_participants, n_items)
    seen = [rng.choice(n_items, n_trials, replace=False) + person * n_items for person in range(n_participants)]
    return whole.iloc[np.concatenate(seen)].reset_index(drop=True)


def data_sets() -> dict[str, tuple[pd.DataFrame, str]]:
    """Name → table and formula."""
    rng = np.random.default_rng(1)
    return {
        "60 people x 40 images, two arms": (between(rng, Truth(), 60, 40), PLAIN),
        "40 x 60 within, two slopes": (within(rng, Truth(slope=0.6), 40, 60), SLOPES),
        "2,000 x 50 all seen": (between(rng, Truth(), 2000, 50), PLAIN),
        "400 x 50 of 2,000 images": (few_of_many_items(400, 2000, 50), PLAIN),
        "400 x 50 of 2,000 images, two slopes": (few_of_many_items(400, 2000, 50), SLOPES),
    }


def measure() -> Iterator[str]:
    """A line per data set: seconds of both (the best of three), their ratio, and the difference of log-likelihoods."""
    yield f"| {'data':38} | {'ours s':>7} | {'glmer s':>8} | {'ratio':>6} | {'log-lik. ours - glmer':>21} |"
    yield f"|{'-' * 40}|{'-' * 9}|{'-' * 10}|{'-' * 8}|{'-' * 23}|"
    has_lme4 = which("Rscript") is not None and _runs("suppressMessages(library(lme4))")
    for name, (frame, formula) in data_sets().items():
        seconds, loglik = _ours(frame, formula)
        line = f"| {name:38} | {seconds:7.2f} |"
        if has_lme4:
            theirs, their_loglik = _glmer(frame, formula)
            line += f" {theirs:8.2f} | {theirs / seconds:6.1f} | {loglik - their_loglik:21.5f} |"
        yield line


def _ours(frame: pd.DataFrame, formula: str) -> tuple[float, float]:
    coded = frame.assign(x=(frame["condition"] == "xnn") * 1.0)
    best = np.inf
    for _ in range(N_TIMES):
        started = perf_counter()
        found = fit(coded, formula, {"condition": ["none", "xnn"]})
        best = min(best, perf_counter() - started)
    return best, found.loglik


def _glmer(frame: pd.DataFrame, formula: str) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "trials.csv"
        frame.to_csv(table, index=False)
        said = [
            subprocess.run(
                ["Rscript", "-e", SCRIPT, str(table), formula], capture_output=True, text=True, check=True
            ).stdout.split()
            for _ in range(N_TIMES if len(frame) < 10_000 else 1)
        ]
    return min(float(seconds) for seconds, _ in said), float(said[0][1])


def _runs(expression: str) -> bool:
    return subprocess.run(["Rscript", "-e", expression], capture_output=True, check=False).returncode == 0
