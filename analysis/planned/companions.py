"""The same comparisons by other methods, which suppose less or something else: what the main result does not hang on.

On participants' means: Welch's t test, a rank test, a permutation test within the strata of the design.  On trials: a
logistic regression whose standard errors allow for answers of one person, and on one image, being alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats
from scipy.special import expit

from analysis import outcomes, population
from analysis.contrasts import Compared, blank, difference
from analysis.evidence import Evidence
from analysis.planned.model import MODELLED, CellModel, model_of
from analysis.planned.places import compared, told
from analysis.result import Result, Test
from analysis.stats.cluster_robust import clustered, two_way_clustered
from analysis.stats.dominance import cliffs_delta
from analysis.stats.estimable import NotEstimable, Values
from analysis.stats.intervals import t_interval
from analysis.stats.permutation import difference_of_means
from analysis.stats.rank_tests import mann_whitney
from analysis.units import unit_of
from study_app.definition import Hypothesis

SEED = 20_261_126
NAMES = {
    "participant_means": "Participants' means, Welch's t test",
    "permutation": "Participants' means, permutation test",
    "ranks": "Participants' means, Mann-Whitney's test",
    "cluster_robust": "Logistic regression, cluster-robust",
}


@dataclass(frozen=True)
class Asked:
    """A comparison that is made once more."""

    hypothesis: Hypothesis
    each: Compared
    evidence: Evidence

    def result(self, what: str, method: str) -> Result:
        """It, without an answer."""
        asked = blank(self.each, outcomes.load(self.hypothesis.outcome))
        name = f"{asked.name.rpartition('/')[0]}/{what}"
        return replace(asked, name=name, family="descriptive", method=method, smallest_effect=None)


def companions(evidence: Evidence, hypothesis: Hypothesis) -> list[Result]:
    """One result per name in NAMES that suits the hypothesis; each with its two-sided test.

    Of outcomes without a model the planned comparison is that of participants' means itself.
    """
    asked = Asked(hypothesis, compared(evidence, hypothesis), evidence)
    is_modelled = hypothesis.outcome == MODELLED
    made = [*([_by_means(asked)] if is_modelled else []), _by_permutation(asked)]
    made += [_by_ranks(asked)] if hypothesis.is_pair else []
    model = model_of(evidence, hypothesis) if is_modelled else None
    return [*made, _clustered(asked, model)] if isinstance(model, CellModel) else made


def _by_means(asked: Asked) -> Result:
    two_sided = replace(asked.each, hypothesis=asked.hypothesis.model_copy(update={"direction": "two-sided"}))
    found = difference(two_sided, outcomes.load(asked.hypothesis.outcome), asked.evidence)
    bare = asked.result("participant_means", found.method)
    return replace(found, name=bare.name, family="descriptive", smallest_effect=None)


def _by_permutation(asked: Asked) -> Result:
    method = (
        "difference of the arms' means over participants; permutation test, two-sided: arms are dealt anew within "
        "the blocks and strata of the design"
    )
    bare = asked.result("permutation", method)
    if not _is_mirrored(asked.hypothesis):
        return replace(bare, reason="only two arms that are asked for the same can be dealt anew")
    (first, minus_second), people = asked.each.parts.values(), [*asked.each.people.values()]
    strata = _strata(asked.evidence, [*people[0], *people[1]])
    values, in_first = np.append(first, -minus_second), np.arange(first.size + minus_second.size) < first.size
    if not first.size or not minus_second.size:
        return replace(bare, reason="an arm has no values")
    order = np.lexsort((in_first, values, strata))
    found = difference_of_means(values[order], in_first[order], strata[order], np.random.default_rng(SEED))
    if isinstance(found, NotEstimable):
        return replace(bare, reason=found.reason)
    test = Test("difference", unit_of(bare.scale).value(found.estimate), None, found.p, kind="permutation")
    estimate = float(first.mean() + minus_second.mean())
    return replace(bare, estimate=estimate, test=test, status="no_interval", reason="the test has no interval")


def _is_mirrored(hypothesis: Hypothesis) -> bool:
    """Whether it is something of one arm minus the same of another."""
    of = [
        sorted((str(cell.part), sign * cell.weight) for cell in hypothesis.cells if cell.arm == arm)
        for arm, sign in zip(hypothesis.arms, (1.0, -1.0), strict=False)
    ]
    return len(hypothesis.arms) == 2 and of[0] == of[1]


def _strata(evidence: Evidence, people: Sequence[str]) -> NDArray[np.intp]:
    """Within which list and block of seats each was randomised; all alike where there were none."""
    told_of = evidence.participants.set_index("participant").loc[list(people), ["stratum", "seat_block"]]
    names = told_of["stratum"].fillna("").astype(str) + "/" + told_of["seat_block"].fillna(-1).astype(str)
    return np.asarray(pd.factorize(names, sort=True)[0], dtype=np.intp)


def _by_ranks(asked: Asked) -> Result:
    first, minus_second = asked.each.parts.values()
    bare = replace(
        asked.result("ranks", "Cliff's delta of participants' values; Mann and Whitney's test, two-sided"),
        scale="standardised difference",
        estimand=f"dominance of participants' values {asked.each.estimand}",
    )
    found, tested = (
        cliffs_delta(first, -minus_second, asked.evidence.level),
        mann_whitney(first, -minus_second),
    )
    if isinstance(found, NotEstimable):
        return replace(bare, reason=found.reason)
    test = None if isinstance(tested, NotEstimable) else Test("U", tested.statistic, None, tested.p, kind="ranks")
    return replace(bare, estimate=found.estimate, interval=found.interval, test=test, status="ok", reason=None)


def _clustered(asked: Asked, model: CellModel) -> Result:
    """The contrast of pooled shares, from a logistic regression with a coefficient for every cell."""
    method = (
        "difference of shares over trials, by logistic regression with standard errors clustered by participant and, "
        "where the model has images as random effects, by image (CR1), delta method, Student's t"
    )
    bare = replace(
        asked.result("cluster_robust", method),
        n=model.n(asked.hypothesis.arms),
        n_trials=model.n_trials(asked.hypothesis.arms),
    )
    frame = model.frame
    cells = list(zip(frame["arm"], frame["part"], strict=True))
    known = sorted(set(cells))
    places = np.array([known.index(cell) for cell in cells])
    design = np.eye(len(known))[places]
    people, items = (pd.factorize(frame[name], sort=True)[0] for name in ("participant", "item"))
    answers = frame["correct"].to_numpy()
    few_images = bool(model.declared.derived.fixed)
    fitted = clustered(design, answers, people) if few_images else two_way_clustered(design, answers, people, items)
    if isinstance(fitted, NotEstimable):
        return replace(bare, reason=fitted.reason)
    weights = _weights(asked, known)
    shares = expit(fitted.coefficients)
    slopes = weights * shares * (1 - shares)
    variance = float(slopes @ fitted.covariance @ slopes)
    if variance <= 0:
        return replace(bare, reason="the clusters do not differ in what bears on this estimate")
    estimate, std_error = float(weights @ shares), sqrt(variance)
    t = estimate / std_error
    interval = t_interval(estimate, std_error, fitted.df, asked.evidence.level)
    return replace(
        bare,
        estimate=estimate,
        std_error=std_error,
        interval=interval.cut(-1.0, 1.0) if asked.hypothesis.is_pair else interval,
        test=Test("t", t, fitted.df, float(2 * stats.t.sf(abs(t), fitted.df)), kind="cluster-robust"),
        status="ok",
        reason=None,
    )


def _weights(asked: Asked, known: list[tuple[str, str]]) -> Values:
    made = np.zeros(len(known))
    for cell in asked.hypothesis.cells:
        place = told(population.place_of(asked.evidence, asked.hypothesis, cell))
        made[known.index((cell.arm, place))] += cell.weight
    return made
