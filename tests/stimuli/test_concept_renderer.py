import numpy as np
import pytest
from numpy.typing import NDArray

from stimuli.concept_style import ConceptStyle
from stimuli.explanation import Concepts
from stimuli.renderers.concepts import draw, legend
from stimuli.style import PictureStyle

GREY = np.full((40, 60, 3), 200, dtype=np.uint8)
LEFT, RIGHT, FLAT = ([[1.0, 0.0, 0.0, 0.0]], [[0.0, 0.0, 0.0, 1.0]], [[0.0, 0.0, 0.0, 0.0]])
BLUE, ORANGE, GREEN = ([0, 114, 178], [230, 159, 0], [0, 158, 115])
NO_FRAME = ConceptStyle(frame_px=0)


def concepts(contributions: list[float], shown: list[int], maps: list[list[list[float]]]) -> Concepts:
    values = np.array(maps, dtype=np.float32).reshape(len(maps), 1, 4)
    return Concepts(np.array(contributions, dtype=np.float32), np.array(shown, dtype=np.int64), values, 0.0, 0.0)


TWO = concepts([2.0, 0.5, 4.0], [2, 0], [LEFT, RIGHT])


def pixels(found: Concepts, style: ConceptStyle, place: int = 0) -> NDArray[np.int64]:
    return draw(found, GREY, PictureStyle(concepts=style))[place].pixels.astype(int)


def test_there_is_a_tile_for_every_concept_shown_in_order() -> None:
    assert [tile.caption for tile in draw(TWO, GREY, PictureStyle())] == ["C  +1.00", "A  +0.50"]


def test_a_frame_hides_nothing_of_the_picture() -> None:
    assert draw(TWO, GREY, PictureStyle())[0].pixels.shape == (56, 76, 3)


def test_a_concept_has_its_own_colour_wherever_it_stands() -> None:
    turned = concepts([2.0, 0.5, 1.0], [0, 2], [LEFT, RIGHT])
    assert pixels(TWO, ConceptStyle(), 0)[0, 0].tolist() == GREEN
    assert pixels(TWO, ConceptStyle(), 1)[0, 0].tolist() == BLUE
    assert pixels(turned, ConceptStyle(), 0)[0, 0].tolist() == BLUE


def test_colours_and_names_by_order_say_nothing_of_the_concept() -> None:
    style = ConceptStyle(colour_by="order")
    tiles = draw(TWO, GREY, PictureStyle(concepts=style))
    assert [tile.caption for tile in tiles] == ["A  +1.00", "B  +0.50"]
    assert [tile.pixels[0, 0].tolist() for tile in tiles] == [BLUE, ORANGE]


def test_a_tile_is_dimmed_by_its_share() -> None:
    """Half the largest contribution leaves 0.3 + 0.7 / 2 = 0.65 of the light: 200 → 130."""
    assert pixels(TWO, NO_FRAME, 1)[20, 58].tolist() == [130, 130, 130]
    assert pixels(TWO, ConceptStyle(frame_px=0, faintest=1), 1)[20, 58].tolist() == [200, 200, 200]


def test_what_counts_against_is_as_bright_as_what_counts_for_and_has_a_true_minus() -> None:
    tiles = draw(concepts([4.0, -4.0], [0, 1], [LEFT, LEFT]), GREY, PictureStyle(concepts=NO_FRAME))
    assert [tile.caption for tile in tiles] == ["A  +1.00", "B  −1.00"]
    assert tiles[0].pixels[20, 2].tolist() == tiles[1].pixels[20, 2].tolist() == [200, 200, 200]


def test_a_tile_is_lit_where_the_concept_is_and_outlined_in_its_colour() -> None:
    tile = pixels(TWO, NO_FRAME)
    assert (tile[20, 2].mean(), tile[20, 58].mean()) == (200, 150)  # a quarter of the light is taken away
    assert (tile == GREEN).all(-1).any()


def test_a_flat_map_is_the_dimmed_picture_without_an_outline() -> None:
    tile = pixels(concepts([1.0], [0], [FLAT]), NO_FRAME)
    assert (tile == tile[0, 0]).all()


def test_an_overlay_has_the_colours_of_the_scale_and_no_outline() -> None:
    tile = pixels(TWO, ConceptStyle(frame_px=0, look="overlay"))
    assert len(np.unique(tile, axis=0)) == 1
    assert tile[20, 2, 0] > tile[20, 2, 2]  # yellow where the map is strong: more red than blue


def test_an_image_without_any_concept_still_has_one_picture_that_says_so() -> None:
    (tile,) = draw(concepts([-1.0], [], []), GREY, PictureStyle())
    assert tile.caption == "nothing found"
    assert tile.pixels.shape == (56, 76, 3)


def test_the_words_for_a_screen_reader_are_the_same_for_every_concept_and_every_image() -> None:
    other = concepts([1.0, -3.0], [1], [FLAT])
    assert len({tile.alt for found in (TWO, other) for tile in draw(found, GREY, PictureStyle())}) == 1


@pytest.mark.parametrize(("number", "name"), [(7, "H"), (8, "A2"), (17, "B3")])
def test_more_concepts_than_names_have_names_of_their_own(number: int, name: str) -> None:
    assert ConceptStyle().name(number) == name


def test_the_key_says_what_the_recipe_says() -> None:
    style = PictureStyle(concepts=ConceptStyle(frames="a frame each", brightness="", signs="+ for, − against"))
    assert legend(style).alt == "Key to the framed pictures: a frame each; + for, − against"


def test_words_too_long_for_the_key_do_not_make_it_larger() -> None:
    long = PictureStyle(concepts=ConceptStyle(frames="long " * 50))
    assert legend(long).pixels.shape == legend(PictureStyle()).pixels.shape == (168, 960, 3)
