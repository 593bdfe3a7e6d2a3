"""The posterior in numbers: the difference, the odds ratio, probabilities, and whether the chains have converged."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from analysis import outcomes
from analysis.bayes.convergence import RULE
from analysis.bayes.library import versions
from analysis.bayes.posterior import Posterior, Unmodelled
from analysis.bayes.sampling import PRIORS, SEED
from analysis.contrasts import blank
from analysis.evidence import Evidence
from analysis.planned.by_model import MEANINGS
from analysis.planned.places import compared
from analysis.result import Interval, Result, Scale
from analysis.stats.estimable import Values

NAME = "bayes"
NO_INTERVAL = "a posterior probability has no interval"
DIAGNOSTIC = "a diagnostic of the chains has no interval"
DIAGNOSTICS: dict[str, tuple[str, Scale]] = {  # key → what it is of everything sampled, scale
    "r_hat": ("largest rank-normalised split R-hat", "ratio"),
    "bulk_ess": ("smallest bulk effective sample size", "count"),
    "tail_ess": ("smallest tail effective sample size", "count"),
    "divergences": ("number of divergent draws", "count"),
    "e_bfmi": ("smallest E-BFMI of a chain", "ratio"),
}


def results_of(evidence: Evidence, found: Posterior | Unmodelled) -> list[Result]:
    """Every number about that hypothesis: the difference first, how the chains went last."""
    hypothesis = found.hypothesis
    asked = blank(compared(evidence, hypothesis), outcomes.load(hypothesis.outcome))
    asked = replace(
        asked,
        name=f"{NAME}/{hypothesis.name}/difference",
        question=NAME,
        family="exploratory",
        estimand=f"difference in the probability of a right answer {MEANINGS['marginal']}, {_where(asked)}",
    )
    if isinstance(found, Unmodelled):
        return [replace(asked, method="Bayesian mixed logistic model", reason=found.reason)]
    model = found.model
    asked = replace(asked, n=model.n(hypothesis.arms), n_trials=model.n_trials(hypothesis.arms))
    level = evidence.level
    return [
        _difference(asked, found, level),
        *_odds_ratio(asked, found, level),
        *_shares(asked, found),
        *_checks(asked, found),
    ]


def _where(asked: Result) -> str:
    labels = asked.labels
    combined = labels.get("contrast") or f"{labels['first']} minus {labels['second']}"
    return f"in {labels['block']}: {combined}"


def how(found: Posterior) -> str:
    """The model, its priors and its chains."""
    sampled = f"{found.run.text}, seed {SEED} ({versions()})"
    return f"Bayesian mixed logistic model {found.model.text}; priors {PRIORS}; {sampled}"


def _difference(asked: Result, found: Posterior, level: float) -> Result:
    told = f"{how(found)}; posterior mean, {_credible(level)}; std_error is the posterior standard deviation"
    mean, spread = float(found.difference.mean()), float(found.difference.std())
    return _filled(replace(asked, method=told), found, (mean, spread, _interval(found.difference, level)))


def _odds_ratio(asked: Result, found: Posterior, level: float) -> Iterator[Result]:
    if found.log_odds is None:
        return
    ratio, around = found.log_odds, _interval(found.log_odds, level)
    limits = Interval(float(np.exp(around.low)), float(np.exp(around.high)), level)
    blank_ratio = replace(
        asked,
        name=f"{NAME}/{found.hypothesis.name}/odds_ratio_conditional",
        estimand=f"ratio of the odds of a right answer {MEANINGS['conditional']}, {_where(asked)}",
        scale="odds ratio",
        family="descriptive",
        method=f"{how(found)}; exponential of the posterior mean of its logarithm, {_credible(level)}",
        reference=1.0,
        smallest_effect=None,
    )
    yield _filled(blank_ratio, found, (float(np.exp(ratio.mean())), None, limits))


def _shares(asked: Result, found: Posterior) -> Iterator[Result]:
    """Posterior probabilities that the difference lies somewhere."""
    small, drawn = found.hypothesis.smallest_effect, found.difference
    asked_of = {"above_zero": ("above 0", drawn > 0)}
    if small is not None:
        asked_of |= {
            "above_smallest": (f"above the smallest difference that would matter, {small:g}", drawn > small),
            "below_smallest": (f"below its negative, {-small:g}", drawn < -small),
            "within_smallest": (
                f"between {-small:g} and {small:g}, the region of practical equivalence (ROPE)",
                np.abs(drawn) <= small,
            ),
        }
    for key, (where, lies) in asked_of.items():
        each = replace(
            asked,
            name=f"{NAME}/{found.hypothesis.name}/{key}",
            estimand=f"posterior probability that this lies {where}: {asked.estimand}",
            scale="proportion",
            method=f"{how(found)}; share of draws",
            reference=None,
            labels={**asked.labels, "quantity": key},
        )
        yield _filled(each, found, (float(lies.mean()), None, None))


def _checks(asked: Result, found: Posterior) -> Iterator[Result]:
    checked = found.convergence
    values = (checked.r_hat, checked.bulk, checked.tail, float(checked.divergences), checked.e_bfmi)
    for (key, (quantity, scale)), value in zip(DIAGNOSTICS.items(), values, strict=True):
        yield replace(
            asked,
            name=f"{NAME}/{found.hypothesis.name}/{key}",
            estimand=f"{quantity} among all parameters and the difference, {_where(asked)}",
            scale=scale,
            family="descriptive",
            method=f"{how(found)}; ArviZ; chains count as converged with {RULE}",
            estimate=value,
            labels={**asked.labels, "quantity": key},
            reference=None,
            smallest_effect=None,
            status="not_estimable" if value is None else "no_interval",
            reason="there are too few draws" if value is None else DIAGNOSTIC,
        )


def _filled(blank: Result, found: Posterior, told: tuple[float, float | None, Interval | None]) -> Result:
    """With those numbers, where the chains have converged.  told: estimate, posterior SD, interval."""
    reason = found.convergence.reason
    if reason is not None:
        return replace(blank, reason=reason)
    estimate, spread, interval = told
    status, lacking = ("no_interval", NO_INTERVAL) if interval is None else ("ok", None)
    return replace(
        blank,
        estimate=estimate,
        std_error=spread,
        interval=interval,
        status="ok" if status == "ok" else "no_interval",
        reason=lacking,
    )


def _credible(level: float) -> str:
    return f"equal-tailed {100 * level:.3g}% credible interval"


def _interval(drawn: Values, level: float) -> Interval:
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(low), float(high), level)
