"""What people, browsers and servers do in the middle of a study, beside what test_troubles.py has."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from study_app.app import create_app
from study_app.config import Settings
from study_app.migration import migrate
from study_app.runtime import EXTENSION
from tests.browser.site import Site, Visitor, visitor
from tests.study_app.conftest import launch_all
from tests.study_app.test_server import SERVE

pytestmark = pytest.mark.browser

FORBIDDEN = """for (const name of ["localStorage", "sessionStorage"]) {
  Object.defineProperty(window, name, { get() { throw new DOMException("forbidden", "SecurityError"); } });
}"""


def species(site: Site) -> list[str]:
    """What was answered to pictures, in order."""
    return [answer.values["species"] for answer in site.last_answers() if "species" in answer.values]


def forgive(guest: Visitor, *parts: str) -> None:
    """Forgets complaints of what was brought about."""
    guest.complaints = [one for one in guest.complaints if not any(part in one for part in parts)]


def test_a_double_click_is_one_answer_and_skips_nothing(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        guest.begin("gulls-none")
        guest.wait_until_shown()
        guest.next_page(guest.page.locator(".choice").first.dblclick)
        expect(guest.page.locator(".prose")).to_contain_text("Your answer")
        guest.wait_until_it_listens()
        expect(guest.page.locator(".prose")).to_contain_text("Your answer")
    assert species(site) == ["California"]


def test_a_double_click_on_a_button_to_go_on_leads_on_by_one_page(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        guest.open("gulls-none")
        guest.next_page(guest.page.get_by_role("button", name="Begin").dblclick)
        expect(guest.page.get_by_role("button", name="I agree to take part")).to_be_visible()
        guest.next_page(guest.page.get_by_role("button", name="I agree to take part").dblclick)
        guest.next_page(guest.page.get_by_role("button", name="Continue").dblclick)
        guest.wait_until_shown()
    assert [answer.stage for answer in site.last_answers()] == ["answer"] * 2


def test_a_forgotten_session_is_a_calm_page_and_the_link_begins_anew(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        guest.begin("gulls-none")
        guest.wait_until_shown()
        guest.page.context.clear_cookies()
        guest.page.keyboard.press("1")
        expect(guest.page.locator("h1")).to_have_text("Nothing is open here")
        guest.begin("gulls-none")
        guest.wait_until_shown()
        forgive(guest, "404")
    assert species(site) == []


def test_another_browser_that_is_given_the_cookie_goes_on_where_the_first_was(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as first, visitor(chromium, site) as second:
        first.to_feedback("gulls-none")
        cookies = first.page.context.cookies()
        first.page.close()
        second.page.context.add_cookies([{**one} for one in cookies])  # type: ignore[typeddict-item]
        second.open("gulls-none")
        expect(second.page.locator(".prose")).to_contain_text("Your answer: California")
        second.go_on()
        second.key("2")
    assert species(site) == ["California", "Herring"]


def test_a_browser_that_forbids_storage_takes_the_whole_study(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        guest.page.add_init_script(FORBIDDEN)
        guest.begin("gulls-none")
        for _ in range(2):
            guest.key("1")
            guest.go_on()
        guest.press("Continue")
        for _ in range(2):
            guest.key("2")
        guest.rate_all()
        guest.press("Continue")
        guest.press("You may use my answers")
        assert len(guest.page.locator(".code__value").inner_text()) == 8
    assert species(site) == ["California", "California", "Herring", "Herring"]


def test_a_picture_that_takes_its_time_is_waited_for_and_answers_before_it_count_for_nothing(
    chromium: Browser, site: Site
) -> None:
    held: list[Route] = []
    are_let_go = False
    with visitor(chromium, site) as guest:
        guest.page.route("**/assets/*", lambda route: route.continue_() if are_let_go else held.append(route))
        guest.begin("gulls-none")
        guest.wait_until_it_listens()
        guest.page.keyboard.press("1")
        guest.wait_until_it_listens()
        assert guest.page.locator("[data-reveal][data-shown]").count() == 0
        assert guest.page.get_by_role("img").filter(visible=True).count() == 0
        are_let_go = True
        for route in held:
            route.continue_()
        guest.key("2")
        expect(guest.page.locator(".prose")).to_contain_text("Your answer: Herring")
    assert species(site) == ["Herring"]


def test_the_study_goes_on_in_a_window_that_was_made_small_and_large_again(chromium: Browser, site: Site) -> None:
    """Alone in its process by our headers, its page is given the finest clock that the browser has."""
    with visitor(chromium, site) as guest:
        guest.begin("gulls-none")
        guest.wait_until_shown()
        assert guest.page.evaluate("crossOriginIsolated") is True
        for width, height in ((640, 400), (320, 256), (1280, 800)):
            guest.page.set_viewport_size({"width": width, "height": height})
            assert guest.page.evaluate("document.scrollingElement.scrollWidth") <= width
            expect(guest.page.locator(".choice").first).to_be_visible()
        guest.key("1")
    assert species(site) == ["California"]


# The server, as a process of its own


@contextmanager
def process(settings: Settings, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """The server at that port; dead at the end, however it was."""
    own = {
        "GULLSEYE_INSTANCE": str(settings.instance),
        "GULLSEYE_DATABASE_URL": settings.database_url,
        "GULLSEYE_STIMULI": str(settings.stimuli),
        "GULLSEYE_SECRET_KEY": settings.secret_key,
        "GULLSEYE_STUDIES": ",".join(settings.studies),
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "HOME": str(settings.instance),
    }
    command = [sys.executable, "-c", SERVE, f"127.0.0.1:{port}", "--quiet"]
    running = subprocess.Popen(command, cwd=settings.instance, env={**os.environ, **own}, start_new_session=True)
    try:
        yield running
    finally:
        os.killpg(running.pid, signal.SIGKILL)  # its workers too
        running.wait()


@pytest.fixture
def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.slow
def test_a_server_that_is_killed_and_started_again_costs_no_answer(
    chromium: Browser, site: Site, tmp_path: Path, free_port: int
) -> None:
    settings = site.app.extensions[EXTENSION].settings
    settings = replace(settings, instance=tmp_path, database_url=f"sqlite:///{tmp_path / 'own.db'}")
    migrate(settings.database_url)
    app = create_app(settings)
    launch_all(app)
    served = Site(f"http://127.0.0.1:{free_port}", app)
    with visitor(chromium, served) as guest:
        with process(settings, free_port):
            wait_until_up(guest, served.url)
            guest.begin("gulls-none")
            guest.wait_until_shown()
        guest.page.keyboard.press("2")
        expect(guest.page.get_by_role("status")).to_contain_text("could not be sent yet")
        with process(settings, free_port):
            expect(guest.page.locator(".prose")).to_contain_text("Your answer: Herring", timeout=60_000)
            guest.go_on()
            guest.key("1")
            expect(guest.page.locator(".prose")).to_contain_text("Your answer: California")
        forgive(guest, "ERR_CONNECTION_REFUSED", "ERR_EMPTY_RESPONSE", "ERR_CONNECTION_RESET")
    assert species(served) == ["Herring", "California"]
    app.extensions[EXTENSION].sessions.kw["bind"].dispose()


def wait_until_up(guest: Visitor, url: str) -> None:
    """Asks for the server's health until it tells."""
    for _ in range(600):
        try:
            assert guest.page.request.get(f"{url}/health").ok
        except Exception:  # noqa: BLE001 - playwright has one error for every way in which there is no connection
            guest.page.wait_for_timeout(100)
        else:
            return
    raise AssertionError(url)
