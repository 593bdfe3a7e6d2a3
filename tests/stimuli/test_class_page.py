import numpy as np
import pytest

from stimuli.class_page import Row, class_page
from stimuli.images import Pixels
from stimuli.style import PictureStyle

BLUE, ORANGE = "#0072B2", "#E69F00"


def tile(red: int, height: int = 64, width: int = 64) -> Pixels:
    return np.full((height, width, 3), (red, 0, 0), dtype=np.uint8)


def share_of(page: Pixels, colour: tuple[int, int, int]) -> float:
    return float((np.abs(page.astype(int) - colour).max(-1) <= 1).mean())


def test_every_tile_is_on_the_page_in_its_place() -> None:
    rows = [Row("A", BLUE, (tile(200), tile(150))), Row("B", ORANGE, (tile(100), tile(50)))]
    page = class_page(rows, PictureStyle()).pixels
    where = {red: np.argwhere((page == (red, 0, 0)).all(-1)).mean(0) for red in (200, 150, 100, 50)}
    assert where[200][0] == where[150][0] < where[100][0] == where[50][0]
    assert where[200][1] == where[100][1] < where[150][1] == where[50][1]


def test_a_concept_s_name_stands_on_its_colour() -> None:
    page = class_page([Row("A", BLUE, (tile(200),)), Row("B", ORANGE, (tile(200),))], PictureStyle()).pixels
    assert share_of(page, (0, 114, 178)) > 0.05
    assert share_of(page, (230, 159, 0)) > 0.05


def test_an_explanation_without_parts_is_a_row_without_a_name() -> None:
    page = class_page([Row("", BLUE, (tile(200), tile(100)))], PictureStyle()).pixels
    assert share_of(page, (0, 114, 178)) == 0
    assert page.shape[1] < class_page([Row("A", BLUE, (tile(200), tile(100)))], PictureStyle()).pixels.shape[1]


@pytest.mark.parametrize("n_rows", [1, 8])
@pytest.mark.parametrize("n_tiles", [1, 8])
def test_it_grows_with_rows_and_tiles(n_rows: int, n_tiles: int) -> None:
    page = class_page([Row("A", BLUE, (tile(200),) * n_tiles)] * n_rows, PictureStyle()).pixels
    assert n_rows * 224 < page.shape[0] < n_rows * 260
    assert n_tiles * 224 < page.shape[1] < n_tiles * 240 + 130


def test_pictures_keep_their_shape() -> None:
    page = class_page([Row("", BLUE, (tile(200, height=50, width=100),))], PictureStyle()).pixels
    down, across = np.ptp(np.argwhere((page == (200, 0, 0)).all(-1)), axis=0) + 1
    assert across == pytest.approx(2 * down, abs=3)


@pytest.mark.parametrize("name", ["yellow bill with a red spot, and pink legs, " * 5, "unbreakable" * 30, "嘴是黄色的"])
def test_no_name_is_too_long_or_too_strange(name: str) -> None:
    pages = [class_page([Row(one, BLUE, (tile(200),))], PictureStyle()) for one in (name, "two words")]
    assert pages[0].pixels.shape == pages[1].pixels.shape


def test_a_screen_reader_says_what_the_recipe_says() -> None:
    page = class_page([Row("A", BLUE, (tile(200),))], PictureStyle(class_page_alt="A page of tiles"))
    assert page.alt == "A page of tiles"
