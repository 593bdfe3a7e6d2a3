"""A map laid over its picture: in the colours of a scale, or as the light of a spot."""

from typing import Literal

import numpy as np
from matplotlib import colormaps
from matplotlib.colors import to_rgb
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageFilter

from stimuli.images import Pixels
from stimuli.style import PictureStyle

Floats = NDArray[np.float32]

FAINTEST = 0.35  # of the opacity: where the map is 0, so that the picture stays readable everywhere
PIXEL_FINE = 224 * 224  # values of a map; of coarser ones, a smaller share is drawn alike
LEAST_FULL = 0.1  # of the largest value, so that what is next to nothing is never drawn as much
LUMINANCE = np.array([0.2126, 0.7152, 0.0722], dtype=np.float32)  # of sRGB's red, green and blue, ITU-R BT.709
REGIONS = 28  # cells across, at most, of the map that is outlined: the line goes round regions, not round single pixels
LINE = 1 / 160  # of the longer side: how wide the line is
FINER = 2  # the outline is drawn that much larger, and made smaller, so that it has no steps
PALE = 0.42  # LUMINANCE from which on black is set off better from a colour than white


def over(shown: Pixels, values: Floats, style: PictureStyle, look: Literal["overlay", "spotlight"]) -> Pixels:
    """The picture with a map of any resolution, (h, w) in [0, 1], over it, in one of both looks; without an outline."""
    height, width = shown.shape[:2]
    strengths = enlarged(strengthened(values, style.full), width, height)
    return spotlit(shown, strengths, style.shade) if look == "spotlight" else coloured(shown, strengths, style)


def coloured(shown: Pixels, strengths: Floats, style: PictureStyle) -> Pixels:
    """The map in the colours of its scale, denser where it is stronger.  strengths: (H, W) in [0, 1]."""
    alpha = style.opacity * (FAINTEST + (1 - FAINTEST) * strengths[..., None])
    return _pixels(shown * (1 - alpha) + 255 * colours(strengths, style.colour_map) * alpha)


def spotlit(shown: Pixels, strengths: Floats, shade: float) -> Pixels:
    """The picture in its own colours where the map is strong, grey and darker where it is weak.

    strengths: (H, W) in [0, 1].  shade: the share of the light that is taken away where the map is 0.
    """
    lit = strengths[..., None]
    grey = (shown @ LUMINANCE)[..., None]
    return _pixels((shown * lit + grey * (1 - lit)) * (1 - shade * (1 - lit)))


def outlined(pixels: Pixels, strengths: Floats, colour: str) -> Pixels:
    """The picture with a thin line round the places where the map has at least half of its maximum.

    strengths: (h, w), the map as it is drawn, at its own resolution; one that is finer than 28 cells across is averaged
    first.  A rim of white or black sets the line off from any ground.  A flat map has no line.
    """
    if strengths.max() == strengths.min():
        return pixels
    height, width = pixels.shape[:2]
    inside, ink = _upper_half(strengths, width, height), np.asarray(to_rgb(colour), dtype=np.float32)
    thin = max(1, round(LINE * max(width, height)))
    for reach, paint in ((thin + FINER, float(ink @ LUMINANCE < PALE)), (thin, ink)):
        alpha = _rim(inside, reach)[..., None]
        pixels = _pixels(pixels * (1 - alpha) + 255 * paint * alpha)
    return pixels


def strengthened(values: Floats, full: float) -> Floats:
    """A map with its highest values alike, so that a few pixels that stand out do not make all others invisible.

    full: the quantile, interpolated, of the values above 0 from which on they are alike; of maps with fewer values than
    224 x 224 the share above it shrinks with their number, so that 28 x 28 cells stay as they are.  The largest value
    stays what it is, so a map is drawn no stronger than it says.
    """
    above = values[values > 0]
    if not above.size:
        return values
    share, largest = (1 - full) * min(1.0, values.size / PIXEL_FINE), float(above.max())
    alike_from = max(float(np.quantile(above, 1 - share)), LEAST_FULL * largest)
    return np.asarray(np.minimum(values * (largest / alike_from), largest), dtype=np.float32)


def enlarged(values: Floats, width_px: int, height_px: int) -> Floats:
    """A map at the picture's size, bilinear as is usual for Grad-CAM."""
    image = Image.fromarray(values).resize((width_px, height_px), Image.Resampling.BILINEAR)
    return np.asarray(image, dtype=np.float32).clip(0, 1)


def colours(values: Floats, colour_map: str) -> Floats:
    """(H, W) in [0, 1] → (H, W, 3) in [0, 1]."""
    return np.asarray(colormaps[colour_map](values)[..., :3], dtype=np.float32)


def _upper_half(strengths: Floats, width_px: int, height_px: int) -> Image.Image:
    """White where the map has at least half of its maximum, at FINER times the picture's size."""
    height, width = strengths.shape
    coarse = Image.fromarray(strengths).resize((min(width, REGIONS), min(height, REGIONS)), Image.Resampling.BILINEAR)
    large = coarse.resize((FINER * width_px, FINER * height_px), Image.Resampling.BICUBIC)
    values = np.asarray(large, dtype=np.float32)
    return Image.fromarray(np.where(values >= np.asarray(coarse).max() / 2, 255, 0).astype(np.uint8))


def _rim(inside: Image.Image, reach_px: int) -> Floats:
    """(H, W) in [0, 1], 1 within that reach, in finer pixels, on either side of the border."""
    wide, narrow = (
        inside.filter(filtering(2 * reach_px + 1)) for filtering in (ImageFilter.MaxFilter, ImageFilter.MinFilter)
    )
    small = ImageChops.difference(wide, narrow).reduce(FINER)
    return np.asarray(small, dtype=np.float32) / np.float32(255)


def _pixels(values: NDArray[np.floating]) -> Pixels:
    return np.asarray(values.round().clip(0, 255), dtype=np.uint8)
