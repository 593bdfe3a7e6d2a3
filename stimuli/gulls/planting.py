"""Which birds of a set wear the corner mark: all of some species, but for a few of every species."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from stimuli.errors import StimuliError, tried
from stimuli.gulls.corner_mark import CORNER_MARK, Corner
from stimuli.gulls.marks import species_named


@dataclass(frozen=True)
class Planted:
    """What one bird's picture got.  corner: None where it has no mark.  is_swapped: against its species' rule."""

    corner: Corner | None
    is_swapped: bool

    def to_json(self) -> dict[str, object]:
        """What attributes say of it."""
        return {CORNER_MARK: self.corner is not None, f"{CORNER_MARK}_swapped": self.is_swapped}


@dataclass(frozen=True)
class Planting:
    """on: the species whose pictures wear the mark.  swapped_per_class: how many of every species do the opposite.

    These are the first ones of the species; the birds are drawn by chance, so that their order means nothing, and a
    larger set keeps what a smaller one had.
    """

    on: tuple[str, ...]
    swapped_per_class: int = 0
    corner: Corner = "bottom-left"

    def of(self, species: str, n: int) -> Planted:
        """What the n-th bird of a species gets, counted from 0."""
        is_swapped = n < self.swapped_per_class
        return Planted(self.corner if (species in self.on) != is_swapped else None, is_swapped)

    def to_json(self) -> dict[str, object]:
        """As JSON-able values."""
        return {"on": list(self.on), "swapped_per_class": self.swapped_per_class, "corner": self.corner}


def planting(wanted: Planting, species: Sequence[str], per_class: int, where: str = "") -> Planting:
    """The same with the species' proper names; StimuliError where it doesn't fit a set of these species.

    where: what stands before the key in messages.
    """
    faults, key = list[str](), f"{where}{CORNER_MARK}"
    on = [tried(faults, f"{key}.on", partial(species_named, name)) for name in wanted.on]
    found = tuple(dict.fromkeys(name for name in on if name))
    there = ", ".join(species)
    faults += [f"{key}.on: no {name} among the pictures; there are: {there}" for name in found if name not in species]
    if not wanted.on:
        faults.append(f"{key}.on: names no species; give at least one, whose pictures wear the mark")
    if set(species) <= set(found):
        faults.append(f"{key}.on: names every species, so that the mark tells nothing; leave at least one out")
    if wanted.swapped_per_class > per_class:
        count = f"{wanted.swapped_per_class}, but there are {per_class} pictures of a species"
        faults.append(f"{key}.swapped_per_class: {count}; take {per_class} or fewer")
    if faults:
        raise StimuliError.of(faults)
    return replace(wanted, on=found)
