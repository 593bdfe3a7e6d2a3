"""No waiting between trials, whatever the connection does: pages that are there already, answers that are kept."""

from time import monotonic

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.browser.site import N_SWIFT, Site, Visitor, visitor

pytestmark = pytest.mark.browser

CUT = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED")
KINDS = ["California", "Herring", "Ring-billed", "Western"]


def begin(guest: Visitor) -> None:
    """Goes to the first picture, all others sent ahead."""
    guest.begin("swift")
    with guest.page.expect_response("**/session/ahead*"):
        guest.page.reload()
    guest.wait_until_shown()


def name_next(guest: Visitor, n: int) -> str:
    """Answers a picture, the n-th; what was answered."""
    guest.key(str(n % 4 + 1))
    return KINDS[n % 4]


def named(site: Site) -> list[str]:
    """The stored answers to pictures, in the order in which they arrived."""
    return [answer.values["species"] for answer in site.last_answers() if "species" in answer.values]


def forgive_the_cut(guest: Visitor) -> None:
    """Forgets what the browser says of a lost connection."""
    guest.complaints = [one for one in guest.complaints if not any(part in one for part in CUT)]


def test_the_next_picture_comes_without_the_server_and_its_answer_costs_one_round_trip(
    chromium: Browser, site: Site
) -> None:
    with visitor(chromium, site) as guest:
        begin(guest)
        guest.page.evaluate("window.isSame = true")
        n_before = len(guest.requests)
        for n in range(N_SWIFT):
            name_next(guest, n)
        expect(guest.page.locator("h1")).to_have_text("How did it go?")
        assert guest.page.evaluate("window.isSame")
        asked = [request.split()[0] for request in guest.requests[n_before:] if "/assets/" not in request]
        assert asked == ["POST"] * N_SWIFT
    answers = [answer for answer in site.last_answers() if "species" in answer.values]
    assert [answer.values["species"] for answer in answers] == [KINDS[n % 4] for n in range(N_SWIFT)]
    assert {answer.timing["clock"] for answer in answers} == {"frame"}
    assert all(answer.timing["rt_ms"] > 0 for answer in answers)


@pytest.mark.parametrize("cut_seconds", [0, pytest.param(30, marks=pytest.mark.slow)], ids=["shortly", "for 30 s"])
def test_with_the_connection_cut_one_goes_on_and_nothing_is_lost_doubled_or_out_of_order(
    chromium: Browser, site: Site, cut_seconds: int
) -> None:
    with visitor(chromium, site) as guest:
        begin(guest)
        given = [name_next(guest, n) for n in range(3)]
        guest.let_arrive()
        guest.page.context.set_offline(True)
        given_at = []
        for n in range(3, N_SWIFT - 1):
            given.append(name_next(guest, n))
            given_at.append(monotonic())
            guest.page.wait_for_timeout(1000 * cut_seconds / (N_SWIFT - 4))
        guest.wait_until_shown()
        guest.page.keyboard.press("4")
        expect(guest.page.locator("[data-status]")).to_contain_text("could not be sent yet")
        assert named(site) == given[:3]
        back_at = monotonic()
        guest.page.context.set_offline(False)
        expect(guest.page.locator("h1")).to_have_text("How did it go?")
        forgive_the_cut(guest)
    assert named(site) == [*given, "Western"]
    waited = [answer.timing["queued_ms"] for answer in site.last_answers() if "species" in answer.values]
    assert all(1000 * (back_at - at) < ms for at, ms in zip(given_at, waited[3:-1], strict=True))


def test_a_page_closed_while_it_sends_is_finished_on_return(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        begin(guest)
        guest.page.context.set_offline(True)
        given = [name_next(guest, n) for n in range(4)]
        again = guest.page.context.new_page()
        guest.page.close()
        guest.page.context.set_offline(False)
        assert named(site) == []
        again.goto(f"{site.url}/s/swift")
        again.wait_for_selector("[data-reveal][data-shown]")
        assert named(site) == given
        assert again.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('gullseye-answer'))") == []
        forgive_the_cut(guest)
    # Each was shown once; where the first answer still arrived as its page closed, the next was sent again on return.
    assert site.servings()[-N_SWIFT:][1:4] in ([1, 1, 1], [2, 1, 1])


