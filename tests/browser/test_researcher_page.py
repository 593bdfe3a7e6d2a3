"""The researcher's page in a real browser."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from study_app.passwords import make_password
from study_app.runtime import EXTENSION
from tests.browser.site import Site, Visitor, visitor

pytestmark = pytest.mark.browser

AUDIT = (Path(__file__).parent / "audit.mjs").read_text()


def sign_in(guest: Visitor) -> None:
    with guest.site.app.extensions[EXTENSION].sessions.begin() as session:
        password = make_password(session, datetime.now(UTC))
    guest.page.goto(f"{guest.site.url}/researcher")
    guest.page.get_by_label("One-time password").fill(password)
    guest.press("Sign in")


def n_began(guest: Visitor) -> int:
    row = guest.page.locator("#people ~ .scroll tfoot tr")
    return int(row.locator("td").first.inner_text()) if row.count() else 0


def test_its_pages_can_be_read_reached_and_made_out(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        guest.page.goto(f"{site.url}/researcher")
        assert guest.page.evaluate(AUDIT) == []
        sign_in(guest)
        assert guest.page.evaluate(AUDIT) == []


def test_the_counts_refresh_themselves(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as researcher:
        researcher.page.clock.install()
        sign_in(researcher)
        researcher.page.goto(f"{site.url}/researcher/gulls-none")
        before = n_began(researcher)
        with visitor(chromium, site) as guest:
            guest.begin("gulls-none")
        with researcher.page.expect_response("**/counts"):
            researcher.page.clock.fast_forward(10_000)
        expect(researcher.page.locator("#people ~ .scroll tfoot td").first).to_have_text(str(before + 1))
        expect(researcher.page.locator("[data-refreshed]")).to_contain_text("Counted at")


def test_the_participants_link_can_be_copied(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        guest.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        sign_in(guest)
        guest.page.get_by_role("button", name=re.compile("^Copy")).first.click()
        expect(guest.page.get_by_role("button", name=re.compile("^Copied"))).to_be_visible()
        assert guest.page.evaluate("navigator.clipboard.readText()") == f"{site.url}/s/gulls"


def test_the_export_comes_as_a_file(chromium: Browser, site: Site) -> None:
    with visitor(chromium, site) as guest:
        sign_in(guest)
        with guest.page.expect_download() as download:
            guest.page.get_by_role("link", name="Download export").click()
        assert re.fullmatch(r"gulls-[\d-]+\.zip", download.value.suggested_filename)
