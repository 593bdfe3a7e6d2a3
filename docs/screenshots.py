"""Takes the pictures of docs/images that show pages: studies as their participants and their researcher see them.

With the stimuli that are built; of a study without any, plain shapes stand for them (`gullseye build NAME` makes the
true ones).  With the extras of `dev`:

    python -m docs.screenshots [--stimuli instance/stimuli] [--out docs/images] [--tablet] [--only NAME …]
"""

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from analysis.commands import analyze_export
from docs.plain_stimuli import gathered
from docs.swatches import swatches
from study_app.database import reading
from study_app.enrolment import PREVIEW
from study_app.entry import entry_link, sign_mode
from study_app.export import write_export
from study_app.exporting.sources import built_in
from study_app.passwords import make_password
from study_app.robot_mind import Behaviour, planned_skills
from study_app.robots import Site as RobotSite
from study_app.robots import run_robots
from study_app.runtime import EXTENSION, Runtime
from tests.browser.site import DESKTOP, UPRIGHT, Site, Visitor, serving, visitor
from tests.requirements import chromium_program

STUDY = "gulls"
STUDIES = (STUDY, "counterfactual", "advice")
EXPLAINED = ".graph, .figure--explanation"
MOST_STAGES = 6
ON_A_PHONE = """
document.querySelector("[data-unfit]").hidden = false;
document.querySelector("[data-begin]").hidden = true;
document.querySelector(".unfit input").value = "https://study.example.org/s/gulls";
"""
PHONE = (390, 844)
MOST_BYTES = 60_000
QUALITIES = (88, 78, 68, 58, 48, 38)  # the first that is small enough


