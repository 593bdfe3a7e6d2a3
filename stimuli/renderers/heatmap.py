"""Draws a heatmap over its picture, and the legend that says what the colours mean."""

import numpy as np
from matplotlib import colormaps
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import NDArray
from PIL import Image

from stimuli.explanation import Heatmap
from stimuli.images import Pixels
from stimuli.renderer import Drawing, Renderer
from stimuli.style import PictureStyle

FAINTEST = 0.35  # of the opacity: where the map is 0, so that the picture stays readable everywhere
ALT = "The same picture with a map over it: the brighter a place, the more it mattered to the computer"
LEGEND_ALT = "Colour scale of the map, from dark: mattered little, to bright: mattered much"
PIXEL_FINE = 224 * 224  # values of a map; of coarser ones, a smaller share is drawn alike
LEAST_FULL = 0.1  # of the largest value, so that what is next to nothing is never drawn as much
LEGEND_PX = (480, 84)


def draw(heatmap: Heatmap, shown: Pixels, style: PictureStyle) -> tuple[Drawing, ...]:
    """One picture: the map in colour over the image, denser where it is stronger."""
    height, width = shown.shape[:2]
    values = enlarged(strengthened(heatmap.values, style.full), width, height)[..., None]
    alpha = style.opacity * (FAINTEST + (1 - FAINTEST) * values)
    mixed = shown * (1 - alpha) + 255 * colours(values[..., 0], style.colour_map) * alpha
    return (Drawing(mixed.round().clip(0, 255).astype(np.uint8), ALT),)


def strengthened(values: NDArray[np.float32], full: float) -> NDArray[np.float32]:
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


def enlarged(values: NDArray[np.float32], width_px: int, height_px: int) -> NDArray[np.float32]:
    """A map at the picture's size, bilinear as is usual for Grad-CAM."""
    image = Image.fromarray(values).resize((width_px, height_px), Image.Resampling.BILINEAR)
    return np.asarray(image, dtype=np.float32).clip(0, 1)


def colours(values: NDArray[np.float32], colour_map: str) -> NDArray[np.float32]:
    """(H, W) in [0, 1] → (H, W, 3) in [0, 1]."""
    return np.asarray(colormaps[colour_map](values)[..., :3], dtype=np.float32)


def legend(style: PictureStyle) -> Drawing:
    """The colour scale with words at its ends."""
    width, height = LEGEND_PX
    figure = Figure(figsize=(width / 100, height / 100), dpi=100, facecolor="white")
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_axes((0.04, 0.5, 0.92, 0.36))
    axes.imshow(np.linspace(0, 1, 256)[None], cmap=style.colour_map, aspect="auto", extent=(0, 1, 0, 1))
    axes.set_axis_off()
    figure.text(0.04, 0.16, "mattered little", ha="left", fontsize=10)
    figure.text(0.96, 0.16, "mattered much", ha="right", fontsize=10)
    canvas.draw()  # type: ignore[no-untyped-call]
    rgba = np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
    return Drawing(rgba[..., :3].copy(), LEGEND_ALT)


RENDERER = Renderer(draws=Heatmap, draw=draw, legend=legend)
