"""Copies of a picture for other screens and browsers: smaller ones, and one that needs no WebP.

Participants see a picture in a square of 448 CSS px at most.  A screen draws that with 448 pixels of its own, or with
1.5, 2 or 3 times as many: those are the sizes, whatever is in the picture, so that arms do not differ in sharpness.
"""

from collections.abc import Iterator
from io import BytesIO

import numpy as np
from PIL import Image

from stimuli.images import Pixels

STEPS_PX = (448, 672, 896, 1344)  # longer side
WORTH_IT = 0.8  # a copy that is hardly smaller than the picture spares nothing
FALLBACK_PX = 896  # longer side, at most
SPEED = 4  # of the WebP encoder, 0 (fast) to 6 (small files)


def webp(pixels: Pixels, quality: int, *, lossless: bool = False) -> bytes:
    """A picture as WebP, without any metadata.  quality: of a lossless one, the work spent on making it small."""
    content = BytesIO()
    Image.fromarray(pixels).save(content, "WEBP", quality=quality, method=SPEED, lossless=lossless)
    return content.getvalue()


def jpeg(pixels: Pixels, quality: int) -> bytes:
    """A picture as JPEG with its colours in full resolution, without any metadata."""
    content = BytesIO()
    Image.fromarray(pixels).save(content, "JPEG", quality=quality, subsampling=0)
    return content.getvalue()


def smaller(pixels: Pixels) -> Iterator[Pixels]:
    """The picture in every size that is worth it, smallest first."""
    for side in STEPS_PX:
        if side <= WORTH_IT * max(pixels.shape[:2]):
            yield shrunk(pixels, side)


def shrunk(pixels: Pixels, longer_side_px: int) -> Pixels:
    """The picture with that longer side (Lanczos); as it is where it has no more pixels."""
    height, width = pixels.shape[:2]
    longest = max(height, width)
    if longest <= longer_side_px:
        return pixels
    size = (_scaled(width, longer_side_px, longest), _scaled(height, longer_side_px, longest))
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS))


def _scaled(length: int, to: int, of: int) -> int:
    """Rounded up: a browser that wants at least so many pixels must not take the next size for a fraction of one."""
    return -(-length * to // of)
