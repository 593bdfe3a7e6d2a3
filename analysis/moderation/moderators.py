"""What the effect may differ with, read from the answers: a value of every person, or of every image."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis import population
from analysis.baseline.variables import DECLINED
from analysis.evidence import Evidence
from analysis.stats.estimable import NotEstimable
from analysis.titles import title_of
from study_app.definition import Moderation, Moderator

Kind = Literal["number", "groups"]
RIGHT, WRONG = "classifier right", "classifier wrong"
IMAGE_WORDS = {
    "classifier_correct": "whether the classifier is right",
    "p_predicted": "the classifier's probability of its answer",
    "difficulty": "the difficulty of the comparison",
}
MOST_POINTS = 11  # of a scale of ratings; a line has more


@dataclass(frozen=True)
class Values:
    """A moderator.  table: its value, number or text, by the columns `on`; who or what has none is not in it.

    words: what it is called in a sentence.
    """

    table: pd.DataFrame
    on: tuple[str, ...]
    kind: Kind
    words: str

    @property
    def is_of_images(self) -> bool:
        """Whether it differs between the trials of a participant."""
        return "position" in self.on


def values_of(evidence: Evidence, moderation: Moderation) -> Values | NotEstimable:
    """The moderator's values, or why it cannot be used; declared kinds hold."""
    by = moderation.by
    if by.source == "image":
        return _of_images(evidence, by.names[0])
    late = [name for name in by.names if _is_late(evidence, name)]
    if late:
        block = population.block_of(late[0])
        return NotEstimable(
            f"block {block} comes when arms had begun to differ: what it tells may be an effect of the arm itself"
        )
    if by.source == "accuracy":
        return _accuracy(evidence, by.names[0])
    return _answers(evidence, moderation)


def _is_late(evidence: Evidence, name: str) -> bool:
    """Whether a block is one that shows feedback or explanations, or comes after one; background may come whenever."""
    trials, order = evidence.trials, evidence.plan.block_names
    block = population.block_of(name)
    if (
        block in evidence.plan.blocks_before_seat
        or (trials.loc[trials["block"] == block, "task"] == "background").all()
    ):
        return False
    helped = trials["feedback_ms"].notna() | trials["explanation"].notna()
    first = min((order.index(each) for each in trials.loc[helped, "block"].unique() if each in order), default=None)
    return first is not None and block in order and order.index(block) >= first


def _of_images(evidence: Evidence, name: str) -> Values | NotEstimable:
    rows = evidence.trials[["participant", "position", name]].dropna().drop_duplicates(["participant", "position"])
    if rows.empty:
        return NotEstimable(f"the trials do not tell {name}")
    if name == "classifier_correct":
        told = rows[name].astype(bool).map({True: RIGHT, False: WRONG})
        return Values(
            rows.assign(value=told).drop(columns=name), ("participant", "position"), "groups", IMAGE_WORDS[name]
        )
    numbers = rows[name].astype("float64")
    return Values(
        rows.assign(value=numbers).drop(columns=name), ("participant", "position"), "number", IMAGE_WORDS[name]
    )


def _accuracy(evidence: Evidence, measure: str) -> Values | NotEstimable:
    rows = population.accuracy_by_participant(evidence, measure)
    if rows.empty:
        return NotEstimable(f"nobody gave an answer in block {measure} that is right or wrong")
    table = rows[["participant"]].assign(value=rows["accuracy"])
    return Values(table, ("participant",), "number", f"accuracy in {title_of(evidence, measure)}")


def _answers(evidence: Evidence, moderation: Moderation) -> Values | NotEstimable:
    names = moderation.by.names
    found = [_asked(evidence, name) for name in names]
    lacking = [name for name, rows in zip(names, found, strict=True) if rows.empty]
    if lacking:
        return NotEstimable(f"nobody answered {' or '.join(lacking)}")
    words = moderation.name if len(names) > 1 else names[0].partition(".")[2]
    kind = moderation.kind or _kind(found)
    if kind is None:
        return NotEstimable(f"answers to {names[0]} are neither numbers nor one of several options")
    if kind == "groups":
        if len(names) > 1:
            return NotEstimable("of several answers only a mean can be taken, of numbers")
        (rows,) = found
        first = rows.sort_values("position").drop_duplicates("participant")
        return Values(first[["participant"]].assign(value=first["response"].map(str)), ("participant",), kind, words)
    return _mean_of(found, moderation.by, words)


def _asked(evidence: Evidence, name: str) -> pd.DataFrame:
    block, _, question = name.partition(".")
    trials = evidence.trials
    mine = trials[(trials["block"] == block) & (trials["question"] == question) & trials["answered"]]
    return mine[mine["response"].notna() & (mine["response"] != DECLINED)]


def _kind(found: Sequence[pd.DataFrame]) -> Kind | None:
    """Ratings and figures are numbers, one of several options is of groups; texts and lists are neither."""
    rows = pd.concat(list(found))
    if (rows["task"] == "rate").all():
        return "number"
    if rows["n_options"].notna().any():
        return "groups"
    return "number" if pd.to_numeric(rows["response"], errors="coerce").notna().all() else None


def _mean_of(found: Sequence[pd.DataFrame], by: Moderator, words: str) -> Values | NotEstimable:
    """Of each participant who gave every answer the mean over answers; of the same answer given often, its mean."""
    columns = []
    for name, rows in zip(by.names, found, strict=True):
        numbers = pd.to_numeric(rows["response"], errors="coerce")
        if numbers.isna().any():
            odd = rows.loc[numbers.isna(), "response"].iloc[0]
            return NotEstimable(f"not all answers to {name} are numbers: {odd!r}")
        points = rows["n_options"].max()
        if name in by.reversed:
            if not points <= MOST_POINTS:
                return NotEstimable(f"{name} is no rating on points, so that it cannot be turned around")
            numbers = points + 1 - numbers
        columns.append(numbers.astype("float64").groupby(rows["participant"]).mean())
    whole = pd.concat(columns, axis=1, join="inner").mean(axis=1).sort_index()
    table = pd.DataFrame({"participant": whole.index.to_numpy(), "value": whole.to_numpy(dtype="float64")})
    return Values(table, ("participant",), "number", words)
