"""Draws the concepts of a picture as tiles, one each, and the key that says what frames, light and signs mean."""

import numpy as np

from stimuli.concept_style import ConceptStyle
from stimuli.concept_tile import concept_tile, framed
from stimuli.explanation import Concepts
from stimuli.images import Pixels
from stimuli.legend_lines import INK, MARGIN, SIGN, WORDS_PT, LinedKey
from stimuli.overlay import over
from stimuli.paper import Paper
from stimuli.renderer import Drawing, Renderer
from stimuli.style import PictureStyle

LEGEND_ALT = "Key to the framed pictures: "
KEY_HEIGHT, WORDS_FROM = 0.84, 1.12  # in inches
NO_COLOUR = "#8a8a8a"


def draw(found: Concepts, shown: Pixels, style: PictureStyle) -> tuple[Drawing, ...]:
    """A tile for each concept that is worth showing, in order; where there is none, the picture unlit."""
    if not found.shown.size:
        return (_nothing(shown, style),)
    return tuple(_tile(found, place, shown, style) for place in range(found.shown.size))


def _tile(found: Concepts, place: int, shown: Pixels, style: PictureStyle) -> Drawing:
    concepts, concept = style.concepts, int(found.shown[place])
    share, number = float(found.shares[concept]), concepts.number(concept, place)
    pixels = concept_tile(found.maps[place], shown, style, colour=concepts.colour(number), share=share)
    return Drawing(pixels, concepts.alt, concepts.caption_of(number, share))


def part(found: Concepts, shown: Pixels, style: PictureStyle, concept: int) -> Pixels | None:
    """The tile of one concept at full light; None where the concept is not among those shown."""
    places = np.flatnonzero(found.shown == concept)
    if not places.size:
        return None
    colour = style.concepts.colour(style.concepts.number(concept, int(places[0])))
    return concept_tile(found.maps[places[0]], shown, style, colour=colour, share=1.0)


def heading(style: PictureStyle, concept: int, place: int) -> tuple[str, str]:
    """A concept's name and colour."""
    number = style.concepts.number(concept, place)
    return style.concepts.name(number), style.concepts.colour(number)


def _nothing(shown: Pixels, style: PictureStyle) -> Drawing:
    unlit = over(shown, np.zeros((1, 1), dtype=np.float32), style, style.concepts.look)
    return Drawing(framed(unlit, NO_COLOUR, style.concepts.frame_px), style.concepts.alt, style.concepts.nothing)


def legend(style: PictureStyle) -> Drawing:
    """Three lines: frames, light, signs; a line without words is left out."""
    concepts = style.concepts
    told = {one: words for one in ("frames", "brightness", "signs") if (words := getattr(concepts, one))}
    return Drawing(KEY.pixels(told, concepts), LEGEND_ALT + "; ".join(told.values()))


def _frames(paper: Paper, middle: float, concepts: ConceptStyle) -> None:
    for n in range(4):
        left = MARGIN + n * (SIGN + 0.08)
        paper.fill(concepts.colour(n), left, middle - SIGN / 2, SIGN, SIGN)
        paper.fill("#FFFFFF", left + 0.035, middle - SIGN / 2 + 0.035, SIGN - 0.07, SIGN - 0.07)


def _light(paper: Paper, middle: float, concepts: ConceptStyle) -> None:
    for n in range(4):
        grey = f"{0.82 * concepts.light(1 - n / 3):.3f}"
        paper.fill(grey, MARGIN + n * (SIGN + 0.08), middle - SIGN / 2, SIGN, SIGN)


def _plus_and_minus(paper: Paper, middle: float, _: ConceptStyle) -> None:
    for n, sign in enumerate("+−"):
        left = MARGIN + n * (SIGN + 0.08) + SIGN / 2
        paper.write(sign, left, middle, 1.3 * WORDS_PT, va="center_baseline", ha="center", color=INK, weight="bold")


KEY = LinedKey(KEY_HEIGHT, WORDS_FROM, {"frames": _frames, "brightness": _light, "signs": _plus_and_minus})
RENDERER = Renderer(draws=Concepts, draw=draw, legend=legend, part=part, heading=heading)
