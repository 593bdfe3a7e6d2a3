"""Who participants are: the variables that were asked, what may be shown of them, and how arms differ in them.

Nothing that tells of fewer than five people is shown: see `shown_counts`.  Free texts are only counted.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
import pandas as pd

from analysis.evidence import Evidence
from analysis.stats.estimable import NotEstimable, Values
from analysis.stats.ties import varies

FEWEST = 5
DECLINED = "declined"
YES, NO, WROTE = "yes", "no", "wrote something"
NO_ANSWER, MEAN, SD, DIFFERENCE = "(no answer)", "(mean)", "(sd)", "(difference)"  # no option is called so
FEW = f"fewer than {FEWEST} people: not shown"
TELLING = f"it would tell of fewer than {FEWEST} people: not shown"
TOO_FEW = f"fewer than {FEWEST} answers: not shown"


@dataclass(frozen=True)
class Categories:
    """What is one of several.  answers: by participant; who gave none is not in it.  is_text: only counted."""

    name: str
    answers: dict[str, str]
    after: bool
    is_text: bool = False

    @property
    def values(self) -> tuple[str, ...]:
        """Every category that anybody is in, sorted."""
        return tuple(sorted(set(self.answers.values())))

    def counts(self, people: Sequence[str]) -> list[int]:
        """How many of these people are in each category."""
        given = [self.answers[name] for name in people if name in self.answers]
        return [given.count(value) for value in self.values]


@dataclass(frozen=True)
class Measured:
    """A number.  answers: by participant; who gave none is not in it."""

    name: str
    answers: dict[str, float]
    after: bool

    def of(self, people: Sequence[str]) -> Values:
        """The numbers of these people, in their order."""
        return np.array([self.answers[name] for name in people if name in self.answers], dtype=np.float64)


Variable = Categories | Measured


def people_by_arm(evidence: Evidence) -> dict[str, tuple[str, ...]]:
    """Everybody randomised, sorted, by arm."""
    people = evidence.participants
    seated = people[people["seated_at"].notna()].sort_values("participant")
    return {arm: tuple(seated.loc[seated["arm"] == arm, "participant"]) for arm in evidence.arms}


def variables(evidence: Evidence) -> tuple[Variable, ...]:
    """Background whenever asked, ratings given before randomisation, platform and stratum where they differ."""
    found = [each for block, question in _questions(evidence) for each in _asked(evidence, block, question)]
    people = evidence.participants[evidence.participants["seated_at"].notna()]
    for column in ("stratum", "platform"):
        values = people[["participant", column]].dropna()
        if values[column].nunique() > 1:
            found.append(Categories(column, dict(zip(values["participant"], values[column], strict=True)), False))
    return tuple(found)


def _rows(evidence: Evidence) -> pd.DataFrame:
    """Answers of forms; attention items are none."""
    trials = evidence.trials
    before = trials["block"].isin(evidence.plan.blocks_before_seat)
    rows = trials[(trials["task"] == "background") | ((trials["task"] == "rate") & before)]
    return rows[rows["arm"].notna() & rows["answered"] & rows["response"].notna() & rows["correct"].isna()]


def _questions(evidence: Evidence) -> list[tuple[str, str]]:
    """Blocks with their questions, in the study's order of blocks, then by name."""
    order = evidence.plan.block_names
    rows = _rows(evidence)[["block", "question"]].drop_duplicates()
    pairs = list(zip(rows["block"], rows["question"], strict=True))
    return sorted(pairs, key=lambda pair: (order.index(pair[0]) if pair[0] in order else len(order), pair))


def _asked(evidence: Evidence, block: str, question: str) -> list[Variable]:
    """The variables of one question; any-of is one for each option that anybody chose."""
    rows = _rows(evidence)
    twice = rows.loc[rows["question"] == question, "block"].nunique() > 1
    name = f"{block}.{question}" if twice else question
    mine = rows[(rows["block"] == block) & (rows["question"] == question) & (rows["response"] != DECLINED)]
    given = dict(zip(mine["participant"], mine["response"].map(str), strict=True))
    after = block not in evidence.plan.blocks_before_seat
    if (mine["task"] == "rate").any():
        return [Measured(name, {who: float(text) for who, text in given.items()}, after)]
    if mine["n_options"].notna().any():
        return [Categories(name, given, after)]
    return _of_open(name, given, after)


