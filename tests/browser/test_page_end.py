"""How a page ends, and how a study does: by itself, by leaving, with what happened on the way."""

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, expect

from study_app.study.controls import MEASURED_DEVICE, Ask, Choice, Choose, Measure, Written
from study_app.study.page import Figure, Page, Prompt
from tests.browser.control_pages import Sheets, at, drawn
from tests.browser.site import DESKTOP, LANDSCAPE, Site, Visitor
from tests.builders import write_asset

pytestmark = pytest.mark.browser

AUDIT = (Path(__file__).parent / "audit.mjs").read_text()
GULLS = Choose("Which gull is this?", (Choice("Western", "Western", "1"), Choice("Herring", "Herring", "2")))
OUTCOMES = (
    "completed",
    "no_consent",
    "full",
    "withdrew",
    "screened_out",
    "failed_checks",
    "timed_out",
    "incompatible_device",
    "closed",
)


@pytest.fixture
def sheets() -> Sheets:
    return Sheets({})


@pytest.fixture
def server(sheets: Sheets, tmp_path: Path) -> Iterator[Site]:
    figures = (Figure(write_asset(tmp_path, "a")),)
    sheets.pages = {
        "limited": Page(Prompt(figures=figures), GULLS, timed=True, limit_seconds=2),
        "unlimited": Page(Prompt(figures=figures), GULLS, timed=True),
        "measure": Page(Prompt(heading="Your screen"), Measure()),
        "written": Page(Prompt(heading="Why?"), Ask((Written("why", "What did you look at?"),)), limit_seconds=2),
    }
    with drawn(tmp_path, sheets) as site:
        yield site


def kinds(posted: dict[str, str]) -> list[str]:
    return [event["kind"] for event in json.loads(posted["page_events"])]


def test_a_page_ends_by_itself_and_shows_the_time_in_its_last_fifth_only(
    chromium: Browser, server: Site, sheets: Sheets
) -> None:
    with at(chromium, server, "/page/limited") as guest:
        told = guest.page.locator("[data-limit]")
        expect(told).to_be_hidden()
        with guest.page.expect_navigation():
            expect(told).to_be_visible()
            expect(told).to_contain_text("1 second left")
            assert guest.page.evaluate(AUDIT) == []
    posted = sheets.posted[0]  # the same page comes again, and ends by itself, too
    assert "response" not in posted
    assert (posted["timed_out"], posted["first_action_ms"]) == ("1", "")
    assert 2000 <= int(posted["rt_ms"]) < 2600


def test_an_answer_in_time_is_no_end_of_time(chromium: Browser, server: Site, sheets: Sheets) -> None:
    with at(chromium, server, "/page/limited") as guest:
        guest.key("2")
    assert [(posted["response"], posted["timed_out"]) for posted in sheets.posted[:1]] == [("Herring", "")]


def test_a_form_that_is_not_finished_in_time_is_sent_as_it_is(chromium: Browser, server: Site, sheets: Sheets) -> None:
    with at(chromium, server, "/page/written") as guest, guest.page.expect_navigation():
        guest.page.get_by_role("button", name="Continue").click()
    assert [(posted["why"], posted["timed_out"]) for posted in sheets.posted[:1]] == [("", "1")]


def test_when_an_answer_is_refused_and_the_time_is_over_the_page_ends(
    chromium: Browser, server: Site, sheets: Sheets
) -> None:
    sheets.refusal = "Please think again."
    with at(chromium, server, "/page/limited") as guest:
        guest.page.keyboard.press("1")
        expect(guest.page.locator("[data-status]")).to_have_text("Please think again.")
        sheets.refusal = None
        guest.page.wait_for_url("**/page/limited")
        with guest.page.expect_navigation():
            pass
        guest.complaints = [one for one in guest.complaints if "422" not in one]
    assert [posted["timed_out"] for posted in sheets.posted[:2]] == ["", "1"]


def test_what_happens_on_a_page_is_sent_with_its_answer(chromium: Browser, server: Site, sheets: Sheets) -> None:
    with at(chromium, server, "/page/unlimited") as guest:
        for kind, target in (("blur", "window"), ("focus", "window"), ("fullscreenchange", "document")):
            guest.page.evaluate(f"{target}.dispatchEvent(new Event('{kind}'))")
        guest.key("1")
    assert kinds(sheets.posted[0]) == ["focus_lost", "focus_gained", "fullscreen_left"]
    first = json.loads(sheets.posted[0]["page_events"])[0]
    assert 0 <= first["at_ms"] <= int(sheets.posted[0]["rt_ms"])


