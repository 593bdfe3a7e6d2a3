"""A planned comparison of accuracy by the mixed logistic model: marginal probabilities, and what else it says."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import stats

from analysis import population
from analysis.evidence import Evidence
from analysis.planned.model import CellModel
from analysis.planned.places import told
from analysis.result import Direction, Interval, Result, Scale, Test
from analysis.stats.intervals import t_interval
from analysis.stats.mixed.containment import containment_df
from analysis.stats.mixed.marginal import Kind, combination, odds_ratio, probability
from study_app.definition import Hypothesis

KIND = "mixed model"
MEANINGS: dict[Kind, str] = {
    "marginal": "averaged over participants and images such as these (marginal)",
    "conditional": "of a participant and an image whose random effects are nought (conditional)",
}
NEGLIGIBLE = 1e-9


def difference(blank: Result, hypothesis: Hypothesis, model: CellModel, evidence: Evidence) -> Result:
    """The contrast of marginal probabilities, by the delta method, with Student's t test by containment."""
    cells = _cells(hypothesis, model, evidence)
    found, df = combination(model.declared.fit, cells, "marginal"), _df(model, cells)
    statistic = found.estimate / found.std_error
    interval = t_interval(found.estimate, found.std_error, df, evidence.level)
    return replace(
        blank,
        method=f"mixed logistic model {model.text}; marginal probabilities, standard error by the delta method, "
        f"Student's t with {df:g} degrees of freedom by containment",
        n=model.n(hypothesis.arms),
        n_trials=model.n_trials(hypothesis.arms),
        estimate=found.estimate,
        std_error=found.std_error,
        interval=interval.cut(-1.0, 1.0) if hypothesis.is_pair else interval,
        test=_tested(statistic, df, hypothesis.direction),
        status="ok",
        reason=None,
    )


def effects(blank: Result, hypothesis: Hypothesis, model: CellModel, evidence: Evidence) -> list[Result]:
    """The conditional difference; of two arms the odds ratios, conditional and marginal."""
    cells = _cells(hypothesis, model, evidence)
    found, df = combination(model.declared.fit, cells, "conditional"), _df(model, cells)
    interval = t_interval(found.estimate, found.std_error, df, evidence.level)
    made = [
        replace(
            _effect(blank, "difference_conditional", "difference of proportions", model),
            estimand=f"difference in the probability of a right answer {MEANINGS['conditional']}, {_where(blank)}",
            estimate=found.estimate,
            std_error=found.std_error,
            interval=interval.cut(-1.0, 1.0) if hypothesis.is_pair else interval,
            reference=0.0,
        )
    ]
    if not hypothesis.is_pair:
        return made
    made += [_odds_ratio(blank, kind, hypothesis, model, evidence) for kind in MEANINGS]
    named = [(arm, part) for arm, part, _ in _placed(hypothesis, evidence)]
    return made + [_probability(blank, kind, cell, model, evidence) for cell in named for kind in MEANINGS]


def _probability(blank: Result, kind: Kind, cell: tuple[str, str], model: CellModel, evidence: Evidence) -> Result:
    arm, part = cell
    found = probability(model.declared.fit, model.rows(arm, part), kind, evidence.level)
    return replace(
        _effect(blank, f"{arm}/probability_{kind}", "proportion", model),
        estimand=f"probability of a right answer {MEANINGS[kind]}, in {part}: {arm}",
        method=f"mixed logistic model {model.text}; interval by the delta method on the scale of logits",
        n=model.n((arm,)),
        n_trials=model.n_trials((arm,)),
        labels={"hypothesis": blank.labels["hypothesis"], "block": part, "arm": arm, "kind": kind},
        estimate=found.estimate,
        std_error=found.std_error,
        interval=found.interval,
        reference=None,
    )


def _odds_ratio(blank: Result, kind: Kind, hypothesis: Hypothesis, model: CellModel, evidence: Evidence) -> Result:
    (_, first), (_, second) = _cells(hypothesis, model, evidence)
    found = odds_ratio(model.declared.fit, (first, second), kind, evidence.level)
    log, error = float(np.log(found.estimate)), found.std_error / found.estimate
    around = t_interval(log, error, _df(model, [(1.0, first), (-1.0, second)]), evidence.level)
    return replace(
        _effect(blank, f"odds_ratio_{kind}", "odds ratio", model),
        estimand=f"ratio of the odds of a right answer {MEANINGS[kind]}, {_where(blank)}",
        estimate=found.estimate,
        std_error=found.std_error,
        interval=Interval(float(np.exp(around.low)), float(np.exp(around.high)), evidence.level),
        reference=1.0,
    )


def _effect(blank: Result, what: str, scale: Scale, model: CellModel) -> Result:
    return replace(
        blank,
        name=f"{blank.name.rpartition('/')[0]}/{what}",
        scale=scale,
        family="descriptive",
        method=f"mixed logistic model {model.text}; delta method, Student's t by containment",
        n=model.n(tuple(blank.n)),
        n_trials=model.n_trials(tuple(blank.n)),
        test=None,
        simultaneous=None,
        smallest_effect=None,
        status="ok",
        reason=None,
    )


def _where(blank: Result) -> str:
    """Where, and what minus what."""
    labels = blank.labels
    combined = labels.get("contrast") or f"{labels['first']} and {labels['second']}"
    return f"in {labels['block']}: {combined}"


def _placed(hypothesis: Hypothesis, evidence: Evidence) -> list[tuple[str, str, float]]:
    """Arm, place and weight of every cell."""
    return [(cell.arm, told(population.place_of(evidence, hypothesis, cell)), cell.weight) for cell in hypothesis.cells]


def _cells(hypothesis: Hypothesis, model: CellModel, evidence: Evidence) -> list[tuple[float, pd.DataFrame]]:
    return [(weight, model.rows(arm, part)) for arm, part, weight in _placed(hypothesis, evidence)]


def _df(model: CellModel, cells: Sequence[tuple[float, pd.DataFrame]]) -> float:
    """By containment of the terms that the contrast is made of; without a limit, the rows less the parameters."""
    fit = model.declared.fit
    weights = np.sum([weight * fit.model.matrices(rows)[0].mean(axis=0) for weight, rows in cells], axis=0)
    bears = np.where(np.abs(weights) > NEGLIGIBLE, weights, 0.0)
    return containment_df(fit, bears) or float(max(1, fit.n_obs - fit.n_parameters))


def _tested(statistic: float, df: float, direction: Direction) -> Test:
    tail = {"two-sided": abs(statistic), "greater": statistic, "less": -statistic}[direction]
    p = float(stats.t.sf(tail, df)) * (2 if direction == "two-sided" else 1)
    return Test("t", statistic, df, p, sided=direction, kind=KIND)
