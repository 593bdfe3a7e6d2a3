"""What stands in a concept book: all that is known of every class's explanation network, as frozen values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from stimuli.concept_style import ConceptStyle
from stimuli.concepts.module import ConceptModule
from stimuli.concepts.part_alignment import Alignment
from stimuli.images import Pixels


@dataclass(frozen=True, eq=False)
class Example:
    """One image in which a concept adds much or little.

    contribution: in logits.  picture: (H, W, 3).  tile: the picture with the concept's map; None: there is no map.
    """

    image: str
    contribution: float
    picture: Pixels
    tile: Pixels | None = None


@dataclass(frozen=True, eq=False)
class Examples:
    """The images of the class in which a concept adds most, the largest first, and least, the smallest first."""

    top: tuple[Example, ...] = ()
    bottom: tuple[Example, ...] = ()


@dataclass(frozen=True, eq=False)
class Chapter:
    """One class.

    refusal: why its module is not shown to people; None where it may be.  examples, n_shown: one per concept;
    n_shown: of how many of the module's images the concept is among those shown.  alignment: None where the marks
    cannot be changed, as on photographs.  locality, part_locality: one per concept, mean over its maps on the top
    images, None where it has none or no parts are known; empty: not measured.
    """

    module: ConceptModule
    refusal: str | None
    examples: tuple[Examples, ...]
    n_shown: tuple[int, ...]
    alignment: Alignment | None = None
    locality: tuple[float | None, ...] = ()
    part_locality: tuple[float | None, ...] = ()

    def __post_init__(self) -> None:
        n, name = self.module.n_concepts, self.module.class_name
        if len(self.examples) != n or len(self.n_shown) != n:
            raise ValueError(f"{name}: {n} concepts, but {len(self.examples)} examples and {len(self.n_shown)} n_shown")
        if self.alignment is not None and self.alignment.n_concepts != n:
            raise ValueError(f"{name}: {n} concepts, but an alignment of {self.alignment.n_concepts}")

    @property
    def said(self) -> NDArray[np.float64]:
        """(N,): the class's score in every image, as the module gives it, in logits."""
        return np.asarray(self.module.contributions.sum(1) + self.module.bias, dtype=np.float64)

    @property
    def positive_shares(self) -> NDArray[np.float64]:
        """(n,): of all that is added to the score over the learning images, each concept's share; 0 of nothing."""
        learnt = self.module.contributions[~self.module.held_out]
        added = learnt.clip(min=0).sum(0, dtype=np.float64)
        return np.asarray(added / added.sum() if added.sum() > 0 else added, dtype=np.float64)


@dataclass(frozen=True, eq=False)
class Book:
    """A study's concepts.

    classifier: which one, in words.  layer: what the modules read, in words.  parameters: the method's options.
    facts: whatever else is known of the fit, name → words, such as its date or the version of the code.
    style: letters and colours of the concepts, as participants see them.
    """

    study: str
    classifier: str
    layer: str
    parameters: Mapping[str, object]
    facts: Mapping[str, str]
    chapters: tuple[Chapter, ...]
    style: ConceptStyle = field(default_factory=ConceptStyle)
