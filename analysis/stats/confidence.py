"""Confidence as a probability of being right: a point of a rating scale is none until the study says which."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.stats.auroc import auroc
from analysis.stats.estimable import NotEstimable, Values


@dataclass(frozen=True)
class Linear:
    """A rating scale whose lowest point means guessing, its highest certainty, and each step the same amount.

    chance: the probability of being right by guessing, in [0, 1).
    """

    lowest: float
    highest: float
    chance: float

    def __post_init__(self) -> None:
        if not self.lowest < self.highest:
            raise ValueError(
                f"a scale from {self.lowest} to {self.highest}: the highest rating must be above the lowest"
            )
        if not 0 <= self.chance < 1:
            raise ValueError(f"chance {self.chance}: must be at least 0 and below 1")


@dataclass(frozen=True)
class Table:
    """A rating scale with a declared probability for each point; a higher rating never means a lower one."""

    probabilities: Mapping[float, float]

    def __post_init__(self) -> None:
        in_order = [self.probabilities[rating] for rating in sorted(self.probabilities)]
        if not in_order or not all(0 <= p <= 1 for p in in_order):
            raise ValueError(f"probabilities {in_order}: each must be in [0, 1], and there must be one")
        if in_order != sorted(in_order):
            raise ValueError(f"probabilities {in_order}: they must not fall as the rating rises")


Meaning = Linear | Table


def as_probability(ratings: Values, meaning: Meaning) -> Values:
    """The probability of being right that each rating stands for, by the meaning that the study declares.

    ratings: (N,).  Raises ValueError where a rating is no point of the scale (a missing one is none either).
    """
    if isinstance(meaning, Linear):
        share = (ratings - meaning.lowest) / (meaning.highest - meaning.lowest)
        _refuse(ratings[~((share >= 0) & (share <= 1))], f"the scale from {meaning.lowest} to {meaning.highest}")
        return meaning.chance + (1 - meaning.chance) * share
    known = meaning.probabilities
    _refuse(np.array([rating for rating in ratings if rating not in known]), f"the declared ratings {sorted(known)}")
    return np.array([known[rating] for rating in ratings], dtype=np.float64)


def _refuse(outside: Values, scale: str) -> None:
    if outside.size:
        raise ValueError(f"{outside.size} ratings lie outside {scale}, the first is {outside[0]}")


@dataclass(frozen=True)
class Answers:
    """Answers that came with a probability of being right.

    probability: (N,), in [0, 1].  right: (N,) bool.  participant: (N,), any label that tells people apart.
    Raises ValueError for anything else: ratings must go through `as_probability` first.
    """

    probability: Values
    right: NDArray[np.bool_]
    participant: NDArray[np.generic]

    def __post_init__(self) -> None:
        if not self.probability.shape == self.right.shape == self.participant.shape == (self.probability.size,):
            raise ValueError("probability, right and participant must be three rows of one length")
        if self.right.dtype != np.bool_:
            raise ValueError(f"right is of type {self.right.dtype}: it must be bool")
        if not self.probability.size:
            raise ValueError("there are no answers")
        outside = self.probability[~((self.probability >= 0) & (self.probability <= 1))]
        if outside.size:
            raise ValueError(
                f"{outside.size} values are no probabilities, the first is {outside[0]}: a rating scale has to be "
                "mapped by a meaning that the study declares"
            )


@dataclass(frozen=True)
class Discrimination:
    """How well one participant's confidence tells the own right answers from the wrong ones."""

    participant: object
    auroc: float | NotEstimable
    n_right: int
    n_wrong: int


def type2_auroc(
    confidence: Values, right: NDArray[np.bool_], participant: NDArray[np.generic]
) -> tuple[Discrimination, ...]:
    """The type-2 AUROC of each participant, in the order of their labels.

    All (N,).  Only the order of the confidence counts, so raw ratings will do.  0.5: confidence tells nothing.
    It grows with the task's easiness too, so it compares people or conditions of like accuracy only.
    """
    found = []
    for person in np.unique(participant):
        own = participant == person
        n_right = int(right[own].sum())
        n_wrong = int(own.sum()) - n_right
        area = auroc(confidence[own], right[own])
        if isinstance(area, NotEstimable):
            kind = "right" if n_right else "wrong"
            area = NotEstimable(f"all answers are {kind}: there is nothing that confidence could tell apart")
        found.append(Discrimination(person.item(), area, n_right, n_wrong))
    return tuple(found)
