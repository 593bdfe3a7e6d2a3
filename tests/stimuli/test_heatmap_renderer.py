import numpy as np
import pytest

from stimuli.explanation import Heatmap
from stimuli.overlay import enlarged, strengthened
from stimuli.renderers.heatmap import draw
from stimuli.style import PictureStyle

GREY = np.full((40, 60, 3), 128, dtype=np.uint8)
LEFT = Heatmap(np.array([[1, 0, 0], [1, 0, 0]], dtype=np.float32))


def test_the_drawing_has_the_size_of_the_picture() -> None:
    (drawing,) = draw(LEFT, GREY, PictureStyle())
    assert drawing.pixels.shape == (40, 60, 3)
    assert drawing.pixels.dtype == np.uint8


def test_the_important_side_is_the_brighter_one() -> None:
    (drawing,) = draw(LEFT, GREY, PictureStyle())
    assert drawing.pixels[:, :15].mean() > drawing.pixels[:, -15:].mean() + 40


def test_more_opacity_hides_more_of_the_picture() -> None:
    faint, strong = (draw(LEFT, GREY, PictureStyle(opacity=opacity))[0].pixels.astype(int) for opacity in (0.2, 0.9))
    assert abs(strong - 128).mean() > 2 * abs(faint - 128).mean()


def test_another_colour_map_gives_another_drawing_of_the_same_map() -> None:
    first, second = (draw(LEFT, GREY, PictureStyle(colour_map=name))[0].pixels for name in ("cividis", "magma"))
    assert (first != second).any()


def test_the_words_for_a_screen_reader_are_the_same_for_every_map() -> None:
    other = Heatmap(np.array([[0, 1]], dtype=np.float32))
    assert draw(LEFT, GREY, PictureStyle())[0].alt == draw(other, GREY, PictureStyle())[0].alt


def test_enlarging_keeps_values_in_bounds() -> None:
    large = enlarged(LEFT.values, 60, 40)
    assert large.shape == (40, 60)
    assert 0 <= large.min() <= large.max() <= 1


def fine(outliers: int) -> Heatmap:
    """224 x 224: the left half at a fifth, some pixels of the upper right corner at 1."""
    values = np.zeros((224, 224), dtype=np.float32)
    values[:, :112] = 0.2
    values[0, 112 : 112 + outliers] = 1
    return Heatmap(values)


def test_a_few_pixels_do_not_make_a_fine_map_invisible() -> None:
    shown = np.full((224, 224, 3), 128, dtype=np.uint8)
    few, none = (draw(fine(n), shown, PictureStyle())[0].pixels[100:, :100].astype(int) for n in (50, 0))
    dull = draw(fine(50), shown, PictureStyle(full=1))[0].pixels[100:, :100].astype(int)
    assert few.mean() > none.mean() + 20
    assert few.mean() > dull.mean() + 20


def test_what_is_next_to_nothing_is_not_drawn_as_much() -> None:
    values = fine(50).values * np.where(fine(50).values < 1, np.float32(0.05), np.float32(1))
    assert strengthened(values, 0.995)[100, 50] == pytest.approx(0.1)


@pytest.mark.parametrize(("cells", "most"), [(7, 0.001), (28, 0.05)])
def test_a_coarse_map_is_drawn_as_it_is(cells: int, most: float) -> None:
    values = np.linspace(0, 0.5, cells * cells, dtype=np.float32).reshape(cells, cells)
    values[2, 3] = 1
    assert np.abs(strengthened(values, 0.995) - values).max() < most


def test_an_order_of_places_is_never_turned_round() -> None:
    values = ((np.arange(224 * 224) / 50175).reshape(224, 224) ** 8).astype(np.float32)
    assert (np.diff(strengthened(values, 0.9).ravel()) >= 0).all()


@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
def test_a_flat_map_is_drawn_at_its_own_strength(level: float) -> None:
    values = np.full((224, 224), level, dtype=np.float32)
    assert (strengthened(values, 0.995) == values).all()
