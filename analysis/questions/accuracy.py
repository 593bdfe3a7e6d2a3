"""How often are answers right in each arm, and does the planned difference between arms hold?

The participant is the unit: each gives one accuracy per block, and intervals are over participants, never over trials.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis import population, wording
from analysis.contrasts import POPULATION
from analysis.evidence import Evidence
from analysis.figures.raincloud import Cloud, raincloud
from analysis.planned.account import account_of, comparisons, results_of
from analysis.planned.model import RULE, CellModel, model_of
from analysis.planned.variances import reasons
from analysis.question import Account, Drawing, Table
from analysis.result import Result
from analysis.stats.estimable import NotEstimable, Values
from analysis.stats.intervals import mean
from analysis.titles import title_of
from study_app.definition import Hypothesis

NAME = "accuracy"
MEASURE = "mean share of right answers"


@dataclass(frozen=True)
class Accuracy:
    """The question, as the registry finds it."""

    title: str = "Accuracy"
    rank: int = 10

    def results(self, evidence: Evidence) -> Sequence[Result]:
        """Per block and arm the mean; per hypothesis the difference, its sizes, and what other methods say."""
        tables = _tables(evidence)
        means = [_mean(table, block, arm, evidence) for block, table in tables.items() for arm in evidence.arms]
        return [*means, *results_of(evidence, [NAME])]

    def account(self, evidence: Evidence, results: Sequence[Result]) -> Account:
        """The verdicts first, then a raincloud per outcome block, the forest of differences, and the tables."""
        means = [result for result in results if result.name.endswith("/mean")]
        found = comparisons(evidence, results, [NAME], means)
        planned = account_of(found, NAME, evidence.level)
        tables = _tables(evidence)
        clouds = [_drawing(tables[block], block, evidence, means) for block in population.outcomes(evidence)]
        return Account(
            answers=planned.answers,
            sentences=planned.sentences,
            drawings=(*clouds, *planned.drawings),
            tables=(*planned.tables, _means_table(evidence, means)),
            methods=_methods(evidence, [each.hypothesis for each in found]),
            data={f"accuracy-{block}": table for block, table in tables.items()},
        )


QUESTION = Accuracy()


def _tables(evidence: Evidence) -> dict[str, pd.DataFrame]:
    return {each: population.accuracy_by_participant(evidence, each) for each in population.measures(evidence)}


def _of_arm(table: pd.DataFrame, arm: str) -> tuple[Values, int]:
    """The accuracies of an arm's participants, and how many trials are behind them."""
    rows = table[table["arm"] == arm]
    return rows["accuracy"].to_numpy(dtype="float64"), int(rows["n_trials"].sum())


def _mean(table: pd.DataFrame, block: str, arm: str, evidence: Evidence) -> Result:
    values, n_trials = _of_arm(table, arm)
    found = mean(values, evidence.level)
    bare = isinstance(found, NotEstimable)
    return Result(
        name=f"{NAME}/{block}/{arm}/mean",
        question=NAME,
        estimand=f"{MEASURE} in block {block} of {POPULATION}: {arm}",
        scale="proportion",
        family="descriptive",
        method="mean over participants of each one's share of right answers among answered trials; "
        "Student's t interval, cut to the range from 0 to 1",
        estimate=float(values.mean()) if values.size else None,
        n={arm: values.size},
        labels={"block": block, "arm": arm},
        n_trials=n_trials,
        std_error=None if isinstance(found, NotEstimable) else found.std_error,
        interval=None if isinstance(found, NotEstimable) else found.interval.cut(0.0, 1.0),
        reference=population.chance(evidence, block),
        status="ok" if not bare else "no_interval" if values.size else "not_estimable",
        reason=found.reason if isinstance(found, NotEstimable) else None,
    )


def _drawing(table: pd.DataFrame, block: str, evidence: Evidence, means: Sequence[Result]) -> Drawing:
    of_block = {each.labels["arm"]: each for each in means if each.labels["block"] == block}
    clouds = [
        Cloud(arm, _of_arm(table, arm)[0], of_block[arm].estimate, of_block[arm].interval) for arm in evidence.arms
    ]
    chance = population.chance(evidence, block)
    told = "; ".join(_told(result) for result in of_block.values())
    by_chance = f" Chance is {wording.share(chance)}." if chance else ""
    title = title_of(evidence, block)
    alt = f"Share of right answers of each participant in {title}, by arm. {told}.{by_chance}"
    caption = (
        f"{title}: every dot is a participant; above the dots their density; the ring with its bar is the mean over "
        f"participants with its {100 * evidence.level:.3g}% confidence interval."
    )
    return Drawing(f"accuracy-{block}", raincloud(clouds, chance, f"accuracy-{block}", alt), alt, caption)


def _told(result: Result) -> str:
    arm = result.labels["arm"]
    if result.estimate is None:
        return f"{arm}: no answers"
    limits = f", {wording.level(result.interval)} {wording.in_percent(result.interval)}" if result.interval else ""
    return f"{arm}: mean {wording.percent(result.estimate)}{limits}, {wording.people(result.n[arm])}"


def _means_table(evidence: Evidence, means: Sequence[Result]) -> Table:
    rows = tuple(
        (
            title_of(evidence, result.labels["block"]),
            result.labels["arm"],
            str(result.n[result.labels["arm"]]),
            str(result.n_trials),
            "–" if result.estimate is None else wording.percent(result.estimate),
            wording.in_percent(result.interval) if result.interval else "–",
        )
        for result in means
    )
    level = f"{100 * evidence.level:.3g}% CI"
    notes = {
        f"{result.labels['arm']} in {result.labels['block']}: {result.reason}." for result in means if result.reason
    }
    return Table(
        "Accuracy per block and arm",
        ("Block", "Arm", "Participants", "Answered trials", "Right", level),
        rows,
        " ".join(["Mean over participants; intervals are over participants.", *sorted(notes)]),
    )


def _methods(evidence: Evidence, planned: Sequence[Hypothesis]) -> tuple[str, ...]:
    sentences = [
        "Accuracy is each participant's share of right answers among the trials of a block that they answered; "
        "trials that were not reached are left out.",
        f"The primary analysis takes {POPULATION}; nobody is excluded.",
        f"Means are over participants with Student's t intervals at the {100 * evidence.level:.3g}% level; "
        "these tell of other participants with the same images, not of other images.",
    ]
    if not planned:
        return tuple(sentences)
    models = (model_of(evidence, each) for each in planned)
    sentences += [
        RULE,
        *dict.fromkeys(reasons(each) for each in models if isinstance(each, CellModel)),
        "Differences are of marginal probabilities, averaged over participants and images such as these; standard "
        "errors are by the delta method, tests and intervals by Student's t with degrees of freedom by containment.",
        "Beside it stand Welch's t test, a rank test and a permutation test on participants' shares, and a logistic "
        "regression with standard errors clustered by participant and image.",
    ]
    n = [each.family for each in evidence.plan.hypothesis].count("confirmatory")
    if n > 1:
        sentences.append(
            f"The p values of the {n} confirmatory comparisons are corrected by Holm's method; each interval stands "
            "alone, and a wider one (Bonferroni) covers together with the others."
        )
    return tuple(sentences)
