"""Which copy of a picture the browser loads: the one that its screen needs, the same for all pictures of a page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from stimuli.assets import write_asset
from stimuli.manifest import Asset
from study_app.study.controls import Choice, Choose
from study_app.study.page import Figure, Page, Prompt
from tests.browser.control_pages import Sheets, drawn
from tests.browser.site import DESKTOP, UPRIGHT, Site, Visitor, visitor
from tests.pictures_in_sizes import large_asset, photograph

pytestmark = [pytest.mark.slow, pytest.mark.browser]

SHAPES = {"square": (1800, 1800), "landscape": (1800, 1350), "upright": (1200, 1800), "small": (224, 224)}
CONTROL = Choose("Which bird?", (Choice("a", "Auk", "1"), Choice("b", "Coot", "2")))
WIDE, HUGE, PHONE = (2560, 1440), (3840, 2160), (390, 844)
EXPECTED = [  # longer side of what is loaded, for a picture with more pixels
    (DESKTOP, 1, 448),
    (DESKTOP, 1.5, 672),
    (DESKTOP, 2, 896),
    (DESKTOP, 3, 1344),
    (UPRIGHT, 1, 448),
    (UPRIGHT, 2, 896),
    (WIDE, 1, 672),
    (WIDE, 2, 1344),
    (HUGE, 1, 672),
    (PHONE, 3, 1344),
]
LOADED = """Promise.all([...document.querySelectorAll(".figure img")].map(async (image) => {
  await image.decode();
  return image.currentSrc;
}))"""


@pytest.fixture(scope="module")
def assets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Asset, Asset]]:
    """Two pictures of every shape, and the folder that they lie in."""
    folder = tmp_path_factory.mktemp("pictures")
    made = {name: [large_asset(folder, *shape, seed) for seed in (1, 2)] for name, shape in SHAPES.items()}
    return {name: (folder, first, second) for name, (first, second) in made.items()}


@pytest.fixture(scope="module")
def server(assets: dict[str, tuple[Path, Asset, Asset]]) -> Iterator[Site]:
    pages = {}
    for name, (_, stimulus, explanation) in assets.items():
        shown = (Figure(stimulus), Figure(explanation, "Why", role="explanation"))
        pages[name] = Page(Prompt("Picture 3", figures=shown), CONTROL, timed=True)
        pages[f"{name} alone"] = Page(Prompt("Picture 3", figures=shown[:1]), CONTROL, timed=True)
    folder = assets["square"][0]
    sheet = write_asset(photograph(1000, 1200), "Auks", 80, folder, sized=False)
    pages["examples"] = Page(Prompt("Auks", figures=(Figure(sheet, role="page"),)), CONTROL)
    with drawn(folder, Sheets(pages)) as site:
        yield site


def loaded(guest: Visitor, page: str) -> list[str]:
    """The names of the files that the pictures of that page show, in order."""
    guest.page.goto(f"{guest.site.url}/page/{page}")
    addresses: list[str] = guest.page.evaluate(LOADED)
    return [address.rpartition("/")[2] for address in addresses]


def requested(guest: Visitor) -> list[str]:
    return sorted(request.rpartition("/")[2] for request in guest.requests if "/assets/" in request)


def longer_sides(asset: Asset) -> dict[str, int]:
    return {file.file_name: max(file.width_px, file.height_px) for file in asset.files}


@pytest.mark.parametrize(("size", "ratio", "expected"), EXPECTED)
def test_the_browser_loads_what_its_screen_needs_of_both_pictures_and_no_more_where_there_is_but_one(
    chromium: Browser,
    server: Site,
    assets: dict[str, tuple[Path, Asset, Asset]],
    size: tuple[int, int],
    ratio: float,
    expected: int,
) -> None:
    """That no picture is drawn larger than it is holds what the template says of the sizes to the style sheet."""
    for shape, pixels in SHAPES.items():
        _, stimulus, explanation = assets[shape]
        with visitor(chromium, server, size, ratio=ratio) as guest:
            first, second = loaded(guest, shape)
            assert longer_sides(stimulus)[first] == longer_sides(explanation)[second] == min(expected, max(pixels))
            assert requested(guest) == sorted([first, second])  # neither another copy nor the fallback
            drawn_px = [ratio * side_of_square(guest)]
            assert loaded(guest, f"{shape} alone") == [first]
            drawn_px.append(ratio * side_of_square(guest))
            assert longer_sides(stimulus)[first] >= min(max(drawn_px), max(pixels))


def side_of_square(guest: Visitor) -> float:
    """Of that in which the first picture is drawn, CSS px."""
    box = guest.page.locator(".figure img").first.bounding_box()
    assert box is not None
    return box["width"]


def test_what_is_there_in_one_size_is_loaded_in_it_on_every_screen(
    chromium: Browser, server: Site, assets: dict[str, tuple[Path, Asset, Asset]]
) -> None:
    for size, ratio in ((DESKTOP, 1), (DESKTOP, 2), (PHONE, 3)):
        with visitor(chromium, server, size, ratio=ratio) as guest:
            (name,) = loaded(guest, "examples")
            assert name.endswith(".webp")
            assert requested(guest) == [name]


def test_a_browser_that_does_not_read_the_modern_format_loads_the_fallback_alone(
    chromium: Browser, server: Site, assets: dict[str, tuple[Path, Asset, Asset]]
) -> None:
    """The page names a format that no browser reads in place of WebP."""

    def without_webp(route: Route) -> None:
        reply = route.fetch()
        route.fulfill(response=reply, body=reply.text().replace('type="image/webp"', 'type="image/x-unheard-of"'))

    _, stimulus, explanation = assets["square"]
    with visitor(chromium, server, DESKTOP, ratio=2) as guest:
        guest.page.route("**/page/*", without_webp)
        names = loaded(guest, "square")
        assert names == [asset.fallback.file_name for asset in (stimulus, explanation) if asset.fallback]
        assert requested(guest) == sorted(names)


def test_a_window_that_changes_its_size_loads_nothing_again(chromium: Browser, server: Site) -> None:
    with visitor(chromium, server, DESKTOP, ratio=2) as guest:
        names = loaded(guest, "square")
        for width, height in ((900, 700), (1900, 1000), (700, 1100)):
            guest.page.set_viewport_size({"width": width, "height": height})
            guest.wait_until_it_listens()
        assert loaded_now(guest) == names
        assert requested(guest) == sorted(names)


def loaded_now(guest: Visitor) -> list[str]:
    addresses: list[str] = guest.page.evaluate(LOADED)
    return [address.rpartition("/")[2] for address in addresses]


@pytest.mark.parametrize("ratio", [1, 2, 3])
def test_what_is_loaded_before_it_is_needed_is_what_the_page_shows(
    chromium: Browser, server: Site, ratio: float
) -> None:
    """The markup of the pictures lies in a template, from which they are loaded; nothing is loaded before."""
    ahead = """async ([address, isLoading]) => {
      const html = await (await fetch(address)).text();
      const template = document.createElement("template");
      template.innerHTML = html;
      if (!isLoading) return;
      const { Gallery } = await import("/static/preload.mjs");
      await new Gallery().load(template.content.querySelectorAll(".figure img"));
    }"""
    with visitor(chromium, server, DESKTOP, ratio=ratio) as guest:
        guest.page.goto(f"{server.url}/page/small")
        guest.page.evaluate(LOADED)
        before = requested(guest)
        guest.page.evaluate(ahead, [f"{server.url}/page/upright", False])
        assert requested(guest) == before
        guest.page.evaluate(ahead, [f"{server.url}/page/upright", True])
        names = sorted(set(requested(guest)) - set(before))
        assert len(names) == 2
        assert sorted(loaded(guest, "upright")) == names


def test_a_copy_that_was_lost_on_its_way_is_fetched_again(chromium: Browser, server: Site) -> None:
    lost: list[str] = []

    def lose_first(route: Route) -> None:
        if route.request.url in lost:
            return route.continue_()
        lost.append(route.request.url)
        return route.abort()

    with visitor(chromium, server, DESKTOP, ratio=2) as guest:
        guest.page.route("**/assets/*", lose_first)
        guest.page.goto(f"{server.url}/page/square")
        guest.wait_until_shown()
        names = loaded_now(guest)
        assert [address.rpartition("/")[2] for address in lost] == names
        assert len(requested(guest)) == 4
        guest.complaints.clear()  # two errors in the console: the losses
