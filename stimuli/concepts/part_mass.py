"""Where the maps of concepts lie on rendered gulls: their mass on each part beside the part's area."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stimuli.explanation import Concepts, Heatmap
from stimuli.images import Preprocessing
from stimuli.map_measures import places


@dataclass(frozen=True, eq=False)
class ConceptMap:
    """The heat map of one concept of the class on one picture.

    masks: part name -> (H, W), what can be seen of it, in the picture as it was before any resizing.
    """

    concept: int
    heatmap: Heatmap
    masks: Mapping[str, NDArray[np.bool_]]


def concept_maps(
    explained: Concepts, masks: Mapping[str, NDArray[np.bool_]], hidden: Collection[str] = ()
) -> Iterator[ConceptMap]:
    """The maps of the concepts shown for one picture; hidden: parts to leave out, as a bird's `hidden_marks`."""
    open_parts = {part: mask for part, mask in masks.items() if part not in hidden}
    for place, concept in enumerate(explained.shown.tolist()):
        yield ConceptMap(concept, explained.heatmap(place), open_parts)


def densities(
    maps: Iterable[ConceptMap], parts: Sequence[str], n_concepts: int, preprocessing: Preprocessing
) -> NDArray[np.float64]:
    """(n_concepts, n_parts): the share of a concept's maps on the part divided by the part's share of the picture.

    Shares are summed over the pictures that show the part before they are divided, so that a part of a few pixels does
    not decide.  1 is chance; no number (nan) where no map that is not flat meets the part.
    """
    mass, area = np.zeros((n_concepts, len(parts))), np.zeros((n_concepts, len(parts)))
    for one in maps:
        if one.heatmap.is_flat:
            continue
        lies = places(one.heatmap, one.masks, preprocessing, seed=0)
        for n, part in enumerate(parts):
            mass[one.concept, n] += lies.get(f"mass.{part}", 0.0)
            area[one.concept, n] += lies.get(f"area.{part}", 0.0)
    return np.divide(mass, area, out=np.full_like(mass, np.nan), where=area > 0)
