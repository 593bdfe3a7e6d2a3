"""Takes the pictures of docs/images that show pages: the gull study as its participants and its researcher see it.

A small study with attention graphs is built for the page that shows one.
Run `gullseye build gulls` first, then, with the extras of `dev`:

    python docs/screenshots.py [--stimuli instance/stimuli] [--out docs/images]
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright
from sqlalchemy import select

from analysis.commands import analyze_export
from stimuli.build.study import build
from stimuli.store import Store
from study_app.database import reading
from study_app.entry import entry_link
from study_app.export import write_export
from study_app.exporting.sources import built_in
from study_app.models import Participant
from study_app.passwords import make_password
from study_app.robot_form import forms_of
from study_app.robot_mind import Behaviour, planned_skills
from study_app.robots import Site as RobotSite
from study_app.robots import run_robots
from study_app.runtime import EXTENSION, Runtime
from tests.browser.site import DESKTOP, LANDSCAPE, UPRIGHT, Site, Visitor, serving, visitor
from tests.gull_copies import with_graphs
from tests.requirements import chromium_program

STUDY = "gulls"
SIZES = {"": DESKTOP, "-tablet": UPRIGHT}
MOST_SEATS = 12
GRAPH_PARAMETERS = 'baseline = "blur", most_evaluations = 700'


def main() -> None:
    """Takes them all."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--stimuli", type=Path, default=Path("instance/stimuli"))
    asked.add_argument("--out", type=Path, default=Path("docs/images"))
    options = asked.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with (
        TemporaryDirectory() as instance,
        chromium() as browser,
        serving(Path(instance), (STUDY,), options.stimuli.absolute(), print) as site,  # a report can be asked for
    ):
        for suffix, size in SIZES.items():
            for name, page in participant_pages(browser, site, size):
                save(page, options.out / f"page-{name}{suffix}.webp")
        for page in graph_page(browser):
            save(page, options.out / "page-graph.webp", whole=True, as_it_is=True)
        save(researcher_page(browser, site), options.out / "page-researcher.webp", whole=True)
        save(report_page(browser, site, Path(instance)), options.out / "report.webp")


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_program(), args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def participant_pages(browser: Browser, site: Site, size: tuple[int, int]) -> Iterator[tuple[str, Page]]:
    """Every kind of page, by name."""
    with in_arm(browser, site, size, "none") as guest:
        to_feedback(guest)
        yield "feedback-none", guest.page
    with in_arm(browser, site, size, "xnn") as guest:
        to_feedback(guest)
        yield "feedback-xnn", guest.page
    with visitor(browser, site, size) as guest:
        guest.open(STUDY)
        yield "landing", guest.page
        guest.press("Begin")
        yield "consent", guest.page
        guest.press("I agree to take part")
        yield "instructions", guest.page
    with in_arm(browser, site, size, "heatmap") as guest:
        yield "classify", guest.page
        to_feedback(guest)
        yield "feedback", guest.page
        skip(guest, "24 new pictures")
        yield "between", guest.page
        skip(guest, 'type="radio"')
        guest.rate_all(5)
        yield "ratings", guest.page
        skip(guest, ">Finish<")
        yield "debriefing", guest.page
        guest.press("Finish")
        yield "ended", guest.page


@contextmanager
def in_arm(browser: Browser, site: Site, size: tuple[int, int], arm: str, study: str = STUDY) -> Iterator[Visitor]:
    """A simulated participant of that arm, at the first picture."""
    runtime: Runtime = site.app.extensions[EXTENSION]
    for _ in range(MOST_SEATS):
        with visitor(browser, site, size) as guest:
            guest.begin(study, entry_link(runtime.settings, study, "robot"))
            with runtime.sessions() as session:
                latest = session.scalars(select(Participant.arm).order_by(Participant.id.desc())).first()
            if latest == arm:
                guest.wait_until_shown()
                yield guest
                return
    raise SystemExit(f"{MOST_SEATS} participants, and none of them in arm {arm}")


def graph_page(browser: Browser) -> Iterator[Page]:
    """A part of an attention graph, pointed at."""
    with TemporaryDirectory() as folder:
        study, stimuli = with_graphs(Path(folder) / "graphs", GRAPH_PARAMETERS), Path(folder) / "stimuli"
        build(study / "stimuli.toml", stimuli / study.name, Store(Path(folder) / "store"))
        with (
            serving(Path(folder), (str(study),), stimuli, print) as site,
            in_arm(browser, site, LANDSCAPE, "graph", study.name) as guest,
        ):
            to_feedback(guest)
            while not guest.page.locator(".graph__node").count():  # of this gull no few patches are enough
                guest.press("Continue")
                guest.wait_until_shown()
                to_feedback(guest)
            guest.page.locator(".graph__node").nth(2).focus()
            yield guest.page


def to_feedback(guest: Visitor) -> None:
    """Answers a picture and waits until one can go on."""
    guest.key("2")
    guest.wait_until_shown()
    expect(guest.page.get_by_role("button", name="Continue")).not_to_have_attribute("aria-disabled", "true")


def skip(guest: Visitor, until: str) -> None:
    """Answers page after page, unseen, until one holds that text; then shows it."""
    address = f"{guest.site.url}/session"
    while until not in (html := guest.page.request.get(address).text()):
        form = forms_of(html)[0]
        answer = dict.fromkeys(form.choices, "5") or {form.buttons[0].name: form.buttons[0].value}
        guest.page.request.post(guest.site.url + form.action, form={**form.filled(answer, {})})
    guest.page.goto(address)


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
    """The first page of the study, after some simulated participants and a few who only just began."""
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
        picture.save(path, "WEBP", quality=88, method=6)
    print(path)


if __name__ == "__main__":
    main()
