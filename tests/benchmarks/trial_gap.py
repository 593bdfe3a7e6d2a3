"""How long the screen stays with an answered trial before the next one is shown, far away from the server."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, ConsoleMessage, sync_playwright

from tests import requirements
from tests.browser.site import DESKTOP, N_SWIFT, running, swift_study, visitor

LATENCY_MS = 300
LINE = {"offline": False, "latency": LATENCY_MS, "downloadThroughput": -1, "uploadThroughput": -1}
N_PEOPLE = 5
THINKING_MS = 700
KINDS = ("answered", "onset")
WITNESS = """
const at = (ms) => performance.timeOrigin + ms;
addEventListener("keydown", ({ timeStamp }) => console.info(`answered ${at(timeStamp)}`), { capture: true });
new MutationObserver((changes) => changes.some(({ target }) => "shown" in target.dataset)
  && requestAnimationFrame((ms) => console.info(`onset ${at(ms)}`)))
  .observe(document, { attributes: true, attributeFilter: ["data-shown"], subtree: true });
"""


def measure() -> Iterator[str]:
    """A block of pictures to name without feedback, in Chromium; the times are those of frames and of key events."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    yield f"{LATENCY_MS} ms to the first byte of a reply; {N_PEOPLE} people, {N_SWIFT} pictures, without feedback\n"
    with TemporaryDirectory() as folder, _chromium() as chromium:
        gaps_ms = list(_gaps(chromium, Path(folder)))
    tenths = quantiles(gaps_ms, n=10)
    yield "| gaps | median | 9th tenth | longest |\n|---|---|---|---|"
    yield f"| {len(gaps_ms)} | {median(gaps_ms):.0f} ms | {tenths[-1]:.0f} ms | {max(gaps_ms):.0f} ms |"


def _gaps(chromium: Browser, folder: Path) -> Iterator[float]:
    """From each answer in the block to the onset of the next picture, in ms."""
    (folder / "studies").mkdir()
    with running(folder / "instance", (swift_study(folder / "studies"),)) as site:
        for _ in range(N_PEOPLE):
            with visitor(chromium, site, DESKTOP) as guest:
                told: list[ConsoleMessage] = []
                guest.page.on("console", _into(told))
                guest.page.context.new_cdp_session(guest.page).send("Network.emulateNetworkConditions", LINE)
                guest.page.add_init_script(WITNESS)
                guest.begin("swift")
                guest.wait_until_shown()
                guest.page.wait_for_timeout(2 * LATENCY_MS + THINKING_MS)  # what is sent ahead is there
                for n in range(N_SWIFT - 1):
                    guest.key(str(n % 4 + 1))
                    guest.wait_until_shown()
                    guest.page.wait_for_timeout(THINKING_MS)
            moments = [(kind, float(ms)) for kind, _, ms in (one.text.partition(" ") for one in told) if kind in KINDS]
            for (before, from_ms), (after, to_ms) in pairwise(moments):
                if (before, after) == KINDS:
                    yield to_ms - from_ms


def _into(told: list[ConsoleMessage]) -> Callable[[ConsoleMessage], None]:
    return lambda message: told.append(message)


@contextmanager
def _chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=requirements.chromium_program(), args=["--no-sandbox"])
