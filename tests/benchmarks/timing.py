"""How far measured response times are from true ones, by the clock of a browser trace; ours beside jsPsych's.

True onset: the presentation of the first frame with the picture.  True response: the arrival of the key in the browser.
"""

import logging
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median, quantiles, stdev
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask, send_from_directory
from playwright.sync_api import Browser, Page, sync_playwright

from stimuli.manifest import ASSET_FOLDER
from tests import requirements
from tests.benchmarks import jspsych
from tests.benchmarks.browser_trace import CATEGORIES, Trace
from tests.browser.site import DESKTOP, Site, Visitor, listening, serving
from tests.study_app.small_studies import small_study

N_ROUNDS = 3
PAUSE_MS = (300, 900)  # from the onset, as the driver sees it, to the key
SETTLED_MS = 1000  # a key is written into the trace when what came of it was shown
WIDTH_PX = 448  # of the picture on our page
TEST = '[[block]]\nname = "test"\ntask = "classify"\nitems = { pool = "many" }\nquestion = "Which?"\n'
# marks the change that shows the picture; it tells the frames apart, its time is not used
WITNESS = """
new MutationObserver((changes) => changes.forEach(({ target, attributeName, addedNodes }) => {
  const isOurs = attributeName === "data-shown" && "shown" in target.dataset;
  const isTheirs = [...addedNodes].some(({ id }) => id === "STIMULUS");
  if (isOurs || isTheirs) performance.mark("shown");
})).observe(document, { attributes: true, childList: true, subtree: true });
""".replace("STIMULUS", jspsych.STIMULUS)


Timing = Mapping[str, Any]


@dataclass
class Errors:
    """Measured minus true response times, in ms.

    n_untold: trials without a time, or whose first frame the trace does not tell.
    """

    name: str
    found: list[float] = field(default_factory=list)
    n_untold: int = 0

    def add(self, trace: Trace, measured_ms: Sequence[float | None]) -> None:
        """Those of one session: a picture, a key and a time for each trial, in order."""
        for mark, key_us, rt_ms in zip(trace.marks("shown"), trace.keys_us(), measured_ms, strict=True):
            onset_us = trace.presented_us(mark)
            if onset_us is None or rt_ms is None:
                self.n_untold += 1
            else:
                self.found.append(rt_ms - (key_us - onset_us) / 1000)

    def row(self) -> str:
        """The row of the table."""
        cuts = quantiles(self.found, n=20)
        told = (median(self.found), stdev(self.found), cuts[0], cuts[4], cuts[14], cuts[18])
        figures = " | ".join(f"{one:.1f}" for one in told)
        return f"| {self.name} | {len(self.found)} | {figures} | {self.n_untold} |"


def measure() -> Iterator[str]:
    """Sessions of ours and of jsPsych's in turn, with the same pictures and the same pauses before each key."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    yield f"load on {os.cpu_count()} cores: {os.getloadavg()[0]:.1f} at the beginning"
    ours, corrected = Errors("Gullseye, rt_ms"), Errors("Gullseye, rt_ms less presented_ms")
    theirs = Errors("jsPsych, image-keyboard-response")
    with (
        TemporaryDirectory() as folder,
        our_site(Path(folder)) as site,
        their_site(Path(folder)) as address,
        chromium() as browser,
    ):
        for number in range(N_ROUNDS):
            trace, timings = our_session(browser, site, Random(number))
            ours.add(trace, [one["rt_ms"] for one in timings])
            corrected.add(trace, [_corrected(one) for one in timings])
            theirs.add(*their_session(browser, address, Random(number)))
    yield f"load: {os.getloadavg()[0]:.1f} at the end; measured minus true response time in ms\n"
    yield "| page | trials | median | SD | 5 % | 25 % | 75 % | 95 % | untold |\n|---|---|---|---|---|---|---|---|---|"
    for errors in (ours, corrected, theirs):
        yield errors.row()


def _corrected(timing: Timing) -> float | None:
    """The response time from the presentation that the browser told, where it did."""
    return None if timing["presented_ms"] is None else timing["rt_ms"] - timing["presented_ms"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless browser."""
    arguments = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    if os.name == "posix" and os.geteuid() == 0:
        arguments.append("--no-sandbox")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=requirements.chromium_program(), args=arguments)
        yield browser
        browser.close()


@contextmanager
def our_site(folder: Path) -> Iterator[Site]:
    """A study of eighty pictures on a running server."""
    study, instance = folder / "study", folder / "instance"
    study.mkdir()
    instance.mkdir()
    small_study(study, TEST)
    with serving(instance, (str(study),), study / "stimuli") as site:
        yield site


@contextmanager
def their_site(folder: Path) -> Iterator[str]:
    """jsPsych with the same pictures on a server of the same kind; its address."""
    root = folder / "jspsych"
    shutil.copytree(folder / "study" / "stimuli" / "small" / ASSET_FOLDER, root / "pictures")
    jspsych.install(root)
    pictures = [f"pictures/{path.name}" for path in sorted((root / "pictures").glob("*.webp"))][:80]
    jspsych.write_page(root, pictures, WIDTH_PX)
    app = Flask(__name__)
    app.add_url_rule("/<path:path>", "file", lambda path: send_from_directory(root, path))
    with listening(app) as url:
        yield f"{url}/index.html"


def our_session(browser: Browser, site: Site, rng: Random) -> tuple[Trace, list[Timing]]:
    """The trace of a participant's answers, and what is stored of their timing."""
    with window(browser) as page:
        guest = Visitor(page, site)
        guest.open("small")
        guest.press("Begin")
        with traced(browser, page) as traces:
            guest.press("Continue")
            while page.locator("[data-reveal]").count():
                page.wait_for_selector("[data-reveal][data-shown]")
                page.wait_for_timeout(rng.uniform(*PAUSE_MS))
                guest.next_page(lambda: page.keyboard.press("1"))
    answers = [answer for answer in site.last_answers() if "species" in answer.values]
    return traces[0], [answer.timing for answer in answers]


def their_session(browser: Browser, address: str, rng: Random) -> tuple[Trace, list[float]]:
    """The trace of one run, and the times in its data."""
    with window(browser) as page:
        with traced(browser, page) as traces:
            page.goto(address)
            for number in range(page.evaluate("pictures.length")):
                page.wait_for_selector(f"#{jspsych.STIMULUS}")
                page.wait_for_timeout(rng.uniform(*PAUSE_MS))
                page.keyboard.press("1")
                page.wait_for_function(f"jsPsych.data.get().count() > {number}")
        times: list[float] = page.evaluate("jsPsych.data.get().select('rt').values")
    return traces[0], times


@contextmanager
def window(browser: Browser) -> Iterator[Page]:
    """A new window whose pages mark what they show."""
    context = browser.new_context(viewport={"width": DESKTOP[0], "height": DESKTOP[1]})
    page = context.new_page()
    page.add_init_script(WITNESS)
    yield page
    context.close()


@contextmanager
def traced(browser: Browser, page: Page) -> Iterator[list[Trace]]:
    """What happens inside, as a list of one trace, which is there at the end."""
    traces: list[Trace] = []
    browser.start_tracing(page=page, categories=list(CATEGORIES))
    yield traces
    page.wait_for_timeout(SETTLED_MS)
    traces.append(Trace.of(browser.stop_tracing()))
