"""What the page measures, and what it takes for an answer."""

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.browser.site import DESKTOP, MINIMUM_SECONDS, Site, Visitor, visitor

pytestmark = pytest.mark.browser

# notes, in order, when each picture is loaded, when it is decoded and when the stimulus is revealed
WITNESS = """
window.seen = [];
const decode = HTMLImageElement.prototype.decode;
HTMLImageElement.prototype.decode = function () {
  return decode.call(this).then(() => { if (this.isConnected) seen.push("decoded"); });
};
new MutationObserver((changes) => changes.forEach(({ target, attributeName }) => {
  if (attributeName !== "data-shown") return;
  seen.push("revealed");
  seen.push(getComputedStyle(target).visibility);
})).observe(document, { attributes: true, subtree: true });
"""


def test_a_picture_is_decoded_before_it_is_shown(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        guest.begin("gulls-none")
        guest.page.add_init_script(WITNESS)
        guest.page.reload()
        guest.wait_until_shown()
        assert guest.page.evaluate("seen") == ["decoded", "revealed", "visible"]


def test_nothing_is_seen_and_no_answer_is_taken_before_the_picture_is_there(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        guest.begin("gulls-none")
        held: list[Route] = []
        guest.page.route("**/assets/*", lambda route: held.append(route))
        guest.page.reload(wait_until="domcontentloaded")
        assert guest.page.locator("[data-reveal]").evaluate("(part) => getComputedStyle(part).visibility") == "hidden"
        guest.page.keyboard.press("1")
        guest.page.locator("button.choice").first.dispatch_event("click")
        guest.page.wait_for_timeout(200)
        assert len(guest.posts()) == 2
        for route in held:
            route.continue_()
        guest.page.unroute("**/assets/*")
        guest.key("1")
        assert len(guest.posts()) == 3
    assert site.last_answers()[-1].timing["rt_ms"] < 2000


def test_the_measurements_are_plausible(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        guest.begin("gulls-none")
        guest.wait_until_shown()
        guest.page.wait_for_timeout(500)
        guest.page.keyboard.press("Tab")
        guest.page.wait_for_timeout(300)
        guest.press("Herring")
    timing = site.last_answers()[-1].timing
    assert 780 <= timing["rt_ms"] < 3000
    assert 480 <= timing["first_action_ms"] <= timing["rt_ms"] - 250
    assert 1 < timing["frame_ms"] < 200
    assert (timing["hidden_ms"], timing["blur_count"]) == (0, 0)
    assert timing["viewport"] == f"{DESKTOP[0]}x{DESKTOP[1]}"
    assert timing["device_pixel_ratio"] == 1
    assert timing["clock"] == "frame"
    assert timing["load_ms"] < 3000
    assert timing["long_task_ms"] is not None
    assert 0 < timing["clock_step_ms"] <= 2
    assert 0 <= timing["queued_ms"] < 3000
    assert -100 < timing["presented_ms"] < 1000


# keeps the page's thread busy for 150 ms, in a task that begins after the onset
BUSY = """
new Promise((resolve) => setTimeout(() => {
  for (const start = performance.now(); performance.now() < start + 150; );
  setTimeout(resolve);
}))
"""


def test_a_page_that_was_kept_busy_says_so(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        guest.begin("gulls-none")
        guest.wait_until_shown()
        guest.page.evaluate(BUSY)
        guest.press("Herring")
    assert site.last_answers()[-1].timing["long_task_ms"] >= 150


# keeps every frame from the page until `release` is called
NO_FRAMES = """
const ask = window.requestAnimationFrame.bind(window);
let held = [];
window.requestAnimationFrame = (callback) => (held ? held.push(callback) : ask(callback));
window.release = () => {
  const callbacks = held;
  held = null;
  callbacks.forEach(ask);
};
"""


def test_a_press_that_came_before_the_picture_is_no_answer(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        guest.begin("gulls-none")
        guest.page.add_init_script(NO_FRAMES)
        guest.page.reload()
        guest.page.get_by_role("button", name="Herring").hover()
        guest.page.mouse.down()
        guest.page.evaluate("release()")
        guest.wait_until_shown()
        guest.page.mouse.up()
        assert len(guest.posts()) == 2
        guest.press("Herring")
        assert len(guest.posts()) == 3


def test_a_double_click_is_one_answer(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        guest.begin("gulls-none")
        guest.wait_until_shown()
        guest.next_page(guest.page.get_by_role("button", name="Herring").dblclick)
        assert len(guest.posts()) == 3
        expect(guest.page.locator("h1")).to_contain_text("right")


def hold(guest: Visitor, key: str) -> None:
    """Presses a key and does not let go: it repeats."""
    for _ in range(3):
        guest.page.keyboard.down(key)


def test_a_held_key_is_one_answer_and_none_to_the_next_page(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        guest.begin("gulls-none")
        guest.wait_until_shown()
        guest.next_page(lambda: hold(guest, "1"))
        guest.wait_until_shown()
        guest.page.keyboard.down("1")
        guest.page.keyboard.up("1")
        assert len(guest.posts()) == 3


# the server has every answer; pages that are sent ahead do not wait for that
ARRIVED = """
new Promise((resolve) => (function look() {
  if (Object.keys(localStorage).some((name) => name.startsWith("gullseye-answer:"))) setTimeout(look, 20);
  else resolve();
})())
"""


def test_feedback_stays_for_its_minimum_time(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        guest.to_feedback("gulls")
        button = guest.page.get_by_role("button", name="Continue")
        expect(button).to_have_attribute("aria-disabled", "true")
        n_before = len(guest.posts())
        button.click(force=True)
        guest.page.keyboard.press("Enter")
        assert len(guest.posts()) == n_before
        expect(button).not_to_have_attribute("aria-disabled", "true")
        expect(guest.page.get_by_role("status")).to_have_text("You can go on now.")
        guest.press("Continue")
        guest.page.evaluate(ARRIVED)
        assert len(guest.posts()) == n_before + 1
    timing = site.last_answers()[-1].timing
    assert 1000 * MINIMUM_SECONDS <= timing["rt_ms"] < 1000 * MINIMUM_SECONDS + 3000


def test_number_keys_can_be_switched_off_and_stay_off(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        guest.begin("gulls-none")
        guest.page.get_by_label("Answer with number keys").uncheck()
        guest.wait_until_shown()
        guest.page.keyboard.press("1")
        guest.page.reload()
        guest.wait_until_shown()
        expect(guest.page.get_by_label("Answer with number keys")).not_to_be_checked()
        guest.page.keyboard.press("1")
        assert len(guest.posts()) == 2


def test_the_next_picture_is_there_before_it_is_needed(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        guest.begin("gulls-none")
        guest.wait_until_shown()
        loaded = [request for request in guest.requests if "/assets/" in request]
        guest.key("1")
        guest.go_on()
        guest.wait_until_shown()
        address = guest.page.locator(".figure img").get_attribute("src")
        assert f"GET {site.url}{address}" in loaded
        assert [request for request in guest.requests if "/assets/" in request] == loaded
