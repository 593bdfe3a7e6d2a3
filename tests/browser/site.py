"""A running server with small studies, and a visitor who notices what a participant would not."""

import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request, Response, expect
from sqlalchemy import func, select
from werkzeug.serving import WSGIRequestHandler, make_server

from study_app.app import create_app
from study_app.config import Settings
from study_app.database import reading
from study_app.migration import migrate
from study_app.models import Answer, Participant, Serving, Trial
from study_app.runtime import EXTENSION
from tests.builders import PLAIN_GULLS, write_stimulus_set
from tests.study_app.conftest import launch_all

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

DESKTOP = (1280, 800)
LANDSCAPE = (1024, 768)
UPRIGHT = (820, 1180)
ARMS = ("none", "placebo", "heatmap", "xnn")
MINIMUM_SECONDS = 4  # of feedback in the gull study
SHORT_SECONDS = 0.4  # in the short ones
N_SWIFT = 12  # pictures of the swift one


@dataclass(frozen=True)
class Site:
    """A running server.  app: to look into the database behind it."""

    url: str
    app: Flask

    def last_answers(self) -> list[Answer]:
        """What is stored of the participant who began last, in order."""
        with reading(self.app.extensions[EXTENSION].sessions) as session:
            last = select(func.max(Participant.id)).scalar_subquery()
            wanted = select(Answer).join(Trial, Trial.id == Answer.trial_id).where(Trial.participant_id == last)
            return list(session.scalars(wanted.order_by(Answer.id)))

    def n_served(self) -> int:
        """How often the page was sent to be shown that was sent first of all latest."""
        shown = select(Serving.n_served).where(Serving.n_served > 0).order_by(Serving.id.desc())
        with reading(self.app.extensions[EXTENSION].sessions) as session:
            return session.scalars(shown.limit(1)).one()

    def servings(self) -> list[int]:
        """How often each page of the participant who began last was sent to be shown, in the order of the trials."""
        last = select(func.max(Participant.id)).scalar_subquery()
        counts = select(Serving.n_served).join(Trial).where(Trial.participant_id == last).order_by(Trial.position)
        with reading(self.app.extensions[EXTENSION].sessions) as session:
            return list(session.scalars(counts))


def whole(app: "WSGIApplication") -> "WSGIApplication":
    """The application with every answer read to its end first.

    werkzeug's own server leaves a picture's file open when the browser drops the connection meanwhile.
    """

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        parts = app(environ, start_response)
        try:
            return [b"".join(parts)]
        finally:
            if isinstance(parts, Closes):
                parts.close()

    return answer


@runtime_checkable
class Closes(Protocol):
    """What must be closed after it was read."""

    def close(self) -> None:
        """Lets go of what it holds."""


class KeepAlive(WSGIRequestHandler):
    """Answers several requests over one connection, as a real server does."""

    protocol_version = "HTTP/1.1"


@contextmanager
def running(instance: Path, studies: tuple[Path, ...]) -> Iterator[Site]:
    """Serves those study folders with a tiny stimulus set each."""
    for folder in studies:
        write_stimulus_set(instance / "stimuli" / folder.name)
    with serving(instance, tuple(str(folder) for folder in studies), instance / "stimuli") as site:
        yield site


@contextmanager
def serving(
    instance: Path, studies: tuple[str, ...], stimuli: Path, report_command: Callable[[str], None] | None = None
) -> Iterator[Site]:
    """Serves those studies with stimuli that are built, and an empty database in the folder `instance`."""
    settings = Settings(instance, f"sqlite:///{instance / 'test.db'}", "0123456789abcdef", studies, stimuli)
    migrate(settings.database_url)
    app = create_app(settings, report_command)
    launch_all(app)
    try:
        with listening(app) as url:
            yield Site(url, app)
    finally:
        app.extensions[EXTENSION].sessions.kw["bind"].dispose()


@contextmanager
def listening(app: Flask) -> Iterator[str]:
    """Serves an application over real HTTP; its address."""
    server = make_server("127.0.0.1", 0, whole(app.wsgi_app), threaded=True, request_handler=KeepAlive)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def short_study(folder: Path, arm: str) -> Path:
    """The gull study with two pictures for practice and two for the test, where everybody is in that arm."""
    return _altered(
        folder / f"gulls-{arm}",
        arm,
        ('classes = ["California", "Herring", "Ring-billed", "Western"]', 'classes = ["California", "Herring"]'),
        ("per_class = 5", "per_class = 1"),
        ("per_class = 6", "per_class = 1"),
        ("minimum_seconds = 4", f"minimum_seconds = {SHORT_SECONDS}"),
    )


def swift_study(folder: Path) -> Path:
    """The gull study with a test of twelve pictures and no practice: no page waits for an answer to another one."""
    practice = re.search(r'\[\[block\]\]\nname = "training".+?(?=\[\[block\]\]\nname = "test")', _GULLS, re.DOTALL)
    assert practice is not None
    changes = ((practice[0], ""), ("per_class = 6", f"per_class = {N_SWIFT // 4}"), ("pools.train = ", "# "))
    return _altered(folder / "swift", "none", *changes)


_GULLS = (PLAIN_GULLS / "study.toml").read_text()


