"""Draws a heatmap over its picture, and the legend that says what the colours mean."""

import numpy as np

from stimuli.explanation import Heatmap
from stimuli.images import Pixels
from stimuli.overlay import Floats, colours, outlined, over, spotlit, strengthened
from stimuli.paper import Paper
from stimuli.renderer import Drawing, Renderer
from stimuli.style import PictureStyle

ALT = "The same picture with a map over it: the brighter a place, the more it mattered to the computer"
LIT_ALT = "The same picture, grey and dark except where it mattered to the computer"
LEGEND_ALT = "Colour scale of the map, from dark: mattered little, to bright: mattered much"
LIT_LEGEND_ALT = "Scale of the map, from grey and dark: mattered little, to coloured: mattered much"
OUTLINE = "#FFFFFF"
# The legend, in inches.
WIDTH, HEIGHT, DPI = 4.8, 0.84, 100
LEFT, STRIP_TOP, STRIP, WORDS_AT, WORDS_PT = 0.19, 0.12, 0.3, 0.7, 10


def draw(heatmap: Heatmap, shown: Pixels, style: PictureStyle) -> tuple[Drawing, ...]:
    """One picture: the map in colour over the image, denser where it is stronger; or the image lit where it is."""
    pixels = over(shown, heatmap.values, style, style.look)
    if style.look == "overlay":
        return (Drawing(pixels, ALT),)
    return (Drawing(outlined(pixels, strengthened(heatmap.values, style.full), OUTLINE), LIT_ALT),)


def legend(style: PictureStyle) -> Drawing:
    """The scale with words at its ends."""
    paper = Paper(WIDTH, HEIGHT)
    paper.show(_strip(style), LEFT, STRIP_TOP, WIDTH - 2 * LEFT, STRIP)
    paper.write("mattered little", LEFT, WORDS_AT, WORDS_PT, va="baseline")
    paper.write("mattered much", WIDTH - LEFT, WORDS_AT, WORDS_PT, va="baseline", ha="right")
    return Drawing(paper.pixels(DPI), LEGEND_ALT if style.look == "overlay" else LIT_LEGEND_ALT)


def _strip(style: PictureStyle) -> Pixels:
    """From little to much; where the picture's own colours are lit, they stand for themselves in three of them."""
    ramp: Floats = np.linspace(0, 1, 442, dtype=np.float32)[None]
    if style.look == "overlay":
        return (255 * colours(ramp, style.colour_map)).round().astype(np.uint8)
    sample = np.array([[[86, 156, 204]], [[240, 196, 84]], [[120, 168, 96]]], dtype=np.uint8)
    return spotlit(np.repeat(sample, ramp.size, axis=1), np.repeat(ramp, 3, axis=0), style.shade)


RENDERER = Renderer(draws=Heatmap, draw=draw, legend=legend)
