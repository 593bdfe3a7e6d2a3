"""What goes wrong on the way, and costs neither an answer nor a participant's patience."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.site import MINIMUM_SECONDS, Site, visitor

pytestmark = pytest.mark.browser


def test_an_answer_given_without_a_connection_is_sent_when_it_is_back(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        guest.begin("gulls-none")
        guest.wait_until_shown()
        guest.page.context.set_offline(True)
        guest.page.get_by_role("button", name="Herring").click()
        expect(guest.page.get_by_role("status")).to_contain_text("could not be sent yet")
        expect(guest.page.get_by_role("button", name="Send again")).to_be_visible()
        guest.page.context.set_offline(False)
        expect(guest.page.locator(".prose")).to_contain_text("Your answer: Herring")
        guest.complaints = [one for one in guest.complaints if "ERR_INTERNET_DISCONNECTED" not in one]
    assert [answer.values for answer in site.last_answers()][2:] == [{"species": "Herring"}]


def test_the_back_button_leads_to_the_page_that_is_due(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        guest.to_feedback("gulls-none")
        guest.page.go_back()
        expect(guest.page.locator("h1")).to_contain_text("right")
        assert guest.page.url == f"{site.url}/session"


def test_a_reload_shows_the_same_picture_and_is_counted(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        guest.begin("gulls-none")
        picture = guest.page.locator(".figure img").get_attribute("src")
        assert site.n_served() == 1
        guest.page.reload()
        assert guest.page.locator(".figure img").get_attribute("src") == picture
        assert site.n_served() == 2


def test_an_answer_counts_as_served_once(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        guest.to_feedback("gulls-none")
        assert site.n_served() == 1


def test_a_second_tab_cannot_answer_the_same_picture_twice(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        guest.begin("gulls-none")
        other = guest.page.context.new_page()
        other.goto(f"{site.url}/session")
        other.wait_for_selector("[data-reveal][data-shown]")
        guest.key("1")
        other.get_by_role("button", name="Herring").click()
        expect(other.locator(".prose")).to_contain_text("Your answer: California")
    assert [answer.values for answer in site.last_answers()][2:] == [{"species": "California"}]


def test_closing_the_window_and_opening_the_link_again_goes_on(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        guest.to_feedback("gulls-none")
        again = guest.page.context.new_page()
        guest.page.close()
        again.goto(f"{site.url}/s/gulls-none")
        expect(again.locator("h1")).to_contain_text("right")


def test_a_picture_that_cannot_be_loaded_is_told_and_can_be_loaded_again(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        guest.begin("gulls-none")
        guest.page.route("**/assets/*", lambda route: route.abort())
        guest.page.reload()
        expect(guest.page.get_by_role("status")).to_contain_text("could not be loaded")
        guest.page.keyboard.press("1")
        assert len(guest.posts()) == 2
        guest.page.unroute("**/assets/*")
        guest.page.get_by_role("button", name="Load again").click()
        guest.key("1")
        expected = ("ERR_FAILED", "script: The source image cannot be decoded")
        guest.complaints = [one for one in guest.complaints if not any(part in one for part in expected)]


def test_a_page_sent_back_keeps_what_was_filled_in(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        guest.begin("gulls-none")
        for _ in range(2):
            guest.key("1")
            guest.go_on()
        guest.press("Continue")
        guest.key("1")
        guest.key("1")
        guest.page.locator("form").evaluate("(form) => { form.noValidate = true; }")
        guest.page.get_by_role("radio", name="3").first.check()
        guest.page.get_by_role("button", name="Continue").click()
        expect(guest.page.get_by_role("status")).to_have_text("4 items are still to answer.")
        expect(guest.page.get_by_role("radio", name="3").first).to_be_checked()
        guest.rate_all()
        guest.press("Continue")
        expect(guest.page.get_by_role("button", name="You may use my answers")).to_be_visible()
        guest.complaints = [one for one in guest.complaints if "422" not in one]


def test_without_scripts_the_study_can_be_taken_and_says_what_is_lost(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site, scripts=False) as guest:
        guest.begin("gulls")
        expect(guest.page.locator("noscript p")).to_contain_text("JavaScript")
        expect(guest.page.locator(".figure img").first).to_be_visible()
        guest.press("Herring")
        guest.press("Continue")
        expect(guest.page.get_by_role("alert")).to_contain_text("a little longer")
        guest.page.wait_for_timeout(1000 * MINIMUM_SECONDS)
        guest.press("Continue")
        expect(guest.page.locator("h1")).to_have_text("Which gull is this?")
        guest.complaints = [one for one in guest.complaints if "422" not in one]
    assert {answer.timing["rt_ms"] for answer in site.last_answers()} == {None}
