"""What every renderer promises; a new file in stimuli/renderers needs examples of its kind here."""

import numpy as np
import pytest

from stimuli import methods, renderers
from stimuli.explanation import Concepts, Explanation, Heatmap
from stimuli.renderer import Drawing
from stimuli.style import PictureStyle
from tests.stimuli.attention_graphs.invented import EMPTY, TWO_ROOTS

every_renderer = pytest.mark.parametrize("kind", renderers.names())
SHOWN = np.random.default_rng(4).integers(0, 255, (40, 60, 3), dtype=np.uint8)
MAP = np.linspace(0, 1, 12, dtype=np.float32).reshape(3, 4)
EXAMPLES: dict[str, tuple[Explanation, ...]] = {
    "attention_graph": (TWO_ROOTS, EMPTY),
    "heatmap": (Heatmap(MAP), Heatmap.flat(4, ())),
    "concepts": (
        Concepts(np.array([2, -1], np.float32), np.array([0, 1]), np.stack([MAP, 0 * MAP]), 0.5, 1.5),
        Concepts(np.array([-1], np.float32), np.zeros(0, np.int64), np.zeros((0, 3, 4), np.float32), 0.5, -0.5),
    ),
}


def drawn(kind: str) -> list[tuple[Drawing, ...]]:
    return [renderers.load(kind).draw(one, SHOWN, PictureStyle()) for one in EXAMPLES[kind]]


@every_renderer
def test_it_draws_the_kind_that_its_file_is_named_after(kind: str) -> None:
    assert renderers.load(kind).draws.kind == kind


@every_renderer
def test_its_legend_is_a_picture_with_words_for_a_screen_reader(kind: str) -> None:
    legend = renderers.load(kind).legend(PictureStyle())
    assert legend.pixels.dtype == np.uint8
    assert legend.pixels.ndim == 3
    assert legend.alt


@every_renderer
def test_every_explanation_of_the_kind_is_drawn_as_one_picture_at_least(kind: str) -> None:
    assert all(drawn(kind))
    for one in (drawing for drawings in drawn(kind) for drawing in drawings):
        assert one.pixels.dtype == np.uint8
        assert min(np.subtract(one.pixels.shape, SHOWN.shape)) == 0  # as large, or larger by a frame


@every_renderer
def test_the_same_explanation_is_drawn_alike_every_time(kind: str) -> None:
    for first, second in zip(drawn(kind), drawn(kind), strict=True):
        assert all((one.pixels == other.pixels).all() for one, other in zip(first, second, strict=True))


@every_renderer
def test_the_words_for_a_screen_reader_are_the_same_whatever_the_numbers_are(kind: str) -> None:
    (alt,) = {drawing.alt for drawings in drawn(kind) for drawing in drawings}
    assert alt


def test_every_method_makes_what_a_renderer_draws() -> None:
    assert {methods.load(name).makes.kind for name in methods.names()} <= set(renderers.names())
