"""The gallery of a stimulus set in a real browser, opened as a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from stimuli.gallery.page import write_gallery
from tests.browser.site import DESKTOP, UPRIGHT, opened_file
from tests.stimuli.gallery_set import write_scored_set

pytestmark = pytest.mark.browser

AUDIT = (Path(__file__).parent / "audit.mjs").read_text()
ALL = ["A/000", "A/001", "B/000", "B/001"]


@pytest.fixture
def page(chromium: Browser, tmp_path: Path) -> Iterator[Page]:
    """The gallery of four images; nothing may be complained about, nothing come from elsewhere."""
    write_scored_set(tmp_path)
    address = write_gallery(tmp_path).as_uri()
    with opened_file(chromium, address) as found:
        yield found


def images(page: Page) -> list[str]:
    """The names of the images that can be seen, in their order."""
    # Not their inner text: the browser lays out what is below the window only when it comes into view.
    return page.locator(".card:not([hidden]) h3").all_text_contents()


def test_at_first_everything_is_there_in_the_order_of_the_set(page: Page) -> None:
    assert images(page) == ALL
    expect(page.locator(".count")).to_have_text("4 of 4 images")
    expect(page.get_by_text("<script>alert('x')</script>&\"$title")).to_be_visible()


@pytest.mark.parametrize(
    ("label", "value", "left"),
    [
        ("True class", "B", ["B/000", "B/001"]),
        ("Split", "test", ["A/001", "B/001"]),
        ("Classifier", "wrong", ["B/001"]),
        ("Classifier", "right", ["A/000", "A/001", "B/000"]),
    ],
)
def test_a_filter_leaves_what_fits(page: Page, label: str, value: str, left: list[str]) -> None:
    page.get_by_label(label).select_option(value)
    assert images(page) == left
    expect(page.locator(".count")).to_have_text(f"{len(left)} of 4 images")


def test_only_images_with_warnings_of_the_explanation_that_is_shown(page: Page) -> None:
    page.get_by_label("Warnings only").check()
    assert images(page) == ["A/001", "B/001"]
    page.get_by_label("Explanation").select_option("heatmap")
    assert images(page) == []
    expect(page.get_by_text("No image fits these filters.")).to_be_visible()


def test_one_explanation_can_be_looked_at_alone(page: Page) -> None:
    page.get_by_label("Explanation").select_option("placebo")
    expect(page.locator("[data-explanation=heatmap]:not([hidden])")).to_have_count(0)
    expect(page.locator("[data-explanation=placebo]:not([hidden])")).to_have_count(4)


def test_images_are_sorted_by_any_score_in_both_directions(page: Page) -> None:
    page.get_by_label("Sort by").select_option("placebo/deletion")
    assert images(page) == ALL[::-1]
    page.get_by_label("Largest first").check()
    assert images(page) == ALL
    page.get_by_label("Sort by").select_option("/p_label")
    assert images(page)[-1] == "B/001"


def test_an_image_without_the_score_comes_last_in_both_directions(page: Page) -> None:
    page.get_by_label("Sort by").select_option("placebo/insertion")
    assert images(page) == ["A/000", "B/000", "B/001", "A/001"]
    page.get_by_label("Largest first").check()
    assert images(page) == ["B/001", "B/000", "A/000", "A/001"]


def test_filters_add_up_and_are_reset(page: Page) -> None:
    page.get_by_label("True class").select_option("A")
    page.get_by_label("Split").select_option("train")
    assert images(page) == ["A/000"]
    page.get_by_role("button", name="Reset").click()
    expect(page.locator(".count")).to_have_text("4 of 4 images")


def test_the_keyboard_reaches_every_control(page: Page) -> None:
    reached = []
    for _ in range(16):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.name || document.activeElement.tagName.toLowerCase()"))
    controls = ["class", "split", "right", "explanation", "sort", "descending", "warned", "button"]
    start = reached.index("class")
    assert reached[start : start + len(controls)] == controls
    page.get_by_label("Warnings only").focus()
    page.keyboard.press("Space")
    assert images(page) == ["A/001", "B/001"]


def test_a_picture_opens_alone_from_the_keyboard(page: Page) -> None:
    link = page.locator(".card a").first
    target = link.get_attribute("href")
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{target}")


@pytest.mark.parametrize("size", [DESKTOP, UPRIGHT])
def test_it_can_be_read_and_made_out(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    # One file that needs nothing else: its style and its script are in it.
    assert [fault for fault in page.evaluate(AUDIT) if not fault.startswith("inline style or script")] == []
    assert page.evaluate("document.scrollingElement.scrollWidth") <= size[0]


def test_pictures_are_loaded_when_they_come_into_view(page: Page) -> None:
    assert set(page.locator(".card img").evaluate_all("all => all.map((one) => one.loading)")) == {"lazy"}
    page.locator(".card img").last.scroll_into_view_if_needed()
    expect(page.locator(".card img").last).to_have_js_property("complete", True)
