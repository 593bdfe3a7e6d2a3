import numpy as np
import pytest

from stimuli.explanation import Heatmap
from stimuli.overlay import outlined, spotlit
from stimuli.renderers.heatmap import draw, legend
from stimuli.style import PictureStyle

RED = np.full((40, 60, 3), (200, 40, 40), dtype=np.uint8)
SPOTLIGHT = PictureStyle(look="spotlight")


def test_a_spotlight_keeps_colours_where_the_map_is_strong_and_greys_and_darkens_where_it_is_weak() -> None:
    """0.2126 · 200 + 0.7874 · 40 = 74.0 is the grey of this red; 0.6 of it is left."""
    strengths = np.ones((40, 60), dtype=np.float32)
    strengths[:, 30:] = 0
    lit = spotlit(RED, strengths, shade=0.4)
    assert lit[0, 0].tolist() == [200, 40, 40]
    assert lit[0, 59].tolist() == [44, 44, 44]


def test_a_heat_map_can_be_drawn_as_a_spotlight() -> None:
    (drawing,) = draw(Heatmap(np.array([[1, 1, 0, 0]], dtype=np.float32)), RED, SPOTLIGHT)
    assert drawing.pixels[20, 3].tolist() == [200, 40, 40]
    assert drawing.pixels[20, 57].tolist() == [56, 56, 56]
    assert drawing.alt != draw(Heatmap(np.ones((1, 1), dtype=np.float32)), RED, PictureStyle())[0].alt


def test_its_legend_is_another_than_that_of_a_colour_scale() -> None:
    assert (legend(SPOTLIGHT).pixels != legend(PictureStyle()).pixels).any()
    assert legend(SPOTLIGHT).alt != legend(PictureStyle()).alt


def step(side: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """A map that is 0.8 on the left half, 0.1 on the right."""
    values = np.full((side, side), 0.1, dtype=np.float32)
    values[:, : side // 2] = 0.8
    return values


@pytest.mark.parametrize("side", [14, 28, 224])
def test_the_outline_runs_where_the_map_falls_below_half_of_its_maximum(side: int) -> None:
    """Of the step from 0.8 to 0.1, which is drawn in the picture's middle."""
    white = np.full((448, 448, 3), 255, dtype=np.uint8)
    drawn = outlined(white, step(side), "#0072B2")
    columns = np.flatnonzero((drawn == (0, 114, 178)).all(-1).any(0))
    assert 216 <= columns.min() <= columns.max() <= 231
    assert 1 <= len(columns) <= 3


def test_single_pixels_of_a_fine_map_are_not_outlined() -> None:
    values = step(224)
    values[::8, 1::8] = 0
    white = np.full((448, 448, 3), 255, dtype=np.uint8)
    assert np.flatnonzero((outlined(white, values, "#0072B2") == (0, 114, 178)).all(-1).any(0)).min() > 200


@pytest.mark.parametrize("level", [0.0, 0.5])
def test_a_flat_map_has_no_outline(level: float) -> None:
    assert (outlined(RED, np.full((7, 7), level, dtype=np.float32), "#0072B2") == RED).all()


@pytest.mark.parametrize("ground", [0, 128, 255])
@pytest.mark.parametrize("colour", ["#FFFFFF", "#000000", "#0072B2", "#F0E442"])
def test_an_outline_shows_on_any_ground(ground: int, colour: str) -> None:
    plain = np.full((224, 224, 3), ground, dtype=np.uint8)
    drawn = outlined(plain, step(28), colour)
    assert np.abs(drawn.astype(int) - ground).max() > 100
