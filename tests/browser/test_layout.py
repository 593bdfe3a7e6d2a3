"""Pages on phones, upright tablets and large screens; enlarged, on paper, with forced colours; full screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FloatRect, expect

from study_app.study.controls import Ask, Choice, Choose, Mark, Measure, Proceed, Scale
from study_app.study.page import Figure, Page, Prompt
from tests.browser.control_pages import Sheets, at, drawn
from tests.browser.site import DESKTOP, UPRIGHT, Site, Visitor
from tests.builders import write_asset
from tests.graph_pictures import attention_graph

pytestmark = pytest.mark.browser

AUDIT = (Path(__file__).parent / "audit.mjs").read_text()
PHONE, ENLARGED, LARGE = (390, 844), (320, 640), (2560, 1440)
NAMES = tuple(
    Choice(name, name, str(n)) for n, name in enumerate(("California", "Herring", "Ring-billed", "Western"), 1)
)
SIDES = (Choice("left", "The left one", "f"), Choice("right", "The right one", "j"))


@pytest.fixture(scope="module")
def server(sheets: Sheets, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("pictures")
    whole, left, right, heat, legend = (write_asset(folder, name, alt=f"Picture {name}") for name in "abcde")
    picture, explained = Figure(whole, "The picture"), Figure(heat, "What the computer looked at", role="explanation")
    pair = (picture, explained, Figure(legend, "Little to much", role="legend"))
    sides = (Figure(left, "Left", role="left"), Figure(right, "Right", role="right"))
    graph = Figure(heat, "What is enough", role="explanation", graph=attention_graph(folder))
    told = "<p><strong>Herring</strong><br>The computer looked at the bright places.</p>"
    scales = tuple(Scale(f"s{n}", f"Statement {n}", 7, "strongly disagree", "strongly agree") for n in range(3))
    sheets.pages = {
        "classify": Page(
            Prompt("Picture 3", figures=(Figure(whole),)), Choose("Which gull is this?", NAMES), timed=True
        ),
        "feedback": Page(Prompt("That is right", told, pair, verdict=True), Proceed()),
        "compare": Page(Prompt("Second look", figures=(*sides, *pair)), Choose("Which is surer?", SIDES), timed=True),
        "graph": Page(Prompt("A graph", figures=(picture, graph)), Proceed()),
        "mark": Page(Prompt("Picture 3", figures=(Figure(whole),)), Mark("What matters?")),
        "scales": Page(Prompt("Some questions"), Ask(scales, matrix=True)),
        "text": Page(Prompt(html="<h1>What you will do</h1><p>Look at pictures.</p>"), Measure()),
    }
    sheets.around["fullscreen"] = True
    with drawn(folder, sheets) as site:
        yield site


def box(guest: Visitor, selector: str) -> FloatRect:
    found = guest.page.locator(selector).first.bounding_box()
    assert found is not None
    return found


def test_on_an_upright_tablet_the_picture_stays_where_it_was(chromium: Browser, server: Site) -> None:
    corners = []
    for name in ("classify", "feedback", "mark"):
        with at(chromium, server, f"/page/{name}", UPRIGHT) as guest:
            picture = box(guest, ".figure img")
            corners.append((picture["x"], picture["y"]))
    assert corners == [corners[0]] * 3


@pytest.mark.parametrize("name", ["classify", "feedback", "compare", "graph"])
def test_on_a_phone_what_answers_is_in_view_wherever_one_has_scrolled_to(
    chromium: Browser, server: Site, name: str
) -> None:
    with at(chromium, server, f"/page/{name}", PHONE) as guest:
        for button in guest.page.locator(".controls button").all():
            expect(button).to_be_in_viewport(ratio=1)
        guest.page.evaluate("scrollTo(0, document.body.scrollHeight)")
        for button in guest.page.locator(".controls button").all():
            expect(button).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("size", [PHONE, ENLARGED], ids=["phone", "400 %"])
@pytest.mark.parametrize("name", ["classify", "feedback", "compare", "mark", "scales", "text"])
def test_small_windows_lose_nothing_and_scroll_in_one_direction(
    chromium: Browser, server: Site, name: str, size: tuple[int, int]
) -> None:
    with at(chromium, server, f"/page/{name}", size) as guest:
        assert guest.page.evaluate("document.scrollingElement.scrollWidth") == size[0]
        assert guest.page.evaluate(AUDIT) == []


def test_a_large_screen_shows_everything_larger_in_proportion(chromium: Browser, server: Site) -> None:
    shown = {}
    for size in (DESKTOP, LARGE):
        with at(chromium, server, "/page/classify", size) as guest:
            letters = guest.page.evaluate("parseFloat(getComputedStyle(document.querySelector('.choice')).fontSize)")
            shown[size] = (box(guest, ".figure img")["width"], letters)
    assert shown[DESKTOP] == (448, 17)
    assert shown[LARGE] == (560, 21.25)


@pytest.mark.parametrize("size", [(1024, 768), DESKTOP, UPRIGHT])
@pytest.mark.parametrize("name", ["feedback", "compare"])
def test_the_letters_of_a_legend_are_12_px_high_or_more(
    chromium: Browser, server: Site, name: str, size: tuple[int, int]
) -> None:
    with at(chromium, server, f"/page/{name}", size) as guest:
        drawn_at, letters = 480, 10 / 72 * 100  # stimuli.renderers.heatmap: 4.8 in at 100 dpi, words of 10 pt
        assert box(guest, ".figure__legend img")["width"] / drawn_at * letters >= 12
        assert guest.page.evaluate("document.scrollingElement.scrollWidth") == size[0]


def test_letters_that_answer_are_shown_on_their_buttons(chromium: Browser, server: Site, sheets: Sheets) -> None:
    with at(chromium, server, "/page/compare") as guest:
        expect(guest.page.locator("kbd")).to_have_text(["F", "J"])
        expect(guest.page.locator(".hint").first).to_have_text("Press the button under your answer, or its key.")
        expect(guest.page.get_by_label("Answer with keys")).to_be_checked()
        guest.key("j")
    assert sheets.posted[-1]["response"] == "right"


def test_the_screen_is_filled_on_request_left_with_a_way_back_and_both_are_noted(
    chromium: Browser, server: Site, sheets: Sheets
) -> None:
    with at(chromium, server, "/page/feedback") as guest:
        fill = guest.page.get_by_role("button", name="Full screen")
        fill.click()
        guest.page.wait_for_function("() => document.fullscreenElement === document.documentElement")
        expect(fill).to_be_hidden()
        guest.page.evaluate("document.exitFullscreen()")
        expect(fill).to_be_visible()
        expect(guest.page.get_by_text("You have left full screen.")).to_be_visible()
        guest.press("Continue")
    noted = sheets.posted[-1]["page_events"]
    assert noted.index("fullscreen_entered") < noted.index("fullscreen_left")


def test_who_forces_colours_still_sees_what_was_chosen_and_how_far_one_is(chromium: Browser, server: Site) -> None:
    with at(chromium, server, "/page/classify") as guest:
        guest.page.emulate_media(forced_colors="active")
        guest.page.evaluate("document.querySelector('.choice').dataset.chosen = ''")
        assert guest.page.evaluate("getComputedStyle(document.querySelector('.choice')).outlineStyle") == "solid"
        assert guest.page.evaluate("getComputedStyle(document.querySelector('progress')).borderStyle") == "solid"


def test_on_paper_words_and_pictures_are_left(chromium: Browser, server: Site) -> None:
    with at(chromium, server, "/page/classify") as guest:
        guest.page.emulate_media(media="print")
        expect(guest.page.locator(".figure img")).to_be_visible()
        expect(guest.page.locator(".progress")).to_be_hidden()
