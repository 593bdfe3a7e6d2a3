"""What every renderer promises; a new file in stimuli/renderers is covered without an edit here."""

import numpy as np
import pytest

from stimuli import methods, renderers
from stimuli.style import PictureStyle

every_renderer = pytest.mark.parametrize("kind", renderers.names())


@every_renderer
def test_it_draws_the_kind_that_its_file_is_named_after(kind: str) -> None:
    assert renderers.load(kind).draws.kind == kind


@every_renderer
def test_its_legend_is_a_picture_with_words_for_a_screen_reader(kind: str) -> None:
    legend = renderers.load(kind).legend(PictureStyle())
    assert legend.pixels.dtype == np.uint8
    assert legend.pixels.ndim == 3
    assert legend.alt


def test_every_method_makes_what_a_renderer_draws() -> None:
    assert {methods.load(name).makes.kind for name in methods.names()} <= set(renderers.names())
