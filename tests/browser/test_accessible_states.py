"""What is around the tasks, and what befalls a page: read, reached and made out by everybody too."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from study_app.entry import entry_link
from study_app.runtime import EXTENSION
from tests.browser.auditing import faults_of, violations_on
from tests.browser.control_pages import Sheets, drawn
from tests.browser.every_page import every_page
from tests.browser.site import Site, Visitor, visitor
from tests.browser.test_page_end import OUTCOMES
from tests.browser.test_researcher_page import sign_in

pytestmark = pytest.mark.browser

EXPECTED = ("ERR_FAILED", "status 404", "status 403", "status 422", "the server responded with a status of")
WAY_OUT = {"code": "ABCD2345", "url": "https://app.prolific.com/submissions/complete?cc=X", "erased": True}


@pytest.fixture(scope="module")
def server(sheets: Sheets, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("pages")
    sheets.pages = every_page(folder)
    with drawn(folder, sheets) as site:
        yield site


def around(guest: Visitor) -> Iterator[str]:
    """The pages of a site that are no task's."""
    page, url, settings = guest.page, guest.site.url, guest.site.app.extensions[EXTENSION].settings
    page.goto(f"{url}/s/gulls")
    yield "landing"
    page.goto(f"{url}/nothing")
    yield "notice"
    page.goto(f"{url}{entry_link(settings, 'gulls', 'preview')}")
    guest.press("Begin")
    yield "preview"
    page.goto(f"{url}/session/stop")
    yield "stop"
    page.goto(f"{url}/researcher")
    yield "sign in"
    page.get_by_label("One-time password").fill("wrong")
    guest.press("Sign in")
    yield "sign in, wrong"
    sign_in(guest)
    yield "researcher"


def states(guest: Visitor, sheets: Sheets) -> Iterator[str]:
    """What a page can come to."""
    page, url = guest.page, guest.site.url
    for outcome in OUTCOMES:
        page.goto(f"{url}/ended/{outcome}")
        yield outcome
    sheets.around = {**WAY_OUT, "auto_seconds": 3600}
    page.goto(f"{url}/ended/completed")
    yield "completed, with a way out"
    sheets.around = {}
    for name in ("rate-answer-none", "background-answer-none", "write-answer-none", "point", "consent-answer-none"):
        page.goto(f"{url}/page/{name}")
        guest.wait_until_it_listens()
        guest.wait_until_it_listens()
        page.locator("main button[type=submit]").first.click()
        expect(page.locator(":focus")).to_be_visible()
        yield f"{name}, missing"
    page.goto(f"{url}/page/limited")
    guest.wait_until_shown()
    page.evaluate("document.querySelector('[data-limit]').hidden = false")
    yield "time nearly over"
    sheets.refusal = "Please choose one of the answers."
    page.keyboard.press("1")
    expect(page.locator("[data-status], [role=alert]").filter(has_text="Please choose")).to_be_visible()
    yield "refused"
    sheets.refusal = None
    page.route("**/assets/*", lambda route: route.abort())
    page.goto(f"{url}/page/choose")
    expect(page.get_by_role("button", name="Load again")).to_be_visible(timeout=20_000)
    page.unroute("**/assets/*")
    yield "loading failed"


def found(guest: Visitor, pages: Iterator[str], look: Callable[[], list[str]]) -> str:
    """What is found on them; what they complain of because it is brought about is forgotten."""
    told = [f"{name}: {fault}" for name in pages for fault in look()]
    guest.complaints = [one for one in guest.complaints if not any(part in one for part in EXPECTED)]
    guest.complaints = [one for one in guest.complaints if "image cannot be decoded" not in one]
    return "\n".join(told)


def test_everything_around_the_tasks_passes_our_own_audits(
    chromium: Browser, site: Site, server: Site, sheets: Sheets
) -> None:
    with visitor(chromium, site) as guest:
        assert found(guest, around(guest), lambda: faults_of(guest.page)) == ""
    with visitor(chromium, server) as guest:
        assert found(guest, states(guest, sheets), lambda: faults_of(guest.page)) == ""


@pytest.mark.slow
def test_axe_finds_nothing_around_the_tasks(
    chromium: Browser, site: Site, server: Site, sheets: Sheets, axe: str
) -> None:
    with visitor(chromium, site) as guest:
        assert found(guest, around(guest), lambda: violations_on(guest.page, axe)) == ""
    with visitor(chromium, server) as guest:
        told = found(guest, states(guest, sheets), lambda: violations_on(guest.page, axe)).splitlines()
        loading = "loading failed: page-has-heading-one"  # it has one, which comes with the pictures
        assert [line for line in told if not line.startswith(loading)] == []
