"""Answers that came with confidence, read as a probability, and what each participant's confidence was worth.

The reading is declared here: the lowest point of the scale means the chance of guessing right, the highest means
certainty, and every step between them the same amount.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from analysis import population
from analysis.answers import answers
from analysis.arm_differences import without_names
from analysis.evidence import Evidence
from analysis.stats.calibration import Binning
from analysis.stats.confidence import Answers, Discrimination, Linear, as_probability, type2_auroc
from analysis.stats.estimable import NotEstimable
from analysis.wording import share


@dataclass(frozen=True)
class Rated:
    """The answers of one measure that came with confidence.

    chance: of a right answer by guessing; None where it is not one number.  points: of the (longest) scale.
    rows: participant, arm, right (bool), place (on the scale, 0 the lowest point, 1 the highest).
    """

    measure: str
    chance: float | None
    points: int
    rows: pd.DataFrame

    def of(self, arm: str) -> "Group":
        """The answers of an arm."""
        return Group(without_names(self.rows[self.rows["arm"] == arm], ["place", "right"]), self.chance, self.points)

    @property
    def reading(self) -> str:
        """What the points of the scale are taken for."""
        if self.chance is None:
            return "no probability can be read from the scale"
        return (
            f"confidence is read as a probability: the lowest of {self.points} points as chance "
            f"({share(self.chance)}), the highest as 100%, with equal steps between"
        )


@dataclass(frozen=True)
class Group:
    """The answers of an arm; participants are numbered from 0."""

    rows: pd.DataFrame
    chance: float | None
    points: int

    @property
    def why_no_probability(self) -> str | None:
        """Why nothing can be said of the confidence as a probability; None where it can."""
        if self.rows.empty:
            return "nobody said how sure they were of an answer"
        unknown = "the number of options is not known or differs between trials, so chance is not one number"
        return unknown if self.chance is None else None

    @cached_property
    def answers(self) -> Answers:
        """The answers with their probabilities; ValueError where there are none, or chance is not known."""
        chance = 0.0 if self.chance is None else self.chance
        place = self.rows["place"].to_numpy(dtype="float64")
        return Answers(as_probability(place, Linear(0.0, 1.0, chance)), self._right, self._participant)

    @cached_property
    def binning(self) -> Binning:
        """Each point of the scale is a bin of its own."""
        return Binning("equal width", self.points, 0.0 if self.chance is None else self.chance, 1.0)

    @cached_property
    def discriminations(self) -> tuple[Discrimination, ...]:
        """How well each participant's confidence tells right answers from wrong ones."""
        return type2_auroc(self.rows["place"].to_numpy(dtype="float64"), self._right, self._participant)

    @cached_property
    def people(self) -> pd.DataFrame:
        """A row per participant; brier is the sum over answers, type2_auroc NaN where it cannot be had."""
        columns = ["participant", "n_answers", "confidence", "accuracy", "overconfidence", "brier", "type2_auroc"]
        if self.rows.empty:
            return pd.DataFrame({name: np.zeros(0) for name in columns})
        p, right, person = self.answers.probability, self._right.astype("float64"), self._participant
        n = np.bincount(person)
        confidence, accuracy = np.bincount(person, p) / n, np.bincount(person, right) / n
        areas = [np.nan if isinstance(each.auroc, NotEstimable) else each.auroc for each in self.discriminations]
        names = self.rows.drop_duplicates("participant")["name"].to_numpy()
        made = (names, n, confidence, accuracy, confidence - accuracy, np.bincount(person, (p - right) ** 2), areas)
        return pd.DataFrame(dict(zip(columns, made, strict=True)))

    @property
    def _right(self) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
        return self.rows["right"].to_numpy(dtype=np.bool_)

    @property
    def _participant(self) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
        return self.rows["participant"].to_numpy(dtype=np.int64)


def rated(evidence: Evidence) -> tuple[Rated, ...]:
    """Every measure of which somebody said how sure they were, in the study's order."""
    found = (rated_of(evidence, measure) for measure in population.measures(evidence))
    return tuple(each for each in found if len(each.rows))


def rated_of(evidence: Evidence, measure: str) -> Rated:
    """The answers of that measure that came with confidence; it may have none."""
    told = answers(evidence, measure).dropna(subset=["confidence", "confidence_points"])
    told = told[told["confidence_points"] > 1]
    chance = population.chance(evidence, measure)
    rows = told[["participant", "arm"]].assign(
        right=told["correct"] == 1,
        place=(told["confidence"] - 1) / (told["confidence_points"] - 1),
    )
    points = int(told["confidence_points"].max()) if len(told) else 0
    return Rated(measure, chance if chance is not None and chance < 1 else None, points, rows.reset_index(drop=True))
