"""Somebody who has a keyboard and nothing else, and notices where the focus is."""

from dataclasses import dataclass, field

from playwright.sync_api import expect

from tests.browser.auditing import FOLDER, NOT_SHOWN_YET
from tests.browser.site import Visitor

MOST_TABS = 60
TEXT = "I looked at the beak and at the wings."
FOCUSED = (FOLDER / "focused.mjs").read_text()


@dataclass
class KeyboardUser:
    """Goes through pages with Tab, arrows, space, Enter and answer keys.  complaints: where the focus was not seen."""

    guest: Visitor
    complaints: list[str] = field(default_factory=list)
    n_pages: int = 0

    def open(self, link: str) -> None:
        """The participants' link, which somebody types or is sent to."""
        self.guest.page.goto(f"{self.guest.site.url}{link}")

    def answer(self) -> None:
        """Answers the page: with its key where it has one and every second time, else with what Tab leads to."""
        self.n_pages += 1
        page = self.guest.page
        expect(page.locator(NOT_SHOWN_YET)).to_have_count(0)
        self.guest.wait_until_it_listens()
        key = page.locator("main [data-key]").first
        if self.n_pages % 2 and key.count():
            return self.guest.next_page(lambda: page.keyboard.press(str(key.get_attribute("data-key"))))
        for _ in range(MOST_TABS):
            page.keyboard.press("Tab")
            if self._act():
                return None
        raise AssertionError(f"no way to go on: {page.locator('main').inner_text()}")

    def _act(self) -> bool:
        """Does what is to be done where the focus is; whether the page was left by it."""
        at, keyboard = self.guest.page.evaluate(FOCUSED), self.guest.page.keyboard
        if at["kind"] == "nothing":
            return False
        if not at["isSeen"]:
            self.complaints.append(f"not seen: {at['html']}")
        if at["isCovered"]:
            self.complaints.append(f"covered: {at['html']}")
        if at["submits"]:
            if at["isHeld"]:
                expect(self.guest.page.locator("main button:focus")).not_to_have_attribute("aria-disabled", "true")
            self.guest.next_page(lambda: keyboard.press("Enter" if self.n_pages % 2 else "Space"))
            return True
        if at["isAsked"]:
            self._fill(at["kind"], at["most"])
        return False

    def _fill(self, kind: str, most: str) -> None:
        keyboard = self.guest.page.keyboard
        if kind in ("radio", "checkbox"):
            keyboard.press("Space")
        elif kind == "range":
            keyboard.press("ArrowRight")
        elif kind == "number":
            keyboard.type(most)
        elif kind == "select-one":
            keyboard.press("ArrowDown")
        elif kind in ("textarea", "text"):
            keyboard.type(TEXT)
        elif kind == "mark":
            keyboard.press("ArrowRight")
            keyboard.press("Enter")
        elif kind == "node":
            keyboard.press("ArrowRight")
