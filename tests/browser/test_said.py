"""What is said to somebody who does not see the page: by regions that were there before they spoke, and by names."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Route, expect

from study_app.study.controls import Ask, Choice, Choose, OneOf, Written
from study_app.study.page import Figure, Page, Prompt
from tests.browser.control_pages import Sheets, at, drawn
from tests.browser.site import Site, Visitor
from tests.builders import write_asset

pytestmark = pytest.mark.browser

GULLS = Choose("Which gull is this?", (Choice("Western", "Western", "1"), Choice("Herring", "Herring", "2")))
FORM = Ask((OneOf("bird", "What did you see?", (Choice("a", "A gull"), Choice("b", "A tern"))), Written("why", "Why?")))
# keeps what a screen reader would say: changes inside live regions that are on the page and not hidden
LISTEN = """() => {
  window.said = [];
  const regions = new Set(document.querySelectorAll("[role=status], [role=alert], [aria-live]"));
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      const region = (target.nodeType === Node.TEXT_NODE ? target.parentElement : target)?.closest("[role=status], [role=alert], [aria-live]");
      const isHeard = regions.has(region) && region.checkVisibility() && !region.closest("[aria-hidden=true]");
      if (isHeard && region.textContent.trim() && said.at(-1) !== region.textContent.trim()) said.push(region.textContent.trim());
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""  # noqa: E501


@pytest.fixture(scope="module")
def server(sheets: Sheets, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("pictures")
    prompt = Prompt(figures=(Figure(write_asset(folder, "a")),))
    sheets.pages = {
        "gull": Page(prompt, GULLS, timed=True),
        "limited": Page(prompt, GULLS, timed=True, limit_seconds=2),
        "form": Page(Prompt(heading="Tell us"), FORM),
    }
    with drawn(folder, sheets) as site:
        yield site


def said(guest: Visitor) -> list[str]:
    found: list[str] = guest.page.evaluate("window.said")
    return found


def test_of_a_missing_answer_the_question_itself_tells_and_has_the_focus(chromium: Browser, server: Site) -> None:
    with at(chromium, server, "/page/form") as guest:
        page = guest.page
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("radio", name="A gull")).to_be_focused()
        expect(page.get_by_role("group")).to_have_accessible_name("What did you see? Please answer this question.")
        expect(page.get_by_role("textbox")).to_have_accessible_name("Why? Please answer this question.")
        expect(page.get_by_role("textbox")).to_have_attribute("aria-invalid", "true")
        page.keyboard.press("Space")
        expect(page.get_by_role("group")).to_have_accessible_name("What did you see?")
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("textbox")).to_be_focused()


def test_an_answer_that_is_long_on_its_way_is_said_to_be(chromium: Browser, server: Site) -> None:
    held: list[Route] = []
    with at(chromium, server, "/page/gull") as guest:
        guest.wait_until_shown()
        guest.page.evaluate(LISTEN)
        guest.page.route("**/answer*", lambda route: held.append(route))
        guest.page.keyboard.press("1")
        guest.page.wait_for_function("() => window.said.length > 0")
        assert said(guest) == ["Sending your answer …"]
        guest.next_page(held[0].continue_)


def test_an_answer_that_is_refused_is_told_why(chromium: Browser, server: Site, sheets: Sheets) -> None:
    sheets.refusal = "Please think again."
    with at(chromium, server, "/page/gull") as guest:
        guest.wait_until_shown()
        guest.page.evaluate(LISTEN)
        guest.page.keyboard.press("1")
        guest.page.wait_for_function("() => window.said.length > 0")
        assert said(guest) == ["Please think again."]
        guest.complaints = [one for one in guest.complaints if "422" not in one]
    sheets.refusal = None


def test_that_time_is_nearly_over_is_said_once_and_that_it_is_over(chromium: Browser, server: Site) -> None:
    with at(chromium, server, "/page/limited") as guest:
        guest.page.evaluate(LISTEN)
        guest.page.route("**/answer*", lambda route: route.abort())
        guest.page.wait_for_function("() => window.said.some((one) => one.includes('over'))")
        told = said(guest)
        guest.page.unroute("**/answer*")
        guest.complaints = [one for one in guest.complaints if "ERR_FAILED" not in one]
    assert re.fullmatch(r"1 second left", told[0])
    assert told[1].startswith("The time for this page is over")
