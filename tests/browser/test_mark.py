"""Marking in a picture: by pointer, finger and keys; what is posted."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from study_app.study.controls import Mark
from study_app.study.page import Figure, Page, Prompt
from tests.browser.control_pages import Sheets, at, drawn
from tests.browser.site import Site, Visitor
from tests.builders import write_asset

pytestmark = pytest.mark.browser

AUDIT = (Path(__file__).parent / "audit.mjs").read_text()
POINT = Mark("Where is it?")
BRUSH = Mark("Where are they?", tool="brush", radius=0.05)


@pytest.fixture(scope="module")
def server(sheets: Sheets, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("pictures")
    square = write_asset(folder, "a", alt="A bird")
    wide = square.model_copy(update={"height_px": 48})  # drawn in the middle of the same square
    sheets.pages = {
        "point": Page(Prompt(figures=(Figure(square),)), POINT, timed=True),
        "wide": Page(Prompt(figures=(Figure(wide),)), POINT),
        "brush": Page(Prompt(figures=(Figure(square),)), BRUSH),
    }
    with drawn(folder, sheets) as site:
        yield site


def picture(guest: Visitor) -> Locator:
    return guest.page.get_by_role("application")


def press(guest: Visitor, x: float, y: float) -> None:
    """Presses that part of the picture's box."""
    box = picture(guest).bounding_box()
    assert box is not None
    guest.page.mouse.click(box["x"] + x * box["width"], box["y"] + y * box["height"])


def drag(guest: Visitor, *places: tuple[float, float]) -> None:
    """Drags the pointer over those parts of the picture's box."""
    box = picture(guest).bounding_box()
    assert box is not None
    for n, (x, y) in enumerate(places):
        guest.page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"], steps=8)
        if n == 0:
            guest.page.mouse.down()
    guest.page.mouse.up()


def near(x: float, y: float) -> object:
    """That place, but for what is lost where a browser tells whole pixels."""
    return pytest.approx({"x": x, "y": y}, abs=0.003)


def sent(guest: Visitor, sheets: Sheets) -> dict[str, Any]:
    """Presses the button; the mark that is posted."""
    guest.press("Continue")
    mark: dict[str, Any] = json.loads(sheets.posted[-1]["mark"])
    return mark


def test_a_press_sets_the_mark_and_another_moves_it(chromium: Browser, server: Site, sheets: Sheets) -> None:
    with at(chromium, server, "/page/point") as guest:
        press(guest, 0.25, 0.5)
        expect(guest.page.locator("[data-mark-said]")).to_have_text(
            "Marked 25 percent from the left, 50 percent from the top."
        )
        press(guest, 0.75, 0.125)
        expect(guest.page.locator(".marking__ring")).to_have_count(1)
        mark = sent(guest, sheets)
    assert mark == near(0.75, 0.125)


def test_the_first_press_in_the_picture_is_the_first_action(chromium: Browser, server: Site, sheets: Sheets) -> None:
    with at(chromium, server, "/page/point") as guest:
        press(guest, 0.5, 0.5)
        guest.page.wait_for_timeout(500)
        sent(guest, sheets)
    posted = sheets.posted[-1]
    assert int(posted["first_action_ms"]) <= int(posted["rt_ms"]) - 450


def test_a_picture_of_another_shape_is_measured_as_it_is_shown(chromium: Browser, server: Site, sheets: Sheets) -> None:
    with at(chromium, server, "/page/wide") as guest:
        guest.page.locator(".figure img").evaluate("(image) => { image.style.objectFit = 'fill'; }")
        press(guest, 0.5, 0.375)  # half as high as wide: its first quarter begins at 0.25 of the box
        mark = sent(guest, sheets)
    assert mark == near(0.5, 0.25)


def test_the_keys_move_a_cross_and_set_the_mark(chromium: Browser, server: Site, sheets: Sheets) -> None:
    with at(chromium, server, "/page/point") as guest:
        guest.page.keyboard.press("Tab")
        expect(picture(guest)).to_be_focused()
        expect(guest.page.locator(".marking__cross")).to_be_visible()
        for key in ("ArrowLeft", "ArrowLeft", "ArrowDown", "Shift+ArrowDown"):
            guest.page.keyboard.press(key)
        assert guest.page.locator("[name=mark]").input_value() == ""
        guest.page.keyboard.press("Enter")
        guest.page.keyboard.press("Tab")
        expect(guest.page.locator(".marking__cross")).to_be_hidden()
        guest.next_page(lambda: guest.page.keyboard.press("Enter"))
    assert json.loads(sheets.posted[-1]["mark"]) == {"x": 0.46, "y": 0.524}


