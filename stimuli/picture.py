"""One picture of a stimulus set before it is opened, and what opening it gives.  No torch here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from stimuli.images import Pixels

BESIDE = frozenset({"corner_mark"})  # masks of what is in a picture and no part of its object


@dataclass(frozen=True, eq=False)
class OpenPicture:
    """pixels: (H, W, 3).  masks: part → (H, W), where the truth is known.  attributes: plain values."""

    pixels: Pixels
    source_sha256: str
    masks: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)
    attributes: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Picture:
    """name: unique in the set.  origin: plain values that settle its pixels.  open: reads or renders it.

    is_rendered: opening it cannot fail, as it can for a file.
    """

    name: str
    label: str
    split: str | None
    origin: Mapping[str, object]
    open: Callable[[], OpenPicture]
    is_rendered: bool = False
