"""Every kind of page can be read, reached and made out by everybody: our own audits, axe-core, and enlarged pages."""

from collections.abc import Callable, Iterable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.auditing import NOT_SHOWN_YET, faults_of, violations_on
from tests.browser.control_pages import Sheets, drawn
from tests.browser.every_page import every_page
from tests.browser.site import Site, Visitor, visitor

pytestmark = pytest.mark.browser

ZOOMS = {200: (640, 400), 400: (320, 256)}  # what is left of 1280 x 800 and 1280 x 1024 pixels


@pytest.fixture(scope="module")
def server(sheets: Sheets, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("pages")
    sheets.pages = every_page(folder)
    with drawn(folder, sheets) as site:
        yield site


def found_on(guest: Visitor, names: Iterable[str], look: Callable[[Visitor], list[str]]) -> list[str]:
    """What `look` finds on any of those pages."""
    found = []
    for name in names:
        guest.page.goto(f"{guest.site.url}/page/{name}")
        expect(guest.page.locator(NOT_SHOWN_YET)).to_have_count(0)
        guest.wait_until_it_listens()
        found += [f"{name}: {fault}" for fault in look(guest)]
    return found


def test_every_page_of_every_task_passes_our_own_audits(chromium: Browser, server: Site, sheets: Sheets) -> None:
    """In the arm with more on the page; with the slow proofs in all."""
    with visitor(chromium, server) as guest:
        richest = [name for name in sheets.pages if name.replace("-none", "-xnn") not in sheets.pages.keys() - {name}]
        found = found_on(guest, richest, lambda each: faults_of(each.page))
        assert not found, "\n".join(found)


@pytest.mark.slow
def test_axe_finds_nothing_on_any_page_of_any_task(chromium: Browser, server: Site, sheets: Sheets, axe: str) -> None:
    with visitor(chromium, server) as guest:
        found = found_on(guest, sheets.pages, lambda each: violations_on(each.page, axe))
        assert not found, "\n".join(found)


@pytest.mark.slow
@pytest.mark.parametrize("zoom", ZOOMS)
def test_enlarged_no_page_scrolls_in_two_directions(chromium: Browser, server: Site, sheets: Sheets, zoom: int) -> None:
    def look(guest: Visitor) -> list[str]:
        width = guest.page.evaluate("document.scrollingElement.scrollWidth")
        return [f"{width} px wide"] if width > ZOOMS[zoom][0] else faults_of(guest.page)

    with visitor(chromium, server, ZOOMS[zoom]) as guest:
        found = found_on(guest, sheets.pages, look)
        assert not found, "\n".join(found)
