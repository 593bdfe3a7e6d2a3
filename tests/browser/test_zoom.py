"""Pictures that are enlarged on request: all of a page, by the same factor in every arm, by pointer and by keys."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from stimuli.manifest import Asset
from study_app.study.controls import Choice, Choose, Mark
from study_app.study.page import Figure, Page, Prompt
from tests.browser.control_pages import Sheets, at, drawn
from tests.browser.site import DESKTOP, LANDSCAPE, UPRIGHT, Site, Visitor
from tests.builders import write_asset
from tests.graph_pictures import attention_graph
from tests.pictures_in_sizes import large_asset

pytestmark = pytest.mark.browser

ARMS = ("none", "map", "tiles", "graph")
CONTROL = Choose("Which bird?", (Choice("a", "Auk", "1"), Choice("b", "Coot", "2")))
NEEDED = "[document.scrollingElement.scrollWidth, document.scrollingElement.scrollHeight]"


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Asset, Asset]:
    folder = tmp_path_factory.mktemp("pictures")
    return folder, large_asset(folder, 1600, 1200, 1), large_asset(folder, 1600, 1200, 2)


@pytest.fixture(scope="module")
def sheets() -> Sheets:
    return Sheets({}, around={"zoom": True})


@pytest.fixture(scope="module")
def server(large: tuple[Path, Asset, Asset], sheets: Sheets) -> Iterator[Site]:
    folder, stimulus, explanation = large
    first, *more = (write_asset(folder, f"tile {n}", alt=f"Reason {n}") for n in range(3))
    graph = attention_graph(folder)
    second = {
        "none": Figure(stimulus, "The picture again", "explanation"),
        "map": Figure(explanation, "What mattered", "explanation"),
        "tiles": Figure(first, "What mattered", "explanation", tuple(more)),
        "graph": Figure(explanation, "What mattered", "explanation", graph=graph),
    }
    sheets.pages = {
        name: Page(Prompt("Picture 3", figures=(Figure(stimulus, "The picture"), figure)), CONTROL, timed=True)
        for name, figure in second.items()
    }
    sheets.pages["alone"] = Page(Prompt("Picture 3", figures=(Figure(stimulus),)), CONTROL, timed=True)
    sheets.pages["mark"] = Page(Prompt("Picture 3", figures=(Figure(stimulus),)), Mark("What matters?"))
    with drawn(folder, sheets) as site:
        yield site


def noted(sheets: Sheets) -> list[tuple[str, dict[str, float]]]:
    """What is posted of enlarging, without the times."""
    events = json.loads(sheets.posted[-1]["page_events"])
    return [(one["kind"], one["detail"]) for one in events if one["kind"].startswith("zoom")]


def enlarge(guest: Visitor, n: int) -> None:
    guest.page.locator("[data-enlarge]").nth(n).click()
    expect(guest.page.locator("dialog.zoom")).to_be_visible()


@pytest.mark.parametrize("size", [DESKTOP, LANDSCAPE, UPRIGHT], ids=["desktop", "tablet", "upright tablet"])
def test_every_picture_is_enlarged_by_the_same_factor_in_every_arm(
    chromium: Browser, server: Site, size: tuple[int, int]
) -> None:
    found = []
    for arm in ARMS:
        with at(chromium, server, f"/page/{arm}", size) as guest:
            buttons = [guest.page.locator("[data-enlarge]").nth(n).bounding_box() for n in range(2)]
            areas = []
            for n in range(guest.page.locator("[data-enlarge]").count()):
                enlarge(guest, n)
                areas.append(guest.page.locator("dialog .figure__mat").bounding_box())
                guest.page.keyboard.press("Escape")
            found.append((buttons[0], areas))
    assert len(found[0][1]) == 2
    assert found == [found[0]] * len(ARMS)
    assert found[0][1][0] == found[0][1][1]


@pytest.mark.parametrize("arm", ["alone", "map", "tiles"])
@pytest.mark.parametrize("size", [DESKTOP, LANDSCAPE], ids=["desktop", "tablet"])
def test_with_the_buttons_nothing_is_outside_the_window(
    chromium: Browser, server: Site, arm: str, size: tuple[int, int]
) -> None:
    with at(chromium, server, f"/page/{arm}", size) as guest:
        guest.wait_until_shown()
        assert guest.page.evaluate(NEEDED) == list(size)


def test_all_of_the_picture_is_seen_enlarged_and_sharper(
    chromium: Browser, server: Site, large: tuple[Path, Asset, Asset]
) -> None:
    _, stimulus, explanation = large
    widths = {file.file_name: file.width_px for asset in (stimulus, explanation) for file in asset.files}
    with at(chromium, server, "/page/map", (1400, 1300)) as guest:
        for n, first in ((0, stimulus), (1, explanation)):
            on_page = (
                guest.page.locator(".figure img").nth(n).evaluate("(image) => image.currentSrc").rpartition("/")[2]
            )
            assert (widths[on_page], on_page) == (448, first.smaller[0].file_name)
            enlarge(guest, n)
            shown = guest.page.locator("dialog img")
            expect(shown).to_have_js_property("complete", value=True)
            box = shown.bounding_box()
            assert box is not None
            assert box["y"] >= 0
            assert box["y"] + box["height"] <= 1300
            assert box["width"] > 1000
            guest.page.wait_for_function(
                f"() => !document.querySelector('dialog img').currentSrc.endsWith('{on_page}')"
            )
            sharper = shown.evaluate("(image) => image.currentSrc").rpartition("/")[2]
            assert widths[sharper] == 1600
            guest.page.keyboard.press("Escape")


def test_it_is_opened_and_closed_with_keys_and_the_focus_returns(
    chromium: Browser, server: Site, sheets: Sheets
) -> None:
    with at(chromium, server, "/page/map") as guest:
        button = guest.page.get_by_role("button", name="Enlarge What mattered")
        button.focus()
        guest.page.keyboard.press("Enter")
        expect(guest.page.get_by_role("dialog", name="Enlarge What mattered")).to_be_visible()
        expect(guest.page.get_by_role("button", name="Back")).to_be_focused()
        guest.page.keyboard.press("2")  # answers nothing
        guest.page.keyboard.press("Escape")
        expect(guest.page.locator("dialog")).to_have_count(0)
        expect(button).to_be_focused()
        guest.page.keyboard.press("Enter")
        guest.page.keyboard.press("Enter")
        expect(guest.page.locator("dialog")).to_have_count(0)
        expect(button).to_be_focused()
        assert guest.posts() == []
        guest.key("1")
    assert sheets.posted[-1]["response"] == "a"
    told = noted(sheets)
    assert [kind for kind, _ in told] == ["zoom_opened", "zoom_closed"] * 2
    assert [detail["figure"] for _, detail in told] == [1] * 4
    assert told[0][1]["factor"] > 1
    assert "factor" not in told[1][1]


def test_a_press_anywhere_closes_it(chromium: Browser, server: Site) -> None:
    with at(chromium, server, "/page/alone") as guest:
        for place in ("dialog img", "dialog button"):
            enlarge(guest, 0)
            guest.page.locator(place).click()
            expect(guest.page.locator("dialog")).to_have_count(0)
        enlarge(guest, 0)
        guest.page.mouse.click(5, 5)
        expect(guest.page.locator("dialog")).to_have_count(0)


def test_there_are_no_buttons_where_the_picture_is_the_control_or_the_study_wants_none(
    chromium: Browser, server: Site, sheets: Sheets
) -> None:
    with at(chromium, server, "/page/mark") as guest:
        expect(guest.page.locator(".figure")).to_have_count(1)
        expect(guest.page.locator("[data-enlarge]")).to_have_count(0)
    sheets.around["zoom"] = False
    with at(chromium, server, "/page/map") as guest:
        expect(guest.page.locator("[data-enlarge]")).to_have_count(0)
        assert not any("zoom" in request for request in guest.requests)
    sheets.around["zoom"] = True


def test_a_page_that_takes_the_place_of_another_has_its_buttons(chromium: Browser, server: Site) -> None:
    turn = """async (address) => {
      const { turnTo } = await import("/static/pages.mjs");
      turnTo(await (await fetch(address)).text());
    }"""
    with at(chromium, server, "/page/alone") as guest:
        expect(guest.page.locator("[data-enlarge]")).to_have_count(1)
        guest.page.evaluate(turn, f"{server.url}/page/map")
        expect(guest.page.locator("[data-enlarge]")).to_have_count(2)