def _of_open(name: str, given: dict[str, str], after: bool) -> list[Variable]:
    """A number, any of several, or a text: what all answers can be read as."""
    if all(text.removeprefix("-").isdecimal() for text in given.values()):
        return [Measured(name, {who: float(text) for who, text in given.items()}, after)]
    lists = {who: _listed(text) for who, text in given.items()}
    if any(chosen is None for chosen in lists.values()):
        return [Categories(name, dict.fromkeys(given, WROTE), after, is_text=True)]
    options = sorted({option for chosen in lists.values() for option in chosen or ()})
    return [
        Categories(
            f"{name}: {option}", {who: YES if option in (got or ()) else NO for who, got in lists.items()}, after
        )
        for option in options
    ]


def _listed(text: str) -> list[str] | None:
    """The options that were chosen; None where the text is no list of them."""
    try:
        found: Any = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, list) and all(isinstance(each, str) for each in found) else None


def shown_counts(counts: Sequence[int]) -> list[int | None]:
    """The counts of one arm's categories that may be shown, None for the others.

    A count from 1 to 4 is hidden.  Where it is the only one, the smallest other that is not 0 is hidden too, for the
    total would tell it.
    """
    hidden = {place for place, count in enumerate(counts) if 0 < count < FEWEST}
    if sum(counts[place] for place in hidden) < FEWEST and hidden:
        others = [(count, place) for place, count in enumerate(counts) if count and place not in hidden]
        hidden |= {place for _, place in sorted(others)[:1]}
    return [None if place in hidden else count for place, count in enumerate(counts)]


def mean_difference(first: Values, other: Values) -> float | NotEstimable:
    """Other mean less first, in standard deviations: the root of the mean of the two variances (Austin 2009)."""
    if min(first.size, other.size) < FEWEST:
        return NotEstimable(TOO_FEW)
    spread = sqrt((float(np.var(first, ddof=1)) + float(np.var(other, ddof=1))) / 2)
    if not (varies(first) or varies(other)):
        return NotEstimable("within both arms all have the same value")
    return float(other.mean() - first.mean()) / spread


def category_difference(first: Sequence[int], other: Sequence[int], silent: tuple[int, int]) -> float | NotEstimable:
    """Yang and Dalton's (2012) distance of two arms over all categories; never negative.

    silent: how many gave no answer; they are a category of their own.  Categories that are hidden in either arm count
    as one, so that the number tells nothing that the table does not; without two categories left there is none.
    """
    if min(sum(first) + silent[0], sum(other) + silent[1]) == 0:
        return NotEstimable("an arm has nobody")
    hidden = [None in pair for pair in zip(shown_counts(first), shown_counts(other), strict=True)]
    if hidden and all(hidden):
        return NotEstimable(f"too few people in all categories but one: it would tell of fewer than {FEWEST}")
    counts = np.array([first, other], dtype=np.float64)
    merged = np.column_stack([counts[:, ~np.array(hidden, dtype=bool)], counts[:, hidden].sum(axis=1), silent])
    merged = merged[:, merged.sum(axis=0) > 0]
    shares: Values = merged / merged.sum(axis=1, keepdims=True)
    return _distance(shares[0, 1:], shares[1, 1:])


def _distance(first: Values, other: Values) -> float | NotEstimable:
    """first, other: (categories - 1,), the shares of all categories but one."""
    apart = other - first
    if not apart.size or float(np.abs(apart).max()) < 1e-12:
        return 0.0
    spread = sum(np.diag(share) - np.outer(share, share) for share in (first, other)) / 2
    if np.linalg.matrix_rank(spread) < apart.size:
        return NotEstimable("the arms have no category in common: their distance has no end")
    return sqrt(float(apart @ np.linalg.solve(spread, apart)))