def test_without_a_mark_it_is_asked_for(chromium: Browser, server: Site, sheets: Sheets) -> None:
    with at(chromium, server, "/page/point") as guest:
        n_before = len(sheets.posted)
        guest.page.get_by_role("button", name="Continue").click()
        expect(guest.page.locator("[data-status]")).to_have_text("Please mark a place in the picture first.")
        expect(picture(guest)).to_be_focused()
        assert len(sheets.posted) == n_before
        press(guest, 0.5, 0.5)
        expect(guest.page.locator("[data-status]")).to_have_text("")
        assert sent(guest, sheets) == near(0.5, 0.5)


def test_a_finger_sets_the_mark(chromium: Browser, server: Site, sheets: Sheets) -> None:
    context = chromium.new_context(viewport={"width": 820, "height": 1180}, has_touch=True)
    page = context.new_page()
    page.goto(f"{server.url}/page/point")
    page.wait_for_selector("[data-reveal][data-shown]")
    page.get_by_role("application").tap(position={"x": 112, "y": 224})
    with page.expect_navigation():
        page.get_by_role("button", name="Continue").tap()
    context.close()
    assert json.loads(sheets.posted[-1]["mark"]) == near(0.25, 0.5)


def test_a_brush_paints_strokes_that_can_be_taken_back(chromium: Browser, server: Site, sheets: Sheets) -> None:
    with at(chromium, server, "/page/brush") as guest:
        undo, clear = (guest.page.get_by_role("button", name=name) for name in ("Undo", "Clear all"))
        expect(undo).to_be_disabled()
        drag(guest, (0.25, 0.25), (0.5, 0.25))
        press(guest, 0.75, 0.75)
        expect(guest.page.locator(".marking__stroke--light path")).to_have_count(2)
        undo.click()
        expect(guest.page.locator(".marking__stroke--light path")).to_have_count(1)
        clear.click()
        expect(guest.page.locator(".marking__stroke--light path")).to_have_count(0)
        expect(clear).to_be_disabled()
        assert guest.page.locator("[name=mark]").input_value() == ""
        drag(guest, (0.25, 0.5), (0.5, 0.5))
        press(guest, 0.75, 0.75)
        mark = sent(guest, sheets)
    assert mark["radius"] == 0.05
    line, dot = mark["strokes"]
    assert (line[0], line[-1], dot) == ([0.25, 0.5], [0.5, 0.5], [[0.75, 0.75]])
    assert len(line) == 9


def test_the_keys_paint_dots(chromium: Browser, server: Site, sheets: Sheets) -> None:
    with at(chromium, server, "/page/brush") as guest:
        for key in ("Tab", "Space", "ArrowRight", "Enter"):
            guest.page.keyboard.press(key)
        mark = sent(guest, sheets)
    assert mark == {"radius": 0.05, "strokes": [[[0.5, 0.5]], [[0.52, 0.5]]]}


@pytest.mark.parametrize("name", ["point", "brush"])
def test_a_picture_to_mark_can_be_read_reached_and_made_out(chromium: Browser, server: Site, name: str) -> None:
    with at(chromium, server, f"/page/{name}", (1024, 768)) as guest:
        press(guest, 0.5, 0.5)
        assert guest.page.evaluate(AUDIT) == []
        assert guest.page.evaluate("document.scrollingElement.scrollHeight") == 768


@pytest.mark.slow
def test_axe_finds_nothing_at_a_picture_to_mark(chromium: Browser, server: Site, axe: str) -> None:
    with at(chromium, server, "/page/brush") as guest:
        press(guest, 0.5, 0.5)
        guest.page.evaluate(axe)
        found = guest.page.evaluate("axe.run()")
        assert [(one["id"], [node["html"][:100] for node in one["nodes"]]) for one in found["violations"]] == []
