"""The page at the width of a phone: nothing runs out at its side, and what is wide scrolls in its own box."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
SMALLEST_LETTERS_PX = 10.0
LETTERS_OF_FIGURES = 10 / 72 * 96 / (5.4 * 96)  # ten points, in parts of a figure's width of 5.4 inches


@pytest.fixture(scope="module")
def phone(chromium: Browser, report: Path) -> Iterator[Page]:
    """The report on a screen 390 px wide."""
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    page.goto((report / "index.html").as_uri())
    yield page
    page.close()


def test_the_page_does_not_scroll_sideways(phone: Page) -> None:
    assert phone.evaluate("document.documentElement.scrollWidth") == 390


def test_figures_keep_a_width_at_which_they_can_be_read(phone: Page) -> None:
    widths = phone.eval_on_selector_all(".wide > img", "all => all.map(one => one.getBoundingClientRect().width)")
    assert len(widths) >= 3
    assert min(widths) * LETTERS_OF_FIGURES >= SMALLEST_LETTERS_PX


def test_what_is_wider_than_the_screen_can_be_scrolled_with_the_keyboard(phone: Page) -> None:
    boxes = phone.locator(".wide")
    wide = [box for box in boxes.all() if box.evaluate("one => one.scrollWidth > one.clientWidth")]
    assert wide
    assert all(box.get_attribute("tabindex") == "0" for box in wide)
    assert all(box.get_attribute("role") == "region" for box in wide)
    assert all(box.get_attribute("aria-label") for box in wide)
    wide[0].focus()
    phone.keyboard.press("ArrowRight")
    phone.wait_for_function("document.activeElement.scrollLeft > 0")


def test_the_full_sentences_are_labelled(phone: Page) -> None:
    assert phone.get_by_role("heading", name="For the paper").count() >= 1
    assert "For the paper" in phone.locator("section.answer").inner_text()


def test_nothing_is_cut_off_on_paper(chromium: Browser, report: Path) -> None:
    page = chromium.new_page(viewport={"width": 673, "height": 900})  # A4 less margins of 16 mm
    page.emulate_media(media="print")
    page.goto((report / "index.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 673
    assert page.eval_on_selector_all("table", "all => Math.max(...all.map(one => one.scrollWidth))") <= 673
    page.close()
