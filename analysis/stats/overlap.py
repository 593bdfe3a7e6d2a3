"""How far regions that people marked cover each other, and how far regions of different pictures do."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.result import Interval
from analysis.stats.estimable import NotEstimable, Values
from analysis.stats.jackknife import jackknife

Codes = NDArray[np.int64]
NO_PAIR = "no picture was marked by two participants"
NO_CHANCE = "no two participants marked different pictures, so chance cannot be told"
ALL_ALIKE = "regions of different pictures are the same, so chance alone gives full agreement"


@dataclass(frozen=True)
class Overlap:
    """Agreement of regions.

    iou: intersection over union, of all pairs of regions of one picture by two people: the sum of all intersections
    over that of all unions.  chance: the same of pairs of regions of different pictures by two people, so that what is
    marked wherever the middle is gains nothing.  beyond: (iou - chance) / (1 - chance), 1 at best, 0 as by chance.
    Each with standard error and interval, by the jackknife over people.
    """

    iou: "Measured"
    chance: "Measured"
    beyond: "Measured"
    n_people: int
    n_regions: int


@dataclass(frozen=True)
class Measured:
    """A number with its standard error and interval, or why it has none."""

    estimate: float | NotEstimable
    spread: tuple[float, Interval] | NotEstimable


@dataclass(frozen=True)
class _Sums:
    """Over ordered pairs of regions; each (), or (people,) of what is left without one of them."""

    same: Values
    same_areas: Values
    other: Values
    other_areas: Values

    def ratios(self) -> dict[str, Values]:
        """iou, chance and beyond; NaN where they cannot be had."""
        with np.errstate(divide="ignore", invalid="ignore"):
            iou = self.same / (self.same_areas - self.same)
            chance = self.other / (self.other_areas - self.other)
            beyond = (iou - chance) / (1 - chance)
        found = {"iou": iou, "chance": chance, "beyond": beyond}
        return {name: np.where(np.isfinite(values), values, np.nan) for name, values in found.items()}


def overlap(regions: NDArray[np.bool_], person: Codes, picture: Codes, level: float) -> Overlap:
    """regions: (N, cells), none of them empty.  person, picture: (N,), codes from 0; a person marks a picture once.

    Only people and pictures that can be paired count.
    """
    n_of_picture = np.bincount(picture, minlength=1) if picture.size else np.zeros(1, dtype=np.int64)
    paired = n_of_picture[picture] >= 2 if picture.size else np.zeros(0, dtype=np.bool_)
    people, person = np.unique(person[paired], return_inverse=True)
    pictures, picture = np.unique(picture[paired], return_inverse=True)
    sums, without = _sums(regions[paired].astype(np.float64), person, picture, (people.size, pictures.size))
    found, left = sums.ratios(), without.ratios()
    reasons = {
        "iou": NO_PAIR,
        "chance": NO_CHANCE if people.size else NO_PAIR,
        "beyond": _why_not_beyond(people.size, float(found["chance"])),
    }
    made = {name: _measured(float(found[name]), left[name], reasons[name], level) for name in found}
    return Overlap(**made, n_people=int(people.size), n_regions=int(paired.sum()))


def _why_not_beyond(n_people: int, chance: float) -> str:
    if not n_people:
        return NO_PAIR
    return NO_CHANCE if np.isnan(chance) else ALL_ALIKE


def _measured(estimate: float, without: Values, reason: str, level: float) -> Measured:
    if np.isnan(estimate):
        return Measured(NotEstimable(reason), NotEstimable(reason))
    return Measured(estimate, jackknife(estimate, without, level))


def _sums(regions: Values, person: Codes, picture: Codes, sizes: tuple[int, int]) -> tuple[_Sums, _Sums]:
    """All sums at once, and without each person: every sum over pairs is a square of sums over regions."""
    n_people, n_pictures = sizes
    area = regions.sum(axis=1)
    of_picture, of_person = np.zeros((n_pictures, regions.shape[1])), np.zeros((n_people, regions.shape[1]))
    np.add.at(of_picture, picture, regions)
    np.add.at(of_person, person, regions)
    # Intersections: the cell-wise sum, squared.
    met = np.einsum("ij,ij->i", regions, of_picture[picture])  # of each region with all of its picture, itself too
    whole = of_person.sum(axis=0)
    own = np.einsum("ij,ij->i", of_person, of_person)
    same = _without(2 * met - area, person, n_people, float((of_picture**2).sum()))
    everything = np.concatenate([[whole @ whole], whole @ whole - 2 * of_person @ whole + own])
    # Areas of the two of a pair: the same with a constant in place of the region, once on either side.
    n_of_picture, n_of_person = np.bincount(picture, minlength=n_pictures), np.bincount(person, minlength=n_people)
    area_of_picture, area_of_person = np.bincount(picture, area, n_pictures), np.bincount(person, area, n_people)
    lost = area * n_of_picture[picture] + area_of_picture[picture] - area
    same_areas = _without(lost, person, n_people, float(area_of_picture @ n_of_picture))
    n, total = float(person.size), float(area.sum())
    all_areas = np.concatenate([[total * n], (total - area_of_person) * (n - n_of_person)])
    # A region with itself, and a person's with each other, are no pairs.
    itself, own_all = _without(area, person, n_people, total), _rest(own)
    own_areas = _rest((area_of_person * n_of_person).astype(np.float64))
    parts = (
        same - itself,
        2 * (same_areas - itself),
        everything - same - own_all + itself,
        2 * (all_areas - same_areas - own_areas + itself),
    )
    return _Sums(*(part[0] for part in parts)), _Sums(*(part[1:] for part in parts))


def _without(lost: Values, person: Codes, n_people: int, whole: float) -> Values:
    """(1 + people,): the whole; then what is left without each person, who takes away what her regions lose."""
    return np.concatenate([[whole], whole - np.bincount(person, lost, n_people)])


def _rest(of_person: Values) -> Values:
    """The sum over people; then that over all but each."""
    return np.concatenate([[of_person.sum()], of_person.sum() - of_person])
