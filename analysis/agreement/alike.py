"""Whether participants answer the same of the same picture: agreement of categories beyond chance."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis import population
from analysis.agreement.marks import codes
from analysis.answers import answers
from analysis.evidence import Evidence
from analysis.stats.estimable import NotEstimable, Values
from analysis.stats.jackknife import jackknife
from analysis.stats.krippendorff import alpha_of_counts
from analysis.stats.overlap import Measured

SIDES = {"left": "right", "right": "left"}
NO_PAIR = "no picture was answered by two participants"


@dataclass(frozen=True)
class Alike:
    """Agreement of an arm's answers, each with its interval by the jackknife over participants.

    same: the share of pairs of answers by two people to one picture that are the same.
    alpha: Krippendorff's, nominal.
    """

    same: Measured
    alpha: Measured
    n_people: int
    n_answers: int


def answered(evidence: Evidence, measure: str) -> pd.DataFrame:
    """participant, arm, item, question, response: a person's first answer to each question about each picture.

    item: the picture's name, or the comparison's.
    Where a comparison changed sides, the side is that of the item, so that the same answer has the same name.
    """
    rows = answers(evidence, measure)[["participant", "arm", "position", "item", "question", "response"]]
    sides = evidence.trials.drop_duplicates(["participant", "position"])[["participant", "position", "flipped"]]
    told = rows.merge(sides, on=["participant", "position"], how="left").dropna(subset=["item", "response"])
    turned = told["flipped"].astype("boolean").fillna(False).to_numpy(dtype=np.bool_)
    there = told["response"].where(~turned, told["response"].replace(SIDES))
    once = told.assign(response=there).drop_duplicates(["participant", "item", "question"])
    return once[["participant", "arm", "item", "question", "response"]].reset_index(drop=True)


def alike(rows: pd.DataFrame, level: float) -> Alike:
    """rows: as `answered` gives them, of one arm."""
    asked = rows.groupby(["item", "question"], sort=True)
    paired = rows.assign(asked=asked.ngroup())[asked["participant"].transform("size") >= 2]
    if paired.empty:
        none = Measured(NotEstimable(NO_PAIR), NotEstimable(NO_PAIR))
        return Alike(none, none, 0, 0)
    person, item, value = (codes(paired[name].tolist()) for name in ("participant", "asked", "response"))
    counts = _counts(item, value, (int(item.max()) + 1, int(value.max()) + 1))
    without = [counts - _counts(item[mine], value[mine], counts.shape) for mine in _each(person)]
    return Alike(
        same=_measured(_same(counts), np.array([_number(_same(left)) for left in without]), level),
        alpha=_measured(_alpha(counts), np.array([_number(_alpha(left)) for left in without]), level),
        n_people=len(without),
        n_answers=len(paired),
    )


def _each(person: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """The rows of each person."""
    ordered = np.argsort(person, kind="stable")
    return np.split(ordered, np.flatnonzero(np.diff(person[ordered])) + 1)


def _counts(item: NDArray[np.int64], value: NDArray[np.int64], shape: tuple[int, ...]) -> Values:
    """(items, values)."""
    counts = np.zeros(shape)
    np.add.at(counts, (item, value), 1)
    return counts


def _same(counts: Values) -> float | NotEstimable:
    n = counts.sum(axis=1)
    pairs = float((n * (n - 1)).sum())
    return float((counts * (counts - 1)).sum()) / pairs if pairs else NotEstimable(NO_PAIR)


def _alpha(counts: Values) -> float | NotEstimable:
    return alpha_of_counts(counts, np.arange(counts.shape[1], dtype=np.float64), "nominal")


def _number(found: float | NotEstimable) -> float:
    return np.nan if isinstance(found, NotEstimable) else found


def _measured(found: float | NotEstimable, without: Values, level: float) -> Measured:
    if isinstance(found, NotEstimable):
        return Measured(found, found)
    return Measured(found, jackknife(found, without, level))


def measures(evidence: Evidence) -> tuple[str, ...]:
    """What is right or wrong of pictures, in the study's order, where somebody answered it."""
    return tuple(name for name in population.measures(evidence) if len(answered(evidence, name)))