def main() -> None:
    """Takes them all."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--stimuli", type=Path, default=Path("instance/stimuli"))
    asked.add_argument("--out", type=Path, default=Path("docs/images"))
    asked.add_argument(
        "--tablet", action="store_true", help="participants' pages alone, on an upright tablet: to look at"
    )
    asked.add_argument("--only", nargs="+", metavar="NAME", help="these alone: page-classify, look, report …")
    options = asked.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as instance, chromium() as browser:
        stimuli = Path(instance) / "stimuli"
        for name in gathered(stimuli, STUDIES, options.stimuli):
            print(f"{name}: plain shapes; for true pictures: gullseye build {name}")
        take_all(browser, Path(instance), stimuli, options)


def take_all(browser: Browser, instance: Path, stimuli: Path, options: argparse.Namespace) -> None:
    """All pictures that were asked for."""
    with serving(instance, STUDIES, stimuli, print) as site:  # a report can be asked for
        for shot in SHOTS:
            if is_wanted(f"page-{shot.name}", options):
                with shot.taken(browser, site, UPRIGHT if options.tablet else shot.size) as page:
                    save(page, options.out / f"page-{shot.name}.webp", whole=shot.whole, as_it_is=shot.whole)
        others: dict[str, Callable[[], Page]] = {
            "look": lambda: swatches(browser),
            "page-researcher": lambda: researcher_page(browser, site),
            "report": lambda: report_page(browser, site, instance),
        }
        for name, page_of in others.items():
            if is_wanted(name, options) and not options.tablet:
                save(page_of(), options.out / f"{name}.webp", whole=name != "report")


def is_wanted(name: str, options: argparse.Namespace) -> bool:
    """Whether that picture was asked for."""
    return not options.only or name in options.only


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_program(), args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def to_feedback(guest: Visitor) -> None:
    """Answers a picture and waits until one can go on."""
    guest.key("2")
    guest.wait_until_shown()
    expect(guest.page.get_by_role("button", name="Continue")).not_to_have_attribute("aria-disabled", "true")


def to_explanation(guest: Visitor) -> None:
    """Answers until the explanation is there; of a graph then keeps one of its parts large."""
    for _ in range(MOST_STAGES):
        if guest.page.locator(EXPLAINED).count():
            break
        if guest.page.get_by_role("radio").count():  # how sure one is
            guest.page.get_by_role("radio").nth(4).check()
            guest.press("Continue")
        else:
            guest.key("2")
        guest.wait_until_shown()
    if guest.page.locator(".graph__node").count() > 2:
        guest.page.locator(".graph__node").nth(2).click()


def rate(guest: Visitor) -> None:
    """Answers every rating."""
    guest.rate_all(5)


def stop(guest: Visitor) -> None:
    """Asks to leave."""
    guest.next_page(guest.page.get_by_role("link", name="Stop taking part").click)


def finish(guest: Visitor) -> None:
    """Lets the answers be used."""
    guest.press("You may use my answers")


def as_on_a_phone(guest: Visitor) -> None:
    """What somebody sees who comes with a phone."""
    guest.page.evaluate(ON_A_PHONE)


def nothing(_guest: Visitor) -> None:
    """The page as it comes."""


@dataclass(frozen=True)
class Shot:
    """A picture of a page.  block: absent: the first page of all.  trial: from 1 in the block.  act: done before."""

    name: str
    block: str | None = None
    act: Callable[[Visitor], None] = nothing
    arm: str = "heatmap"
    study: str = STUDY
    trial: int = 1
    whole: bool = False
    has_bar: bool = False
    size: tuple[int, int] = DESKTOP

    @contextmanager
    def taken(self, browser: Browser, site: Site, size: tuple[int, int]) -> Iterator[Page]:
        """The page."""
        runtime: Runtime = site.app.extensions[EXTENSION]
        with visitor(browser, site, size) as guest:
            if self.block is None:
                guest.open(self.study)
                self.act(guest)
            else:
                key = sign_mode(runtime.settings.secret_key, self.study, PREVIEW)
                guest.page.goto(f"{site.url}/preview/{self.study}/{key}?arm={self.arm}")
                page = guest.page.locator("select[name=at] option", has_text=f": {self.block} {self.trial}").first
                at = page.get_attribute("value")
                guest.page.goto(f"{site.url}/preview/{self.study}/{key}?arm={self.arm}&at={at}")
                self._prepare(guest)
            yield guest.page

    def _prepare(self, guest: Visitor) -> None:
        if guest.page.locator("[data-reveal]").count():
            guest.wait_until_shown()
        self.act(guest)
        if not self.has_bar:
            guest.page.evaluate("document.querySelector('.preview')?.remove()")


SHOTS = (
    Shot("landing"),
    Shot("phone", act=as_on_a_phone, size=PHONE),
    Shot("consent", "consent"),
    Shot("device", "device"),
    Shot("learn", "learning"),
    Shot("classify-phone", "training", size=PHONE),
    Shot("background", "background"),
    Shot("quiz", "quiz"),
    Shot("classify", "training"),
    Shot("feedback", "training", to_feedback),
    Shot("feedback-xnn", "training", to_feedback, arm="xnn"),
    Shot("feedback-none", "training", to_feedback, arm="none"),
    Shot("ratings", "ratings", rate),
    Shot("debriefing", "debrief"),
    Shot("ended", "debrief", finish),
    Shot("stop", "test", stop),
    Shot("preview", "learning", arm="xnn", has_bar=True),
    Shot("compare", "questions", to_explanation, arm="sag", study="counterfactual", whole=True),
    Shot("graph", "tutorial", to_explanation, arm="sag", study="counterfactual", whole=True),
    Shot("advise", "main", to_explanation, study="advice", trial=2),
)


def let_robots_take_part(site: Site, n: int) -> None:
    """Simulated participants, as many."""
    runtime: Runtime = site.app.extensions[EXTENSION]
    loaded = runtime.studies[STUDY]
    robots = RobotSite(site.url, entry_link(runtime.settings, STUDY, "robot"), loaded, runtime.sessions)
    run_robots(robots, n, Behaviour(planned_skills(loaded.study)))


def report_page(browser: Browser, site: Site, folder: Path) -> Page:
    """The report, after sixty simulated participants more."""
    let_robots_take_part(site, 60)
    runtime: Runtime = site.app.extensions[EXTENSION]
    manifests, now = built_in(runtime.studies[STUDY].stimuli_folder), datetime.now(UTC)
    with reading(runtime.sessions) as session:
        write_export(session, STUDY, folder / "export", manifest_of=manifests, now=now)
    page = browser.new_context(viewport={"width": 1100, "height": 1080}).new_page()
    page.goto(analyze_export(folder / "export", folder / "report", "robot").absolute().as_uri())
    return page


def researcher_page(browser: Browser, site: Site) -> Page:
    """The first page of the study, after some simulated participants and previews."""
    runtime: Runtime = site.app.extensions[EXTENSION]
    let_robots_take_part(site, 12)
    with runtime.sessions.begin() as session:
        password = make_password(session, datetime.now(UTC))
    page = browser.new_context(viewport={"width": DESKTOP[0], "height": DESKTOP[1]}).new_page()
    page.goto(f"{site.url}/researcher")
    page.get_by_label("One-time password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_selector("[data-refreshed]")
    return page


def save(page: Page, path: Path, *, whole: bool = False, as_it_is: bool = False) -> None:
    """Writes what is on the screen, or the whole page.  as_it_is: with what has the focus."""
    page.mouse.move(0, 0)
    page.evaluate("kept => { if (!kept) document.activeElement.blur(); scrollTo(0, 0); }", as_it_is)
    with Image.open(BytesIO(page.screenshot(full_page=whole, animations="disabled"))) as picture:
        for quality in QUALITIES:
            picture.save(path, "WEBP", quality=quality, method=6)
            if path.stat().st_size <= MOST_BYTES:
                break
    print(path)


if __name__ == "__main__":
    main()
