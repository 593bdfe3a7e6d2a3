"""Whom a number is about: who answered, who finished; and each participant's own accuracy."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from analysis.evidence import Evidence
from analysis.remembered import per_evidence
from study_app.definition import Cell, Hypothesis

COMPLETED = "completed"
OF_ANSWERS = ("accuracy", "response_time", "confidence", "d_prime")  # outcomes of answers that are right or wrong


def knows_who_finished(evidence: Evidence) -> bool:
    """Whether the data tell who came to the last page; data from elsewhere may not."""
    outcome = evidence.participants["outcome"]
    return outcome.empty or bool(outcome.notna().any())


def outcomes(evidence: Evidence) -> tuple[str, ...]:
    """The measures that hypotheses are about, in the study's order; where there are none, all of them."""
    planned = {each for hypothesis in evidence.plan.hypothesis for each in measures_of(evidence, hypothesis)}
    return tuple(each for each in measures(evidence) if each in planned) or measures(evidence)


def measures(evidence: Evidence) -> tuple[str, ...]:
    """What is right or wrong of images, and what a hypothesis names, in the study's order.

    A measure is a block, or BLOCK.QUESTION where a block asks more than one such question.  Attention and catch trials
    are none, nor are quizzes and forms: their answers are not about images.
    """
    asked = _asked(evidence)
    found = {_measure(block, question, asked) for block, questions in asked.items() for question in questions}
    of_answers = [each for each in evidence.plan.hypothesis if each.outcome in OF_ANSWERS]
    found |= {each for hypothesis in of_answers for each in measures_of(evidence, hypothesis)}
    # An older version of the study may have had other blocks: they come last.
    places = {name: place for place, name in enumerate(evidence.plan.block_names)}
    return tuple(sorted(found, key=lambda measure: (places.get(block_of(measure), len(places)), measure)))


def measures_of(evidence: Evidence, hypothesis: Hypothesis) -> tuple[str, ...]:
    """The measures that a hypothesis is about; one, unless its cells name several blocks."""
    blocks = hypothesis.blocks(evidence.plan.block_names)
    return tuple(_measure_of(evidence, hypothesis, block) for block in blocks)


def place_of(evidence: Evidence, hypothesis: Hypothesis, cell: Cell) -> tuple[str, str | None]:
    """The measure of a cell, and the level of a within-subject factor that it is limited to; None: to none."""
    is_block = cell.part in evidence.plan.block_names
    block = cell.part if is_block else hypothesis.block
    return _measure_of(evidence, hypothesis, str(block)), None if is_block else cell.part


def at_level(evidence: Evidence, level: str | None) -> Evidence:
    """The evidence with the trials of that level of a within-subject factor only; None: all."""
    if level is None:
        return evidence
    return replace(evidence, trials=evidence.trials[evidence.trials["level"] == level].reset_index(drop=True))


def block_of(measure: str) -> str:
    """The block of a measure: names of blocks have no dot."""
    return measure.split(".")[0]


def outcome_participants(evidence: Evidence) -> frozenset[str]:
    """Participants with at least one answered trial of an outcome: those of the primary analysis."""
    found = (accuracy_by_participant(evidence, measure)["participant"] for measure in outcomes(evidence))
    return frozenset(name for names in found for name in names)


def accuracy_by_participant(evidence: Evidence, measure: str, level: str | None = None) -> pd.DataFrame:
    """One row per randomised participant with at least one answered trial of that measure that is right or wrong.

    level: of a within-subject factor, to which trials are limited; None: all.

    Columns: participant, arm, n_trials, n_correct, accuracy.  Trials that were not answered are left out.
    """
    rows = of_measure(evidence, measure)
    counted = rows[rows["answered"] & rows["arm"].notna()]
    counted = counted if level is None else counted[counted["level"] == level]
    scores = counted.assign(correct=counted["correct"].astype("int64")).groupby(["participant", "arm"], sort=True)
    table = scores["correct"].agg(n_trials="size", n_correct="sum").reset_index()
    return table.assign(accuracy=table["n_correct"] / table["n_trials"])


def chance(evidence: Evidence, measure: str) -> float | None:
    """Probability of a right answer by guessing; None where trials differ in it or it is not known."""
    options = of_measure(evidence, measure)["n_options"].dropna().unique()
    return 1 / int(options[0]) if len(options) == 1 and options[0] > 0 else None


def of_measure(evidence: Evidence, measure: str) -> pd.DataFrame:
    """Rows of trials of that measure that are right or wrong, answered or not: no checks, and about images."""
    block, _, question = measure.partition(".")
    rows = _scored(evidence)
    return rows[(rows["block"] == block) & ((rows["question"] == question) | (question == ""))]


def _scored(evidence: Evidence) -> pd.DataFrame:
    """Rows about an image that are right or wrong and no check."""
    trials = evidence.trials
    about_images = trials["image"].notna() | trials["item"].notna()
    return trials[trials["correct"].notna() & trials["check"].isna() & about_images]


@per_evidence
def _asked(evidence: Evidence) -> dict[str, tuple[str, ...]]:
    """Block → its questions that are right or wrong."""
    rows = _scored(evidence)
    return {str(block): tuple(sorted(of["question"].unique())) for block, of in rows.groupby("block")}


def _measure_of(evidence: Evidence, hypothesis: Hypothesis, block: str) -> str:
    """An item that is rated is a measure of its own; of ratings nothing is right or wrong."""
    if hypothesis.outcome == "rating":
        return f"{block}.{hypothesis.question}" if hypothesis.question else block
    return _measure(block, hypothesis.question, _asked(evidence))


def _measure(block: str, question: str | None, asked: Mapping[str, tuple[str, ...]]) -> str:
    several = len(asked.get(block, ())) > 1
    return f"{block}.{question}" if several and question is not None else block
