"""Two versions of a picture side by side: where everything stands, and how one of them is chosen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FloatRect, expect

from study_app.study.controls import Choice, Choose
from study_app.study.page import Figure, Page, Prompt
from tests.browser.control_pages import Sheets, at, drawn
from tests.browser.site import DESKTOP, LANDSCAPE, UPRIGHT, Site, Visitor
from tests.builders import write_asset
from tests.graph_pictures import attention_graph

pytestmark = pytest.mark.browser

AUDIT = (Path(__file__).parent / "audit.mjs").read_text()
SIZES = {"desktop": DESKTOP, "tablet": LANDSCAPE, "upright tablet": UPRIGHT}
SIDES = Choose(
    "Which version is the computer surer of?",
    (Choice("left", "The left one", "1"), Choice("right", "The right one", "2")),
)
NEEDED = "[document.scrollingElement.scrollWidth, document.scrollingElement.scrollHeight]"


@pytest.fixture(scope="module")
def server(sheets: Sheets, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("pictures")
    whole, left, right, heat, legend = (write_asset(folder, name, alt=f"Picture {name}") for name in "abcde")
    shown = (Figure(left, "Left", role="left"), Figure(right, "Right", role="right"), Figure(whole, "The picture"))
    explanation = Figure(heat, "What the computer looked at", role="explanation")
    graph = Figure(heat, "What is enough for it", role="explanation", graph=attention_graph(folder))
    figures = {
        "none": shown,
        "map": (*shown, explanation, Figure(legend, "Little to much", role="legend")),
        "graph": (*shown, graph),
    }
    sheets.pages = {name: Page(Prompt("Picture 3", figures=each), SIDES, timed=True) for name, each in figures.items()}
    with drawn(folder, sheets) as site:
        yield site


def box(guest: Visitor, selector: str) -> FloatRect:
    found = guest.page.locator(selector).bounding_box()
    assert found is not None
    return found


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
@pytest.mark.parametrize("name", ["none", "map"])
def test_everything_is_seen_at_once_the_versions_side_by_side_and_each_button_below_its_own(
    chromium: Browser, server: Site, name: str, size: tuple[int, int]
) -> None:
    with at(chromium, server, f"/page/{name}", size) as guest:
        width, height = guest.page.evaluate(NEEDED)
        assert (width, height) == size
        left, right, whole = (box(guest, f".figure--{role} img") for role in ("left", "right", "stimulus"))
        assert left["y"] == right["y"]
        assert {(each["width"], each["height"]) for each in (left, right, whole)} == {(left["width"], left["width"])}
        assert left["width"] >= 215
        for version, key in ((left, "1"), (right, "2")):
            button = box(guest, f"[data-key='{key}']")
            assert (button["x"], button["width"]) == (version["x"], version["width"])
            assert 0 < button["y"] - version["y"] - version["height"] < 60


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
def test_all_arms_have_everything_in_the_same_place(chromium: Browser, server: Site, size: tuple[int, int]) -> None:
    parts = ("h1", ".figure--left img", ".figure--right img", ".figure--stimulus img", "[data-key='1']")
    places = []
    for name in ("none", "map", "graph")[: 2 if size == UPRIGHT else 3]:
        with at(chromium, server, f"/page/{name}", size) as guest:
            places.append([box(guest, part) for part in parts])
    assert places == [places[0]] * len(places)


@pytest.mark.parametrize(("key", "value"), [("1", "left"), ("2", "right")])
def test_numbers_choose_a_side(chromium: Browser, server: Site, sheets: Sheets, key: str, value: str) -> None:
    with at(chromium, server, "/page/map") as guest:
        guest.key(key)
    assert sheets.posted[-1]["response"] == value


def test_beside_a_graph_arrow_keys_walk_and_never_answer(chromium: Browser, server: Site, sheets: Sheets) -> None:
    with at(chromium, server, "/page/graph") as guest:
        n_before = len(sheets.posted)
        guest.page.keyboard.press("ArrowRight")
        guest.page.locator("[data-node='0']").click()
        guest.page.keyboard.press("ArrowRight")
        expect(guest.page.locator("[data-node='1']")).to_be_focused()
        expect(guest.page.locator(".figure--explanation [data-of='1'][data-current]")).to_have_count(2)
        assert len(sheets.posted) == n_before
        guest.key("2")
    assert sheets.posted[-1]["response"] == "right"
    assert '"kind":"graph_visit"' in sheets.posted[-1]["page_events"]


@pytest.mark.parametrize("size", [DESKTOP, LANDSCAPE])
def test_while_one_scrolls_to_the_end_of_a_graph_versions_and_buttons_stay_in_view(
    chromium: Browser, server: Site, size: tuple[int, int]
) -> None:
    with at(chromium, server, "/page/graph", size) as guest:
        guest.page.evaluate("scrollTo(0, document.body.scrollHeight)")
        for part in (".figure--left img", ".figure--right img", ".figure--explanation .graph__large", "[data-key='1']"):
            expect(guest.page.locator(part)).to_be_in_viewport(ratio=1)
        last = guest.page.locator("[data-node='8']")
        last.click()
        expect(last).to_have_attribute("aria-pressed", "true")
        guest.page.keyboard.press("Home")
        first, kept = box(guest, "[data-node='0']"), box(guest, ".compare__kept")
        assert first["y"] >= kept["y"] + kept["height"]


@pytest.mark.parametrize("name", ["none", "map", "graph"])
@pytest.mark.parametrize("size", [LANDSCAPE, UPRIGHT, (390, 844)])
def test_versions_to_compare_can_be_read_reached_and_made_out(
    chromium: Browser, server: Site, name: str, size: tuple[int, int]
) -> None:
    with at(chromium, server, f"/page/{name}", size) as guest:
        assert guest.page.evaluate(AUDIT) == []
        assert guest.page.evaluate(NEEDED)[0] == size[0]


@pytest.mark.slow
def test_axe_finds_nothing_at_versions_to_compare(chromium: Browser, server: Site, axe: str) -> None:
    with at(chromium, server, "/page/graph") as guest:
        guest.page.evaluate(axe)
        found = guest.page.evaluate("axe.run()")
        assert [(one["id"], [node["html"][:100] for node in one["nodes"]]) for one in found["violations"]] == []
