"""An explanation of several pictures takes the room of one, whatever their number."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FloatRect

from tests.browser.site import DESKTOP, LANDSCAPE, Site, Visitor, serving, short_study, visitor
from tests.builders import give_tiles, write_stimulus_set

pytestmark = pytest.mark.browser

UPRIGHT = (768, 1024)
COUNTS = (1, 2, 4, 5, 8)
NEEDED = "[document.scrollingElement.scrollWidth, document.scrollingElement.scrollHeight]"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server with the heat map's arm of the gull study, and the same with so many tiles: gulls-1, gulls-2, …"""
    instance = tmp_path_factory.mktemp("instance")
    plain = short_study(tmp_path_factory.mktemp("studies"), "heatmap")
    write_stimulus_set(instance / "stimuli" / plain.name)
    tiled = [_tiled(tmp_path_factory.mktemp("studies"), instance / "stimuli", n) for n in COUNTS]
    with serving(instance, tuple(map(str, (plain, *tiled))), instance / "stimuli") as site:
        yield site


def _tiled(folder: Path, stimuli: Path, n_tiles: int) -> Path:
    study = short_study(folder, "heatmap").rename(folder / f"gulls-{n_tiles}")
    definition = study / "study.toml"
    definition.write_text(definition.read_text().replace('name = "gulls-heatmap"', f'name = "{study.name}"'))
    made = write_stimulus_set(stimuli / study.name)
    give_tiles(stimuli / study.name, made, "heatmap", n_tiles)
    return study


def places(guest: Visitor) -> list[FloatRect | None]:
    """Where everything is but the tiles themselves; the caption may be longer."""
    parts = (".figure img", ".figure__mat >> nth=1", ".figure__legend", ".controls .button")
    return [guest.page.locator(part).first.bounding_box() for part in parts]


@pytest.mark.parametrize(
    "size",
    [*(pytest.param(size, marks=pytest.mark.slow) for size in (DESKTOP, LANDSCAPE)), UPRIGHT],
    ids=["desktop", "tablet", "upright tablet"],
)
def test_tiles_take_the_room_of_one_picture_and_need_no_scrolling(
    chromium: Browser, site: Site, size: tuple[int, int]
) -> None:
    with visitor(chromium, site, size) as guest:
        guest.to_feedback("gulls-heatmap")
        guest.wait_until_shown()
        expected = places(guest)
    for n_tiles in COUNTS:
        with visitor(chromium, site, size) as guest:
            guest.to_feedback(f"gulls-{n_tiles}")
            guest.wait_until_shown()
            assert places(guest) == expected, n_tiles
            assert guest.page.evaluate(NEEDED) == list(size), n_tiles
            assert guest.page.locator(".figure--explanation .figure__mat img").count() == n_tiles