def test_an_answer_that_arrived_without_the_browser_hearing_of_it_is_stored_once(chromium: Browser, site: Site) -> None:
    def deaf(route: Route) -> None:
        """Lets the answer through and loses the reply."""
        route.fetch()
        route.abort()

    with visitor(chromium, site) as guest:
        begin(guest)
        guest.page.route("**/session/*/answer*", deaf, times=1)
        given = [name_next(guest, n) for n in range(4)]
        guest.wait_until_shown()
        guest.let_arrive()
        forgive_the_cut(guest)
    assert named(site) == given


def test_a_held_key_and_a_double_click_do_not_answer_the_page_that_takes_the_place(
    chromium: Browser, site: Site
) -> None:
    with visitor(chromium, site) as guest:
        begin(guest)
        for _ in range(5):
            guest.page.keyboard.down("1")
        guest.page.keyboard.up("1")
        guest.wait_until_shown()
        guest.next_page(guest.page.get_by_role("button", name="Herring").dblclick)
        guest.wait_until_shown()
        guest.key("3")
        guest.let_arrive()
    assert named(site) == ["California", "Herring", "Ring-billed"]


def test_a_page_sent_ahead_that_is_loaded_again_was_seen_twice(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        begin(guest)
        name_next(guest, 0)
        guest.let_arrive()
        guest.wait_until_shown()
        guest.page.reload()
        guest.wait_until_shown()
        name_next(guest, 1)
    assert site.servings()[-N_SWIFT:][:2] == [2, 2]  # the first one was loaded again by `begin`


def test_what_another_tab_did_is_known_with_the_next_answer(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        begin(guest)
        other = guest.page.context.new_page()
        other.goto(f"{site.url}/session")
        other.wait_for_selector("[data-reveal][data-shown]")
        for n in range(3):
            name_next(guest, n)
        guest.let_arrive()
        with other.expect_navigation():
            other.get_by_role("button", name="Western").click()
        other.wait_for_selector("[data-reveal][data-shown]")
        assert other.locator("form").get_attribute("action") == guest.page.locator("form").get_attribute("action")
    assert named(site) == KINDS[:3]


def test_where_storage_is_forbidden_answers_are_sent_all_the_same(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        guest.page.add_init_script(
            "for (const kind of ['localStorage', 'sessionStorage'])"
            " Object.defineProperty(window, kind, { get() { throw new DOMException('no', 'SecurityError'); } });"
        )
        begin(guest)
        given = [name_next(guest, n) for n in range(N_SWIFT)]
        expect(guest.page.locator("h1")).to_have_text("How did it go?")
    assert named(site) == given


def test_pictures_of_a_block_are_loaded_before_it_begins_and_progress_is_told(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        guest.begin("swift")
        held: list[Route] = []
        guest.page.route("**/assets/*", lambda route: held.append(route))
        guest.page.reload(wait_until="domcontentloaded")
        expect(guest.page.locator("[data-loaded]")).to_be_hidden()
        expect(guest.page.locator("[data-loading]")).to_be_visible()
        expect(guest.page.get_by_role("button", name="Herring")).to_be_hidden()
        while held:
            held.pop(0).continue_()
            guest.page.wait_for_timeout(20)
        guest.wait_until_shown()
        n_pictures = len({request for request in guest.requests if "/assets/" in request})
        for n in range(N_SWIFT - 1):
            name_next(guest, n)
        assert len({request for request in guest.requests if "/assets/" in request}) == n_pictures == N_SWIFT
        guest.key("1")
        expect(guest.page.locator("h1")).to_have_text("How did it go?")


def test_who_wants_to_stop_leaves_no_answer_behind(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        begin(guest)
        guest.page.route("**/session/*/answer*", lambda route: route.abort())
        given = [name_next(guest, n) for n in range(3)]
        guest.page.unroute("**/session/*/answer*")
        guest.page.get_by_role("link", name="Stop taking part").click()
        expect(guest.page.locator("h1")).to_have_text("Do you want to stop taking part?")
        guest.let_arrive()
        forgive_the_cut(guest)
    assert named(site) == given
