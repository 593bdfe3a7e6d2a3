"""The concept book in a real browser, opened as a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from stimuli.concept_book.page import write_book
from tests.browser.site import DESKTOP, LANDSCAPE, opened_file
from tests.stimuli.concept_book.invented import HOSTILE, book

pytestmark = pytest.mark.browser

AUDIT = (Path(__file__).parent / "audit.mjs").read_text()
A4 = (680, 960)  # the inner part of a page, at 96 dots per inch
WIDER_THAN_ITS_PLACE = "all => all.filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.ariaLabel)"


@pytest.fixture
def page(chromium: Browser, tmp_path: Path) -> Iterator[Page]:
    """The book of three classes; nothing may be complained about, nothing come from elsewhere."""
    address = write_book(book(), tmp_path).as_uri()
    with opened_file(chromium, address) as found:
        yield found


@pytest.mark.parametrize("size", [DESKTOP, LANDSCAPE])
def test_it_can_be_read_and_made_out(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    # One page that needs no other file for its looks.
    assert [fault for fault in page.evaluate(AUDIT) if not fault.startswith("inline style or script")] == []
    assert page.evaluate("document.scrollingElement.scrollWidth") <= size[0]


@pytest.mark.parametrize("size", [DESKTOP, LANDSCAPE])
def test_no_table_of_five_concepts_has_to_be_scrolled(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    assert page.locator(".wide").evaluate_all(WIDER_THAN_ITS_PLACE) == []


def test_on_paper_nothing_is_cut_off(page: Page) -> None:
    page.set_viewport_size({"width": A4[0], "height": A4[1]})
    page.emulate_media(media="print")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= A4[0]
    assert page.locator(".wide").evaluate_all(WIDER_THAN_ITS_PLACE) == []


def test_contents_lead_to_the_chapters(page: Page) -> None:
    page.get_by_role("navigation").get_by_role("link", name=HOSTILE).click()
    expect(page.get_by_role("heading", name=HOSTILE)).to_be_in_viewport()


def test_chapters_and_concepts_are_headings_that_say_their_state(page: Page) -> None:
    expect(page.get_by_role("heading", name="Western REFUSED", level=2)).to_be_visible()
    western = page.get_by_role("region", name="Western REFUSED")
    expect(western.get_by_role("heading", name="Concept A", level=3)).to_be_visible()
    expect(western.get_by_role("heading", name="Concept D dead", level=3)).to_be_visible()


def test_drawings_are_pictures_with_a_name(page: Page) -> None:
    herring = page.get_by_role("region", name="Herring faithful")
    expect(herring.get_by_role("img", name="Herring: the module's score against the classifier's")).to_be_visible()
    expect(herring.get_by_role("img", name="Herring: the loss over 40 epochs")).to_be_visible()
    expect(herring.get_by_role("table", name="Correlation of contributions")).to_be_visible()


def test_pictures_are_loaded_when_they_come_into_view(page: Page) -> None:
    assert set(page.locator(".examples img").evaluate_all("all => all.map((one) => one.loading)")) == {"lazy"}
    page.locator(".examples img").last.scroll_into_view_if_needed()
    expect(page.locator(".examples img").last).to_have_js_property("complete", True)
