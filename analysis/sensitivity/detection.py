"""Answers of two kinds as signal detection has them: yes or no, with a signal or without.

Three kinds of measure are such answers: advice that is accepted or refused (the signal: the classifier is right), the
right one of two versions side by side (the signal: it is on the right), and two classes (the signal: the first class).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd

from analysis import population
from analysis.answers import answers
from analysis.arm_differences import without_names
from analysis.evidence import Evidence
from analysis.stats.estimable import Values
from analysis.stats.shares import Shares, count
from analysis.stats.signal_detection import (
    Detections,
    Estimate,
    Index,
    criterion,
    d_prime,
    d_prime_of_two,
    d_prime_of_two_sides,
    detections,
    index_of_each,
)

Kind = Literal["advice", "sides", "classes"]
DECISION, CHOICES = "decision", ("choice", "choice_explained")
COMPARE = "compare"


@dataclass(frozen=True)
class Detecting:
    """The answers of one measure.

    yes, no: the two responses.  rows: participant, arm, item, yes, signal, right (bool); right is yes where there is a
    signal, no where there is none, so that the signal follows from what was answered and whether it was right.
    """

    measure: str
    kind: Kind
    yes: str
    no: str
    rows: pd.DataFrame

    def of(self, arm: str) -> "Group":
        """The answers of an arm."""
        rows = self.rows[self.rows["arm"] == arm]
        return Group(without_names(rows, ["item", "yes", "signal"]), self.kind)

    @property
    def signal(self) -> str:
        """When there is a signal, in words."""
        if self.kind == "advice":
            return "the classifier is right"
        return (
            "the right answer is the version on the right" if self.kind == "sides" else f"the right class is {self.yes}"
        )

    @property
    def leaning(self) -> str:
        """What a criterion below nought means."""
        if self.kind == "advice":
            return "a leaning towards accepting"
        return "a leaning towards the right side" if self.kind == "sides" else f"a leaning towards {self.yes}"


@dataclass(frozen=True)
class Group:
    """The answers of an arm; participants are numbered from 0."""

    rows: pd.DataFrame
    kind: Kind

    @cached_property
    def detections(self) -> Detections:
        """How often yes was said where there was a signal, and where there was none."""
        return detections(self._flags("yes"), self._flags("signal"), self._participant, self._n)

    @cached_property
    def right(self) -> Shares:
        """How many answers were right."""
        everything = np.ones(len(self.rows), dtype=np.bool_)
        return Shares(*count(self._flags("right"), everything, self._participant, self._n), "answered trial")

    @cached_property
    def indices(self) -> Mapping[str, Index]:
        """Sensitivity and criterion; of two sides also the sensitivity whatever side is preferred."""
        if self.kind == "sides":
            found = {"d_prime": d_prime_of_two(self.right), "d_prime_sides": d_prime_of_two_sides(self.detections)}
        else:
            found = {"d_prime": d_prime(self.detections)}
        return found | {"criterion": criterion(self.detections)}

    @property
    def names(self) -> list[str]:
        """What the participants are called, in the order of their numbers."""
        return list(self.rows.drop_duplicates("participant")["name"])

    def each(self, key: str, level: float) -> Values:
        """That index of every participant, (n,); NaN of those who lack a kind of trial."""
        found = index_of_each(self.indices[key], level)
        return np.array([each.estimate if isinstance(each, Estimate) else np.nan for each in found], dtype=np.float64)

    @property
    def _n(self) -> int:
        return int(self.rows["participant"].nunique())

    @property
    def _participant(self) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
        return self.rows["participant"].to_numpy(dtype=np.int64)

    def _flags(self, column: str) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
        return self.rows[column].to_numpy(dtype=np.bool_)


def detecting(evidence: Evidence) -> tuple[Detecting, ...]:
    """Every measure whose answers are of two kinds, in the study's order."""
    found = (detecting_of(evidence, measure) for measure in population.measures(evidence))
    return tuple(each for each in found if each is not None)


def detecting_of(evidence: Evidence, measure: str) -> Detecting | None:
    """The answers of that measure; None where they are not of two kinds, or there are none."""
    told = answers(evidence, measure).dropna(subset=["response"])
    if told.empty or not (told["n_options"] == 2).all():
        return None
    found = _kind(evidence, measure, told)
    if found is None or not set(told["response"]) <= set(found[1:]):
        return None
    kind, yes, no = found
    said, right = told["response"] == yes, told["correct"] == 1
    rows = told[["participant", "arm", "item"]].assign(yes=said, signal=said == right, right=right)
    return Detecting(measure, kind, yes, no, rows.reset_index(drop=True))


def _kind(evidence: Evidence, measure: str, told: pd.DataFrame) -> tuple[Kind, str, str] | None:
    """What kind of measure it would be, and which answers then are yes and no; None: of none."""
    asked = set(told["question"])
    if asked == {DECISION}:
        return "advice", "accept", "refuse"
    tasks = set(population.of_measure(evidence, measure)["task"])
    if len(asked) == 1 and asked <= set(CHOICES) and tasks == {COMPARE}:
        return "sides", "right", "left"
    classes = evidence.plan.classes
    return ("classes", classes[0], classes[1]) if len(classes) == 2 else None
