"""Simulated participants that take a study over real HTTP, as a browser would: they see only what the server sends.

The one thing they look up is the planned trial behind a page, by the token of its form, read-only, so that the task
can simulate an answer.  They never wait.  Nothing is posted that the page does not offer.
Who leaves may come back, with the same cookies, and goes on.
"""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from threading import Event, Lock
from urllib.parse import urlencode

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload, sessionmaker

from study_app import tasks
from study_app.database import reading
from study_app.errors import StudyError
from study_app.models import Participant, Trial
from study_app.robot_browser import Browser, Reply
from study_app.robot_form import Form, Unfillable, forms_of
from study_app.robot_mind import Behaviour, Person, chance, measurements, parameters
from study_app.study.task import Values
from study_app.study.trial import PlannedTrial
from study_app.study_folder import LoadedStudy

TRIAL_TOKEN = "trial_token"  # noqa: S105 - a field's name
STAGE = "stage"
LEFT = "in_progress"
COMPLETED = "completed"
SESSION = "/session"
MOST_PAGES = 100_000


@dataclass(frozen=True)
class Site:
    """Where the study is.  link: the path of the robots' entry link."""

    url: str
    link: str
    loaded: LoadedStudy
    sessions: sessionmaker[Session]


@dataclass(frozen=True)
class RobotSummary:
    """How it went.  outcomes: how many robots ended how; in_progress: closed the window on the way."""

    n: int
    outcomes: Mapping[str, int]
    n_pages: int
    seconds: float

    @property
    def finished(self) -> int:
        """How many completed."""
        return self.outcomes.get(COMPLETED, 0)

    @property
    def left(self) -> int:
        """How many closed the window on the way and did not come back."""
        return self.outcomes.get(LEFT, 0)


def run_robots(
    site: Site, n: int, behaviour: Behaviour, *, jobs: int = 4, progress: Callable[[int], None] | None = None
) -> RobotSummary:
    """Lets n robots take part, `jobs` at a time; the first fault ends all of them and is raised as StudyError.

    progress: called with the number of robots that are done.
    With one job a seed gives the same answers again; with more, who gets which seat depends on who is first.
    """
    crew = _Crew(site, behaviour, progress)
    began = time.monotonic()
    with ThreadPoolExecutor(jobs, thread_name_prefix="robot") as pool:
        futures: list[Future[_Visit]] = []
        try:
            futures += [pool.submit(crew.take_part, number) for number in range(n)]
            wait(futures, return_when=FIRST_EXCEPTION)
        finally:
            crew.stop.set()
            pool.shutdown(wait=False, cancel_futures=True)
    return _summary(futures, time.monotonic() - began)


def _summary(futures: "list[Future[_Visit]]", seconds: float) -> RobotSummary:
    for future in futures:
        if not future.cancelled() and (fault := future.exception()) is not None:
            raise fault
    visits = [future.result() for future in futures]
    outcomes = Counter(visit.outcome for visit in visits)
    return RobotSummary(len(visits), dict(outcomes), sum(visit.n_pages for visit in visits), seconds)


@dataclass(frozen=True)
class _Visit:
    """One robot's visit."""

    outcome: str
    n_pages: int


class _Crew:
    """Robots that work side by side, until one of them fails or somebody says stop."""

    def __init__(self, site: Site, behaviour: Behaviour, progress: Callable[[int], None] | None) -> None:
        self.stop = Event()
        self._site = site
        self._behaviour = behaviour
        self._progress = progress
        self._done = 0
        self._lock = Lock()

    def take_part(self, number: int) -> _Visit:
        """One robot from the landing page to the last."""
        seed = self._behaviour.seed
        person = Person(self._behaviour, number, chance(seed, "robot", number))
        query = parameters(self._site.loaded.study, chance(seed, "link", number))
        with Browser(self._site.url) as browser:
            visit = _Robot(self._site, browser, person).visit(query, self.stop)
        with self._lock:
            self._done += 1
            if self._progress is not None:
                self._progress(self._done)
        return visit


