"""Whether concept tiles give the class away to somebody who does not look at the maps on them.  numpy only.

What is seen beside the maps: how many tiles there are, whose colour stands at which place, and how much each counts, by
the tile's brightness or its caption.  A class whose tiles are mostly three, say, could be told by counting.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from stimuli.concept_style import ConceptStyle
from stimuli.explanation import Concepts, Explanation
from stimuli.guessing import ABSENT, Codes, guess
from stimuli.manifest import Leak

DECIMALS = 4
BINS = 4  # of a weight: below a quarter, a half, three quarters of those at its place, or above
NUMBER, COLOURS, WEIGHTS = "number", "colours", "weights"


@dataclass(frozen=True)
class Seen:
    """What the style of drawing lets be seen: which concept a tile is, and its weight.  Their number is always seen."""

    colours: bool = True
    weights: bool = True

    @classmethod
    def under(cls, style: ConceptStyle) -> Self:
        """What that style shows, by frames, outlines, light and captions."""
        tells_name = style.caption_of(0, 1.0) != style.caption_of(1, 1.0)
        tells_share = style.caption_of(0, 0.1) != style.caption_of(0, 0.9)
        coloured = style.frame_px > 0 or style.look == "spotlight"
        return cls(style.colour_by == "concept" and (coloured or tells_name), style.faintest < 1 or tells_share)


def leaks(
    explained: Mapping[str, Sequence[Explanation]], labels: Sequence[str], styles: Mapping[str, ConceptStyle]
) -> dict[str, Leak]:
    """The leak of each explanation, by its name, that is a set of concepts.

    labels: of the images, in their order.  styles: how each explanation is drawn, by its name.
    """
    found = {}
    for name, ones in explained.items():
        concepts = [one for one in ones if isinstance(one, Concepts)]
        told = leak(concepts, labels, Seen.under(styles[name])) if concepts else None
        if told is not None:
            found[name] = told
    return found


def leak(explained: Sequence[Concepts], labels: Sequence[str], seen: Seen, seed: int = 0) -> Leak | None:
    """How well the class can be told by what is seen beside the maps; None where there are fewer than two classes.

    labels: the true class of each explanation's image.
    """
    classes, numbered = np.unique(np.array(labels), return_inverse=True)
    if len(classes) < 2:
        return None
    found = features(explained, seen)
    told = guess([one for ones in found.values() for one in ones], numbered.astype(np.int64), seed)
    return Leak(
        accuracy=round(told.accuracy, DECIMALS),
        chance=round(told.chance, DECIMALS),
        p=round(told.p, DECIMALS),
        n=len(labels),
        seen=tuple(name for name, ones in found.items() if ones),
    )


def features(explained: Sequence[Concepts], seen: Seen) -> dict[str, list[Codes]]:
    """What is seen, as (N,) whole numbers each, ABSENT where there is no such tile; without what is always the same.

    number: of tiles.  colours: the concept at each place.  weights: at each place, by quarters of the set's own.
    """
    n_places = max((one.shown.size for one in explained), default=0)
    found = {NUMBER: [np.array([one.shown.size for one in explained], dtype=np.int64)]}
    if seen.colours:
        found[COLOURS] = [_concepts(explained, place) for place in range(n_places)]
    if seen.weights:
        found[WEIGHTS] = [_weights(explained, place) for place in range(n_places)]
    return {name: [one for one in ones if len(set(one[one != ABSENT].tolist())) > 1] for name, ones in found.items()}


def _concepts(explained: Sequence[Concepts], place: int) -> Codes:
    shown = [int(one.shown[place]) if place < one.shown.size else ABSENT for one in explained]
    return np.array(shown, dtype=np.int64)


def _weights(explained: Sequence[Concepts], place: int) -> Codes:
    there = np.array([place < one.shown.size for one in explained])
    sizes = np.array([abs(float(one.shares[one.shown[place]])) for one in explained if place < one.shown.size])
    bounds = np.unique(np.quantile(sizes, np.arange(1, BINS) / BINS))
    binned = np.full(len(explained), ABSENT, dtype=np.int64)
    binned[there] = np.searchsorted(bounds, sizes, side="right")
    return binned
