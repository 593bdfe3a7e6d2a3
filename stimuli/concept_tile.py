"""One concept in one picture as a tile: where it is, how much it counts, and its colour round it."""

import numpy as np
from matplotlib.colors import to_rgb
from numpy.typing import NDArray

from stimuli.images import Pixels
from stimuli.overlay import outlined, over, strengthened
from stimuli.style import PictureStyle


def concept_tile(
    values: NDArray[np.float32], shown: Pixels, style: PictureStyle, *, colour: str, share: float = 1.0
) -> Pixels:
    """The picture with the concept's map over it, darker the smaller its share, in a frame that hides nothing of it.

    values: (h, w) in [0, 1], of the whole picture.  colour: as #RRGGBB.  share: in [-1, 1]; its sign is not drawn.
    Frame and outline keep their colour however small the share, so that a concept is known by it.
    """
    concepts = style.concepts
    dimmed = (over(shown, values, style, concepts.look) * concepts.light(share)).round().astype(np.uint8)
    if concepts.look == "spotlight":
        dimmed = outlined(dimmed, strengthened(values, style.full), colour)
    return framed(dimmed, colour, concepts.frame_px)


def framed(pixels: Pixels, colour: str, frame_px: int) -> Pixels:
    """The picture, larger by a frame on all sides."""
    height, width = pixels.shape[:2]
    ink = np.round(255 * np.asarray(to_rgb(colour))).astype(np.uint8)
    whole = np.tile(ink, (height + 2 * frame_px, width + 2 * frame_px, 1))
    whole[frame_px : frame_px + height, frame_px : frame_px + width] = pixels
    return whole
