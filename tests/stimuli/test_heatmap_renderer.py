import numpy as np

from stimuli.explanation import Heatmap
from stimuli.renderers.heatmap import draw, enlarged
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
