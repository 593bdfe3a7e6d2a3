"""What is where on the pages; that arms differ in one picture only; that everybody can use them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FloatRect, expect

from tests.browser.site import ARMS, DESKTOP, LANDSCAPE, UPRIGHT, Site, Visitor, visitor

pytestmark = pytest.mark.browser

SIZES = [
    pytest.param(DESKTOP, id="desktop"),
    pytest.param(LANDSCAPE, id="tablet", marks=pytest.mark.slow),
    pytest.param(UPRIGHT, id="upright tablet", marks=pytest.mark.slow),
]
AUDIT = (Path(__file__).parent / "audit.mjs").read_text()
NEEDED = "[document.scrollingElement.scrollWidth, document.scrollingElement.scrollHeight]"
PICTURE_PX = 448


def pages(guest: Visitor, study: str) -> Iterator[str]:
    """Goes through the study and stops at every kind of page."""
    guest.open(study)
    yield "landing"
    guest.press("Begin")
    yield "consent"
    guest.press("I agree to take part")
    yield "instructions"
    guest.press("Continue")
    guest.wait_until_shown()
    yield "classify"
    guest.key("1")
    guest.wait_until_shown()
    yield "feedback, waiting"
    expect(guest.page.get_by_role("button", name="Continue")).not_to_have_attribute("aria-disabled", "true")
    yield "feedback"
    guest.press("Continue")
    guest.key("1")
    guest.go_on()
    yield "between"
    guest.press("Continue")
    guest.key("1")
    guest.key("1")
    yield "ratings"
    guest.rate_all()
    guest.press("Continue")
    yield "debriefing"
    guest.press("You may use my answers")
    yield "ended"


def box(guest: Visitor, selector: str) -> FloatRect:
    """Where the first such element is."""
    found = guest.page.locator(selector).first.bounding_box()
    assert found is not None
    return found


def test_a_picture_to_name_is_448_px_wide_on_a_small_tablet_too(chromium: Browser, site: Site) -> None:
    for size in (DESKTOP, LANDSCAPE, UPRIGHT):
        with visitor(chromium, site, size) as guest:
            guest.begin("gulls-none")
            picture = box(guest, ".figure img")
            assert (picture["width"], picture["height"]) == (PICTURE_PX, PICTURE_PX)


@pytest.mark.parametrize("size", SIZES)
def test_the_feedback_of_all_arms_has_everything_in_the_same_place(
    chromium: Browser, site: Site, size: tuple[int, int]
) -> None:
    places = []
    for arm in ARMS:
        with visitor(chromium, site, size) as guest:
            guest.to_feedback(f"gulls-{arm}")
            places.append([box(guest, part) for part in ("h1", ".prose", ".figure img", ".controls .button")])
    assert places == [places[0]] * len(ARMS)


def test_the_button_to_go_on_is_where_the_first_answer_was(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        guest.begin("gulls-placebo")
        first = box(guest, ".choice")
        guest.key("1")
        assert box(guest, ".controls .button") == first


def masked(html: str) -> str:
    """The page's HTML without what is different each time: tokens, names of pictures, what else is loaded, progress."""
    names = r"[0-9a-f]{64}\.webp|/session/[0-9a-f]+|of=[0-9a-f]+|value=\"[0-9a-f]{32}\""
    loaded = r"<template data-(?:pictures|soon)>.*?</template>"
    return re.sub(rf"{names}|value=\"\d+\"></progress>", "~", re.sub(loaded, "", html, flags=re.DOTALL))


def n_loaded(html: str) -> int:
    """How many pictures the page loads."""
    return html.count("<img ")


