"""A study that refuses phones, has answer keys of its own and breaks, and offers full screen: in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.site import Site, running, short_study, visitor

pytestmark = pytest.mark.browser

STUDY = "gulls-none"
TEST = 'name = "test"\n'


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = short_study(tmp_path_factory.mktemp("studies"), "none")
    definition = folder / "study.toml"
    text = definition.read_text()
    assert text.count(TEST) == 1
    text = text.replace(TEST, f'{TEST}break_after = 1\nkeys = ["f", "j"]\n')
    definition.write_text(f'{text}\n[flow]\nphones = "refused"\nfullscreen = true\n')
    with running(tmp_path_factory.mktemp("instance"), (folder,)) as site:
        yield site


def test_a_phone_is_told_kindly_what_would_do_and_nothing_is_stored(chromium: Browser, site: Site) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{site.url}/s/{STUDY}")
    expect(page.get_by_role("heading", name="This device does not suit the study")).to_be_visible()
    expect(page.get_by_label("The link to this study")).to_have_value(f"{site.url}/s/{STUDY}")
    expect(page.get_by_role("button", name="Begin")).to_be_hidden()
    expect(page.get_by_role("button", name="Copy the link")).to_be_visible()
    assert page.evaluate("document.scrollingElement.scrollWidth") == 390
    context.close()


def test_full_screen_outlasts_pages_letters_answer_and_a_break_waits(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        guest.open(STUDY)
        expect(guest.page.get_by_text("a phone is too small for this study")).to_be_visible()
        guest.press("Begin")
        guest.page.get_by_role("button", name="Full screen").click()
        expect(guest.page.locator("html:fullscreen")).to_be_attached()
        guest.press("I agree to take part")
        guest.press("Continue")
        for _ in range(2):
            guest.key("1")
            guest.go_on()
        guest.press("Continue")
        guest.key("j")
        expect(guest.page.locator("h1")).to_have_text("Time for a break")
        expect(guest.page.get_by_text("Done: 1 of 2.")).to_be_visible()
        assert guest.page.evaluate("document.fullscreenElement !== null")
        guest.press("Continue")
        guest.key("f")
        expect(guest.page.get_by_role("radio").first).to_be_visible()