@dataclass(frozen=True)
class _Robot:
    """A person in front of a browser."""

    site: Site
    browser: Browser
    person: Person

    def visit(self, query: Mapping[str, str], stop: Event) -> _Visit:
        """Answers page after page until there is none, it leaves for good, or everybody stops."""
        page = self._begin(query)
        token = ""
        for n_pages in range(1, MOST_PAGES):
            form = _trial_form(page)
            if form is None:
                return _Visit(self._outcome(token, page), n_pages)
            token = form.fields[TRIAL_TOKEN]
            leaves = self.person.leaves()
            if stop.is_set() or (leaves and not self.person.returns()):
                return _Visit(LEFT, n_pages)
            page = self.browser.get(SESSION) if leaves else self._answer(page, form)
        raise StudyError(f"{self.site.url}{page.address}: the study does not end")

    def _begin(self, query: Mapping[str, str]) -> Reply:
        landing = self.browser.get(_with(self.site.link, query))
        forms = forms_of(landing.html)
        if len(forms) != 1:
            raise self._fault(landing, f"a landing page with one form was expected, it has {len(forms)}")
        return self._post(landing, forms[0], {}, {})

    def _answer(self, page: Reply, form: Form) -> Reply:
        plan, arm, given = self._planned(page, form)
        person, stage = self.person, form.fields[STAGE]
        mind = person.mind(arm, plan.item or plan.image, person.n_learnt)
        task, material = tasks.load(plan.task), self.site.loaded.material
        answer = dict(task.simulate(plan, stage, given, mind, person.rng, material))
        timing = person.timing(plan, stage, self._minimum_seconds(page, form, answer))
        return self._post(page, form, answer, measurements(timing))

    def _minimum_seconds(self, page: Reply, form: Form, answer: dict[str, str]) -> float:
        try:
            return form.button(answer).minimum_seconds
        except Unfillable as fault:
            raise self._fault(page, str(fault)) from None

    def _post(self, page: Reply, form: Form, answer: dict[str, str], measured: dict[str, str]) -> Reply:
        try:
            fields = form.filled(answer, measured)
        except Unfillable as fault:
            raise self._fault(page, str(fault)) from None
        return self.browser.post(form.action, fields)

    def _planned(self, page: Reply, form: Form) -> tuple[PlannedTrial, str | None, dict[str, Values]]:
        """The trial behind the page, the arm of its participant, and what was answered to it before."""
        with reading(self.site.sessions) as session:
            behind = select(Trial).where(Trial.token == form.fields[TRIAL_TOKEN])
            trial = session.scalar(behind.options(selectinload(Trial.answers), joinedload(Trial.participant)))
        if trial is None:
            raise self._fault(page, "the database does not know its trial; is it the database of this server?")
        given: dict[str, Values] = {answer.stage: answer.values for answer in trial.answers}
        return PlannedTrial.from_json(trial.plan), trial.participant.arm, given

    def _outcome(self, token: str, page: Reply) -> str:
        """How the session ended that has come to its last page."""
        with reading(self.site.sessions) as session:
            whose = select(Participant.outcome).join(Participant.trials).where(Trial.token == token)
            outcome = session.scalar(whose)
        if outcome is None or outcome == LEFT:
            raise self._fault(page, "a page with a trial was expected")
        return outcome

    def _fault(self, page: Reply, what: str) -> StudyError:
        return StudyError(f"{self.site.url}{page.address}: {what}")


def _trial_form(page: Reply) -> Form | None:
    """The form that asks for an answer; None on the last page."""
    return next((form for form in forms_of(page.html) if {TRIAL_TOKEN, STAGE} <= form.fields.keys()), None)


def _with(link: str, query: Mapping[str, str]) -> str:
    """The link with these parameters added."""
    return f"{link}{'&' if '?' in link else '?'}{urlencode(query)}" if query else link
