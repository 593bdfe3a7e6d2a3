"""Somebody takes the whole study in a real browser."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.site import ARMS, DESKTOP, UPRIGHT, Site, Visitor, visitor

pytestmark = pytest.mark.browser


def practise(guest: Visitor, answer: str) -> None:
    """Answers a picture and goes on after the feedback."""
    guest.wait_until_shown()
    guest.press(answer)
    expect(guest.page.locator("h1")).to_contain_text("right")
    guest.wait_until_shown()
    guest.go_on()


@pytest.mark.parametrize(("arm", "size"), [*((arm, DESKTOP) for arm in ARMS), ("heatmap", UPRIGHT)])
def test_a_participant_gets_from_the_link_to_the_code(
    chromium: Browser, site: Site, arm: str, size: tuple[int, int]
) -> None:
    with visitor(chromium, site, size) as guest:
        guest.begin(f"gulls-{arm}")
        practise(guest, "California")
        practise(guest, "Herring")
        guest.press("Continue")
        guest.key("1")
        guest.key("2")
        guest.rate_all()
        guest.press("Continue")
        guest.press("You may use my answers")
        code = guest.page.locator(".code__value").inner_text()
    assert len(code) == 8
    stages = [answer.stage for answer in site.last_answers()]
    assert stages == ["answer"] * 2 + ["answer", "feedback"] * 2 + ["answer"] * 5


def test_who_declines_is_thanked_and_leaves(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        guest.open("gulls-none")
        guest.press("Begin")
        guest.press("I do not agree")
        expect(guest.page.locator("h1")).to_have_text("You are not taking part")
        expect(guest.page.locator(".code__value")).to_have_count(0)


@pytest.mark.slow
def test_the_texts_of_the_gull_study_tell_its_numbers(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        guest.open("gulls")
        guest.press("Begin")
        guest.press("I agree to take part")
        told = guest.page.locator(".prose").inner_text()
        assert "20 pictures" in told
        assert "24 new pictures" in told
        guest.press("Continue")
        for _ in range(20):
            practise(guest, "Western")
        assert "24 new pictures" in guest.page.locator(".prose").inner_text()
        guest.press("Continue")
        for _ in range(24):
            guest.key("1")
        expect(guest.page.locator("h1")).to_have_text("How did it go?")
