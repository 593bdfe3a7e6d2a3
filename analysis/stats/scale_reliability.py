"""How reliable the sum of a scale's items is."""

from dataclasses import dataclass

import numpy as np
from scipy import optimize, stats

from analysis.result import Interval
from analysis.stats.estimable import NotEstimable, Values
from analysis.stats.ties import varies

SMALLEST_UNIQUENESS = 0.005


@dataclass(frozen=True)
class Alpha:
    """Cronbach's alpha; a lower bound of the reliability of uncorrelated errors, equal if all items load alike."""

    estimate: float
    n_participants: int
    n_items: int
    interval: Interval | NotEstimable


def cronbach_alpha(answers: Values, level: float) -> Alpha | NotEstimable:
    """Cronbach's alpha with Feldt's interval, which supposes normal answers; it is icc3k of the same table.

    answers: (participants, items), complete, items all keyed the same way.  Below 0 where items contradict each other.
    """
    fault = _fault(answers, least_items=2)
    if fault is not None:
        return fault
    n, k = answers.shape
    sums = answers.sum(axis=1)
    if not varies(sums):
        return NotEstimable("all participants have the same sum: there is no spread to be reliable about")
    alpha = k / (k - 1) * (1 - float(np.var(answers, axis=0, ddof=1).sum() / np.var(sums, ddof=1)))
    interval: Interval | NotEstimable = NotEstimable("the items differ by a constant only: no error to judge by")
    if 1 - alpha > 1e-12:
        tails = [(1 + level) / 2, (1 - level) / 2]
        low, high = 1 - (1 - alpha) * stats.f.ppf(tails, n - 1, (n - 1) * (k - 1))
        interval = Interval(float(low), float(high), level)
    return Alpha(alpha, n, k, interval)


@dataclass(frozen=True)
class Omega:
    """McDonald's omega total.

    loadings, uniquenesses: (items,), of the standardised items.  A loading of another sign than the rest: an item
    that was not reversed.
    """

    estimate: float
    loadings: Values
    uniquenesses: Values


def mcdonald_omega(answers: Values) -> Omega | NotEstimable:
    """The share of the sum's variance that one common factor makes: (sum of loadings)² / variance the model gives it.

    answers: (participants, items), complete, items all keyed the same way; three items at least.
    The one-factor model is fitted by maximum likelihood (Jöreskog 1967; normal answers, Pearson correlations);
    its loadings are taken back to the items' own units.  A uniqueness at its bound (.005) is an improper solution and
    gives no number.  An interval: `row_bootstrap`.
    """
    fault = _fault(answers, least_items=3)
    if fault is not None:
        return fault
    if not all(map(varies, answers.T)):
        return NotEstimable("an item has the same answer of everybody: it correlates with nothing")
    correlation: Values = np.asarray(np.corrcoef(answers, rowvar=False))
    if np.linalg.eigvalsh(correlation)[0] < 1e-10:
        return NotEstimable("an item follows from the others, or there are too few participants for a factor model")
    uniquenesses = _uniquenesses(correlation)
    if uniquenesses is None:
        return NotEstimable("the one-factor model has no proper solution here: an item would be without error")
    loadings = _loadings(correlation, uniquenesses)
    spread = np.std(answers, axis=0, ddof=1)
    common = float((loadings * spread).sum()) ** 2
    return Omega(common / (common + float((uniquenesses * spread**2).sum())), loadings, uniquenesses)


def _fault(answers: Values, least_items: int) -> NotEstimable | None:
    n, k = answers.shape
    if n < 2 or k < least_items:
        return NotEstimable(f"there must be two participants and {least_items} items, here: {n} and {k}")
    missing = int(np.isnan(answers).any(axis=1).sum())
    return NotEstimable(f"answers are missing, of {missing} of {n} participants") if missing else None


def _uniquenesses(correlation: Values) -> Values | None:
    """(items,), where Lawley's discrepancy of the one-factor model is least; None if at the bound or not found."""

    def discrepancy(uniquenesses: Values) -> tuple[float, Values]:
        roots = np.linalg.eigvalsh(correlation / np.sqrt(np.outer(uniquenesses, uniquenesses)))[:-1]
        loadings = _loadings(correlation, uniquenesses)
        off = loadings**2 + uniquenesses - 1
        return float((roots - np.log(roots) - 1).sum()), off / uniquenesses**2

    start = np.clip((1 - 0.5 / len(correlation)) / np.diag(np.linalg.inv(correlation)), SMALLEST_UNIQUENESS, 1)
    found = optimize.minimize(
        discrepancy, start, jac=True, method="L-BFGS-B", bounds=[(SMALLEST_UNIQUENESS, 1.0)] * len(correlation),
        options={"ftol": 1e-14, "gtol": 1e-8, "maxiter": 1000},
    )  # fmt: skip
    proper = found.success and (found.x > SMALLEST_UNIQUENESS * (1 + 1e-6)).all()
    return np.asarray(found.x, dtype=np.float64) if proper else None


def _loadings(correlation: Values, uniquenesses: Values) -> Values:
    """(items,), with a sum that is not negative."""
    root = np.sqrt(uniquenesses)
    values, vectors = np.linalg.eigh(correlation / np.outer(root, root))
    loadings: Values = root * vectors[:, -1] * np.sqrt(max(float(values[-1]) - 1, 0.0))
    return loadings if loadings.sum() >= 0 else -loadings