def test_of_a_pasted_text_only_its_length_is_told(chromium: Browser, server: Site, sheets: Sheets) -> None:
    with at(chromium, server, "/page/written") as guest:
        field = guest.page.get_by_label("What did you look at?")
        field.fill("the bill")
        guest.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        guest.page.evaluate("navigator.clipboard.writeText('the bill')")
        for keys in ("End", "Control+v"):
            field.press(keys)
        expect(field).to_have_value("the billthe bill")
        guest.press("Continue")
    (event,) = json.loads(sheets.posted[0]["page_events"])
    assert (event["kind"], event["detail"]) == ("paste", {"field": "why", "letters": 8})


def test_the_browser_measures_itself_when_the_button_is_pressed(
    chromium: Browser, server: Site, sheets: Sheets
) -> None:
    with at(chromium, server, "/page/measure") as guest:
        guest.page.set_viewport_size({"width": 1100, "height": 700})
        guest.press("Continue")
    (posted,) = sheets.posted
    assert set(MEASURED_DEVICE) <= posted.keys()
    assert (posted["response"], posted["window_width_px"], posted["window_height_px"]) == ("continue", "1100", "700")
    assert (posted["pointer"], posted["hover"], posted["touch_points"]) == ("fine", "yes", "0")
    assert "Chrome" in posted["browser"]


def test_one_can_leave_from_every_page_and_says_what_becomes_of_the_answers(
    chromium: Browser, server: Site, sheets: Sheets
) -> None:
    sheets.around = {"stop_url": "/stop"}
    with at(chromium, server, "/page/unlimited") as guest:
        guest.page.get_by_role("link", name="Stop taking part").click()
        guest.page.wait_for_load_state()
        assert guest.page.evaluate(AUDIT) == []
        expect(guest.page.get_by_role("radio", checked=True)).to_have_count(0)
        guest.page.get_by_role("button", name="Stop and leave the study").click()
        assert sheets.posted == []
        guest.page.get_by_role("radio", name="Delete my answers").check()
        guest.page.get_by_role("button", name="Stop and leave the study").click()
        guest.page.wait_for_load_state()
        assert sheets.posted == [{"data": "delete"}]
        guest.page.get_by_role("link", name="Go on with the study").click()
        expect(guest.page.locator("h1")).to_have_text("The study is full")


def test_where_nothing_can_be_left_there_is_no_link_to_leave(chromium: Browser, server: Site) -> None:
    with at(chromium, server, "/page/unlimited") as guest:
        expect(guest.page.get_by_role("link")).to_have_count(0)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_end_has_words_of_its_own_and_shows_its_code(
    chromium: Browser, server: Site, sheets: Sheets, outcome: str
) -> None:
    sheets.around = {"code": "C0DE1234"}
    with at(chromium, server, f"/ended/{outcome}") as guest:
        expect(guest.page.locator("h1")).not_to_have_text("The study has ended")
        expect(guest.page.locator(".code__value")).to_have_text("C0DE1234")
        assert guest.page.evaluate(AUDIT) == []


def test_the_last_page_says_that_the_answers_were_deleted(chromium: Browser, server: Site, sheets: Sheets) -> None:
    sheets.around = {"erased": True}
    with at(chromium, server, "/ended/withdrew") as guest:
        expect(guest.page.get_by_text("Your answers were deleted.")).to_be_visible()
        expect(guest.page.locator(".code__value")).to_have_count(0)


def test_the_last_page_goes_back_by_itself_where_it_says_so(chromium: Browser, server: Site, sheets: Sheets) -> None:
    sheets.around = {"code": "C0DE1234", "url": f"{server.url}/ended/full", "auto_seconds": 1}
    with at(chromium, server, "/ended/completed") as guest:
        expect(guest.page.get_by_role("link", name="Return with this code")).to_be_visible()
        expect(guest.page.get_by_text("by itself in 1 second")).to_be_visible()
        guest.page.wait_for_url("**/ended/full")


def test_a_preview_has_a_bar_to_any_arm_and_any_page(chromium: Browser, server: Site, sheets: Sheets) -> None:
    sheets.around["preview"] = SimpleNamespace(
        action="/ended/full",
        arms=(("none", "none", False), ("heatmap", "heatmap", True)),
        trials=(("1 consent", "0", False), ("3 classify", "2", True)),
        note="Nothing is kept.",
    )
    for size in (DESKTOP, LANDSCAPE):
        with at(chromium, server, "/page/unlimited", size) as guest:
            assert guest.page.evaluate(AUDIT) == []
            assert _fits(guest, size)
            expect(guest.page.get_by_label("Arm")).to_have_value("heatmap")
            guest.page.get_by_label("Arm").select_option("none")
            guest.page.get_by_role("button", name="Go").click()
            guest.page.wait_for_url("**/ended/full?arm=none&at=2")


def _fits(guest: Visitor, size: tuple[int, int]) -> bool:
    width: int = guest.page.evaluate("document.scrollingElement.scrollWidth")
    return width == size[0]
