"""Walks a study through the real application in every arm; keeps each reply with what only the server knows of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from urllib.parse import urlencode

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from stimuli.recipe import read_recipe
from study_app import study_folder, tasks
from study_app.app import create_app
from study_app.config import Settings
from study_app.entry import entry_link
from study_app.models import Participant, Seat, Trial
from study_app.robot_form import Form, forms_of
from study_app.robot_mind import parameters
from study_app.runtime import EXTENSION, Runtime
from study_app.study.mind import Mind
from study_app.study.task import Values
from study_app.study.trial import PlannedTrial
from study_app.study_folder import SHIPPED, LoadedStudy
from tests.graph_pictures import attention_graph, give_graphs
from tests.pictures_in_sizes import give_copies
from tests.study_app.small_sets import write_fitting_set
from tests.study_app.walking import Form as LandingForm

FIRST_SEAT, FIRST_BLOCK = 734100, 913500  # such numbers stand on no page by chance
GRAPHS = ("attention_graph", "random_graph")


@dataclass(frozen=True)
class Reply:
    """A page (or what came before the first one, without a plan), and the participant's answers to its trial so far."""

    text: str
    headers: tuple[tuple[str, str], ...]
    plan: PlannedTrial | None = None
    stage: str = ""
    given: dict[str, Values] | None = None

    @property
    def is_before_feedback(self) -> bool:
        """Whether nothing of the trial may have been told."""
        return self.plan is not None and self.stage != "feedback"


@dataclass(frozen=True)
class Walk:
    """Somebody's replies in order, the last one being the way out; the cookie, as it can be read in the browser."""

    participant: Participant
    replies: list[Reply]
    cookie: dict[str, object]


@dataclass(frozen=True)
class Crawl:
    """A study that was walked; walks: by arm, each of the arm's first seat.  methods: of all explanations."""

    loaded: LoadedStudy
    walks: dict[str, Walk]
    methods: frozenset[str]


def crawled(name: str, folder: Path, empty_database: bytes) -> Crawl:
    """The shipped study of that name in every arm, with small stimuli, all written to that folder."""
    written = study_folder.read(SHIPPED / name)
    stimuli = folder / "stimuli" / name
    made = write_fitting_set(stimuli, written.study)
    recipe = read_recipe(SHIPPED / name / written.study.stimuli.recipe)
    for plan in recipe.explanation:
        if plan.method in GRAPHS and plan.name in made.explanation_names:
            made = give_graphs(stimuli, made, plan.name, attention_graph(stimuli))
    give_copies(stimuli, made)
    (folder / "test.db").write_bytes(empty_database)
    settings = Settings(folder, f"sqlite:///{folder}/test.db", "a secret key of the tests", (name,), folder / "stimuli")
    with running(settings) as app:
        _number_seats_apart(app)
        walks = _walks(app, name, entry_link(settings, name, "robot"))
        loaded: LoadedStudy = app.extensions[EXTENSION].studies[name]
    methods = {each.method for each in recipe.explanation} | {
        one.method for stimulus in made.stimuli for one in stimulus.explanations
    }
    return Crawl(loaded, walks, frozenset(methods))


@contextmanager
def running(settings: Settings) -> Iterator[Flask]:
    """The application."""
    app = create_app(settings)
    yield app
    app.extensions[EXTENSION].sessions.kw["bind"].dispose()


def _number_seats_apart(app: Flask) -> None:
    runtime: Runtime = app.extensions[EXTENSION]
    with runtime.sessions.begin() as session:
        session.execute(update(Seat).values(number=Seat.number + FIRST_SEAT, block=Seat.block + FIRST_BLOCK))


def _walks(app: Flask, name: str, link: str) -> dict[str, Walk]:
    """One walk to the end in every arm; who is given a seat of an arm that was walked leaves at once."""
    runtime: Runtime = app.extensions[EXTENSION]
    study, found = runtime.studies[name].study, dict[str, Walk]()
    for _ in range(study.allocation.block_size):
        query = urlencode(parameters(study, Random(1)))
        walker = Crawler(app, name, app.test_client(), Random(1), [])
        walker.begin(f"{link}&{query}" if query else link)
        while walker.participant().arm is None:
            assert walker.goes_on()
        arm = str(walker.participant().arm)
        if arm not in found:
            while walker.goes_on():
                pass
            found[arm] = Walk(walker.participant(), walker.replies, walker.cookie())
    assert set(found) == set(study.arms)
    return found


@dataclass
class Crawler:
    """One participant: fetches, keeps and answers page after page."""

    app: Flask
    name: str
    client: FlaskClient
    rng: Random
    replies: list[Reply]

    def begin(self, link: str) -> None:
        """From the landing page to the first page of the session."""
        landing = self.client.get(link)
        form = LandingForm(landing.text)
        begun = self.client.post(form.action, data=form.hidden)
        self.replies += [
            Reply(each.text, tuple((n, v) for n, v in each.headers if n != "Set-Cookie")) for each in (landing, begun)
        ]

    def goes_on(self) -> bool:
        """Keeps the present page and answers it; False where it is the last one."""
        page = self.client.get("/session")
        headers = tuple(page.headers)
        form = next((form for form in forms_of(page.text) if "trial_token" in form.fields), None)
        if form is None:
            self.replies.append(Reply(page.text, headers))
            return False
        plan, given = self._behind(form)
        stage = form.fields["stage"]
        self.replies.append(Reply(page.text, headers, plan, stage, given))
        material = self._runtime.studies[self.name].material
        values = tasks.load(plan.task).simulate(plan, stage, given, Mind(), self.rng, material)
        posted = self.client.post(form.action, data=form.filled(values, {}))
        assert posted.status_code == 303, posted.text
        self.replies.append(replace(self.replies[-1], text=posted.text, headers=tuple(posted.headers), plan=None))
        return True

    def participant(self) -> Participant:
        """The participant who began last."""
        with self._runtime.sessions() as session:
            return self._newest(session)

    def cookie(self) -> dict[str, object]:
        """What the cookie says."""
        stored = self.client.get_cookie("gullseye")
        serializer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        assert stored is not None
        said: dict[str, object] = serializer.loads(stored.value)
        return said

    @property
    def _runtime(self) -> Runtime:
        found: Runtime = self.app.extensions[EXTENSION]
        return found

    def _newest(self, session: Session) -> Participant:
        return session.scalars(select(Participant).order_by(Participant.id.desc()).limit(1)).one()

    def _behind(self, form: Form) -> tuple[PlannedTrial, dict[str, Values]]:
        with self._runtime.sessions() as session:
            trial = session.scalars(select(Trial).where(Trial.token == form.fields["trial_token"])).one()
            return PlannedTrial.from_json(trial.plan), {answer.stage: answer.values for answer in trial.answers}