def _altered(folder: Path, arm: str, *changes: tuple[str, str]) -> Path:
    """The gull study with those changes, in a folder of its own, of which it has the name; one arm only."""
    shutil.copytree(PLAIN_GULLS, folder)
    definition = _GULLS
    for other in ARMS:
        if other != arm:
            definition = re.sub(rf"\[arms\.{other}\]\n(?:.+\n)+", "", definition)
    definition = re.sub(r"\[\[hypothesis\]\]\n(?:.+\n)+", "", definition)
    for old, new in (('name = "gulls"', f'name = "{folder.name}"'), *changes):
        assert old in definition, old
        definition = definition.replace(old, new)
    (folder / "study.toml").write_text(definition)
    return folder


@dataclass
class Visitor:
    """A browser window.  complaints: console errors, script errors, failed answers, requests to other hosts."""

    page: Page
    site: Site
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda fault: self.complaints.append(f"script: {fault}"))
        self.page.on("request", self._follow)
        self.page.on("response", self._answered)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"console: {message.text}")

    def _follow(self, request: Request) -> None:
        self.requests.append(f"{request.method} {request.url}")
        if not request.url.startswith((self.site.url, "data:")):
            self.complaints.append(f"foreign: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.complaints.append(f"status {response.status}: {response.url}")

    def open(self, study: str) -> None:
        """Opens the participant's link."""
        self.page.goto(f"{self.site.url}/s/{study}")

    def press(self, name: str) -> None:
        """Presses the button of that name and waits for the next page."""
        self.next_page(self.page.get_by_role("button", name=name, exact=True).click)

    def key(self, key: str) -> None:
        """Presses a key that answers, and waits for the next page."""
        self.wait_until_shown()
        self.next_page(lambda: self.page.keyboard.press(key))

    def next_page(self, act: Callable[[], object]) -> None:
        """Does something that leads to another page, and waits for it: the script may put it in this one's place."""
        self.page.evaluate("document.querySelector('main').dataset.left = ''")
        act()
        self.page.wait_for_selector("main:not([data-left])", state="attached")
        self.page.wait_for_load_state()

    def let_arrive(self) -> None:
        """Waits until all answers are with the server: the next page does not wait for that."""
        deadline = monotonic() + 10
        while not self.page.is_closed() and self._n_unsent():
            assert monotonic() < deadline, "an answer did not arrive"
            self.page.wait_for_timeout(20)

    def _n_unsent(self) -> int:
        names = "Object.keys(localStorage).filter((name) => name.startsWith('gullseye-answer'))"
        try:
            found: int = self.page.evaluate(f"try {{ {names}.length }} catch {{ 0 }}")
        except Error:  # the page is just being left
            return 1
        return found

    def wait_until_shown(self) -> None:
        """Waits for the onset of the pictures."""
        self.page.wait_for_selector("[data-reveal][data-shown]")
        self.wait_until_it_listens()

    def wait_until_it_listens(self) -> None:
        """Waits two frames: a page ignores what comes before its onset.  For keys; a click waits by itself."""
        self.page.evaluate("new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))")

    def go_on(self) -> None:
        """Presses Continue as soon as it can be pressed."""
        expect(self.page.get_by_role("button", name="Continue")).not_to_have_attribute("aria-disabled", "true")
        self.press("Continue")

    def begin(self, study: str, link: str | None = None) -> None:
        """Goes to the first picture; link: the path to begin at, absent: the participants'."""
        self.page.goto(f"{self.site.url}{link or f'/s/{study}'}")
        self.press("Begin")
        self.press("I agree to take part")
        self.press("Continue")

    def to_feedback(self, study: str) -> None:
        """Goes to the first feedback."""
        self.begin(study)
        self.key("1")

    def posts(self) -> list[str]:
        """The addresses that answers were sent to, whether or not they arrived."""
        return [
            request.split()[1] for request in self.requests if request.startswith("POST") and "/session/" in request
        ]

    def rate_all(self, value: int = 4) -> None:
        """Answers every rating item."""
        for scale in self.page.get_by_role("group").all():
            scale.get_by_role("radio").nth(value - 1).check()


@contextmanager
def visitor(
    browser: Browser, site: Site, size: tuple[int, int] = DESKTOP, *, scripts: bool = True, ratio: float = 1
) -> Iterator[Visitor]:
    """A new browser window of that size; nothing may have gone wrong in it when it closes.

    ratio: pixels of the screen per CSS px.
    """
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, java_script_enabled=scripts, device_scale_factor=ratio
    )
    context.set_default_timeout(10_000)
    try:
        guest = Visitor(context.new_page(), site)
        yield guest
        guest.let_arrive()
        assert guest.complaints == []
    finally:
        context.close()


@contextmanager
def opened_file(chromium: Browser, address: str) -> Iterator[Page]:
    """A page on the disk; at the end nothing may have been complained about, nothing have come from elsewhere."""
    context = chromium.new_context(viewport={"width": DESKTOP[0], "height": DESKTOP[1]})
    context.set_default_timeout(10_000)
    found, complaints = context.new_page(), list[str]()
    found.on("console", lambda message: complaints.append(message.text))
    found.on("pageerror", lambda fault: complaints.append(str(fault)))
    found.on("requestfailed", lambda request: complaints.append(request.url))
    found.on("request", lambda request: None if request.url.startswith("file:") else complaints.append(request.url))
    found.goto(address)
    yield found
    assert complaints == []
    context.close()
