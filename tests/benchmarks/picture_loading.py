"""How long somebody on a slow line waits for a page with large pictures: as they are, and in the size of the screen."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
from playwright.sync_api import Browser, sync_playwright

from stimuli.assets import write_asset
from stimuli.gulls.picture import render
from stimuli.manifest import Asset
from study_app.study.controls import Choice, Choose
from study_app.study.page import Figure, Page, Prompt
from tests import requirements
from tests.browser.control_pages import Sheets, drawn
from tests.browser.site import DESKTOP, Site, visitor

SIDE_PX, QUALITY = 2000, 90
LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
RATIOS = (1, 2)
N_RUNS = 3
SHOWN = """
const mark = ({ target }) => "shown" in target.dataset && performance.mark("shown");
new MutationObserver((changes) => changes.forEach(mark))
  .observe(document, { attributes: true, attributeFilter: ["data-shown"], subtree: true });
"""
LOADED = """[
  performance.getEntriesByName("shown")[0].startTime,
  performance.getEntriesByType("resource").filter(({ name }) => name.includes("/assets/"))
    .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
]"""


class Load(NamedTuple):
    """seconds: from the beginning of the navigation until the pictures are shown.  size_bytes: of pictures."""

    seconds: float
    size_bytes: int


def measure() -> Iterator[str]:
    """A page with a photograph and a map over it, nothing in the browser's cache."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    yield f"1.6 Mbit/s, 150 ms; two pictures of {SIDE_PX} x {SIDE_PX} px; median of {N_RUNS}\n"
    yield "| pictures | pixels per CSS px | loaded | until they are shown |\n|---|---|---|---|"
    with (
        TemporaryDirectory() as folder,
        drawn(Path(folder), Sheets(_pages(Path(folder)))) as site,
        _chromium() as chromium,
    ):
        for name in ("as they are", "in sizes"):
            for ratio in RATIOS:
                loads = [_load(chromium, site, name, ratio) for _ in range(N_RUNS)]
                seconds = median(load.seconds for load in loads)
                yield f"| {name} | {ratio} | {loads[0].size_bytes / 1024:.0f} KiB | {seconds:.1f} s |"


def _pages(folder: Path) -> dict[str, Page]:
    gull = render("Herring", 7, size_px=SIDE_PX).image
    light = np.linspace(0, 1, SIDE_PX)[None, :, None]
    pixels = (gull, (gull * (1 - 0.6 * light) + np.array([255, 233, 69]) * 0.6 * light).astype(np.uint8))
    sized = [write_asset(one, "A gull", QUALITY, folder) for one in pixels]
    whole = [asset.model_copy(update={"smaller": (), "fallback": None}) for asset in sized]
    return {"as they are": _page(whole), "in sizes": _page(sized)}


def _page(assets: list[Asset]) -> Page:
    figures = (Figure(assets[0], "The picture"), Figure(assets[1], "What mattered", role="explanation"))
    control = Choose("Which bird?", (Choice("a", "Auk", "1"), Choice("b", "Coot", "2")))
    return Page(Prompt("Picture 3", figures=figures), control, timed=True)


def _load(chromium: Browser, site: Site, name: str, ratio: float) -> Load:
    with visitor(chromium, site, DESKTOP, ratio=ratio) as guest:
        guest.page.set_default_timeout(120_000)
        guest.page.context.new_cdp_session(guest.page).send("Network.emulateNetworkConditions", LINE)
        guest.page.add_init_script(SHOWN)
        guest.page.goto(f"{site.url}/page/{name}")
        guest.wait_until_shown()
        shown_ms, size_bytes = guest.page.evaluate(LOADED)
        return Load(shown_ms / 1000, size_bytes)


@contextmanager
def _chromium() -> Iterator[Browser]:
    arguments = ["--no-sandbox"] if os.name == "posix" and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=requirements.chromium_program(), args=arguments)
        yield browser
        browser.close()
