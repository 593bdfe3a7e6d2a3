"""The field marks of the eight species, read from species.toml: the one table all gulls are drawn from."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from stimuli.errors import StimuliError

RENDERER_VERSION = 1

Colour = tuple[float, float, float]  # sRGB, each in [0, 1]

MARKS: tuple[str, ...] = ("bill", "bill_mark", "eye", "head", "mantle", "wing_tip", "legs", "body")
SPECIES: tuple[str, ...] = (
    "California",
    "Glaucous-winged",
    "Heermann's",
    "Herring",
    "Ivory",
    "Ring-billed",
    "Slaty-backed",
    "Western",
)

NEUTRAL: Colour = (0.55, 0.55, 0.55)


@dataclass(frozen=True)
class Mark:
    """One field mark of one species: its class, its plain words and its colours at the two ends of difficulty."""

    kind: str
    words: str
    clear: Colour
    real: Colour
    second: Colour | None = None


def _taken_away(mark: str) -> Mark:
    words = "no mark on the bill" if mark == "bill_mark" else f"{mark.replace('_', ' ')} painted neutral grey"
    return Mark("removed", words, NEUTRAL, NEUTRAL)


REMOVED: Mapping[str, Mark] = {mark: _taken_away(mark) for mark in MARKS}


@cache
def table() -> Mapping[str, Mapping[str, Mark]]:
    """Species, then mark name, to the mark."""
    raw = _raw()
    return {species: {mark: _mark(raw[species][mark]) for mark in MARKS} for species in SPECIES}


def latin_name(species: str) -> str:
    """The species' scientific name."""
    return str(_raw()[species_named(species)]["latin"])


def species_named(name: str) -> str:
    """The species' proper name, however it was spelt: 'heermanns', 'Ring_billed', 'slaty-backed gull'."""
    return _named(name, SPECIES, "species")


def mark_named(name: str) -> str:
    """The mark's proper name, however it was spelt: 'Bill mark', 'wing-tip'."""
    return _named(name, MARKS, "mark")


def marks_of(species: str, swap: Mapping[str, str | None]) -> dict[str, Mark]:
    """The marks a bird wears: its species' own, but for those taken from another species or (None) taken away."""
    marks = dict(table()[species_named(species)])
    for name, source in swap.items():
        mark = mark_named(name)
        marks[mark] = REMOVED[mark] if source is None else table()[species_named(source)][mark]
    return marks


def separating_marks(one: str, other: str) -> tuple[str, ...]:
    """The marks by which two species can be told apart."""
    first, second = table()[species_named(one)], table()[species_named(other)]
    return tuple(mark for mark in MARKS if first[mark].kind != second[mark].kind)


def species_with(kinds: Mapping[str, str], visible: Collection[str]) -> tuple[str, ...]:
    """The species that agree with all the visible marks of a bird; kinds: mark name -> kind."""
    return tuple(name for name in SPECIES if all(table()[name][mark].kind == kinds[mark] for mark in visible))


def most_similar(species: str) -> str:
    """The species that shares the most marks with this one."""
    own = species_named(species)
    return min((name for name in SPECIES if name != own), key=lambda name: len(separating_marks(own, name)))


@cache
def _raw() -> Mapping[str, Mapping[str, object]]:
    return tomllib.loads(files("stimuli.gulls").joinpath("species.toml").read_text(encoding="utf-8"))


def _named(name: str, known: tuple[str, ...], what: str) -> str:
    found = {_plain(candidate): candidate for candidate in known}.get(_plain(name).removesuffix("gull"))
    if found is None:
        raise StimuliError(f"no {what} '{name}'; known: {', '.join(known)}")
    return found


def _plain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def _mark(raw: object) -> Mark:
    if not isinstance(raw, dict):
        raise StimuliError(f"species.toml: a mark is a table, not {raw!r}")
    second = _colour(raw["second"]) if "second" in raw else None
    return Mark(str(raw["kind"]), str(raw["words"]), _colour(raw["clear"]), _colour(raw["real"]), second)


def _colour(raw: object) -> Colour:
    if not isinstance(raw, list) or len(raw) != 3:
        raise StimuliError(f"species.toml: a colour is three numbers 0-255, not {raw!r}")
    red, green, blue = (float(value) / 255 for value in raw)
    return red, green, blue