def test_placebo_and_heat_map_differ_in_nothing_but_the_picture(chromium: Browser, site: Site) -> None:
    feedback: dict[str, set[str]] = {}
    for arm in ("placebo", "heatmap"):
        with visitor(chromium, site) as guest:
            guest.begin(f"gulls-{arm}")
            for _ in range(2):  # one California and one Herring: one answer is right, one is wrong
                guest.key("1")
                told = guest.page.locator("h1").inner_text()
                html = guest.page.request.get(guest.page.url).text()
                feedback.setdefault(told, set()).add(re.sub(r"California|Herring", "~", masked(html)))
                guest.go_on()
    assert {told: len(found) for told, found in feedback.items()} == {"That is right": 1, "That is not right": 1}


def test_the_page_before_the_answer_is_the_same_in_every_arm_and_for_every_truth(chromium: Browser, site: Site) -> None:
    found, loads = set(), dict[int, set[int]]()
    truths = set()
    for arm in ARMS:
        with visitor(chromium, site) as guest:
            guest.begin(f"gulls-{arm}")
            for n in range(2):
                html = guest.page.request.get(guest.page.url).text()
                found.add(masked(html))
                loads.setdefault(n, set()).add(n_loaded(html))
                guest.key("1")
                truths.add(guest.page.locator(".prose strong").first.inner_text())
                guest.go_on()
    assert truths == {"California", "Herring"}
    assert len(found) == 1
    assert [len(numbers) for numbers in loads.values()] == [1, 1]


@pytest.mark.parametrize("size", SIZES)
def test_every_page_can_be_read_reached_and_made_out_and_pictures_need_no_scrolling(
    chromium: Browser, site: Site, size: tuple[int, int]
) -> None:
    with visitor(chromium, site, size) as guest:
        for page in pages(guest, "gulls-heatmap"):
            assert guest.page.evaluate(AUDIT) == [], page
            width, height = guest.page.evaluate(NEEDED)
            assert width <= size[0], page
            if page in ("classify", "feedback"):
                assert height <= size[1], page


def test_a_phone_sees_everything_one_below_the_other(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site, (390, 844)) as guest:
        for page in pages(guest, "gulls-heatmap"):
            assert guest.page.evaluate("document.scrollingElement.scrollWidth") <= 390, page


def test_the_whole_study_can_be_taken_with_the_keyboard_alone(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        keyboard = guest.page.keyboard

        def tab_to(name: str) -> None:
            guest.wait_until_it_listens()
            for _ in range(60):
                keyboard.press("Tab")
                if guest.page.evaluate("document.activeElement.textContent.trim()") == name:
                    assert guest.page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
                    return
            raise AssertionError(f"no way to {name!r}")

        guest.open("gulls-heatmap")
        for button in ("Begin", "I agree to take part", "Continue"):
            tab_to(button)
            guest.next_page(lambda: keyboard.press("Enter"))
        for _ in range(2):
            guest.key("2")
            expect(guest.page.get_by_role("button", name="Continue")).to_be_focused()
            guest.next_page(lambda: keyboard.press("Space"))
        tab_to("Continue")
        guest.next_page(lambda: keyboard.press("Enter"))
        guest.wait_until_shown()
        tab_to("2Herring")
        guest.next_page(lambda: keyboard.press("Space"))
        guest.key("1")
        for _ in range(5):
            keyboard.press("Tab")
            keyboard.press("Space")
            keyboard.press("ArrowRight")
        guest.next_page(lambda: keyboard.press("Enter"))
        tab_to("You may use my answers")
        guest.next_page(lambda: keyboard.press("Enter"))
        expect(guest.page.locator("h1")).to_have_text("Thank you")
    assert set(site.last_answers()[-2].values.values()) == {2}


def test_who_wants_less_motion_gets_none(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        guest.page.emulate_media(reduced_motion="reduce")
        guest.to_feedback("gulls")
        moving = "getComputedStyle(document.querySelector('[data-minimum-seconds]'), '::after').animationName"
        assert guest.page.evaluate(moving) == "none"


def test_a_dark_setting_changes_nothing(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        guest.page.emulate_media(color_scheme="dark")
        guest.begin("gulls-none")
        assert guest.page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(245, 243, 238)"
