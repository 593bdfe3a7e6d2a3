"""A participant without the web: the use cases called one by one, at times of one's choosing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from study_app import tasks
from study_app.enrolment import Newcomer, enrol
from study_app.flow import Changed, Ended, Shown, current_page
from study_app.models import Answer, Event, Participant, Serving, Trial
from study_app.study.mind import Mind
from study_app.study.platform import Arrival
from study_app.study.trial import PlannedTrial
from study_app.study_folder import LoadedStudy
from study_app.submission import Post, Receipt, submit
from tests.study_app.conftest import NOW


@dataclass
class Visitor:
    """One participant.  now: moved on by ten seconds with every answer.  parameters: of the link."""

    sessions: sessionmaker[Session]
    loaded: LoadedStudy
    mode: str = "live"
    token: str = "token"
    arrival: Arrival = Arrival()
    parameters: Mapping[str, str] = field(default_factory=dict)
    now: datetime = NOW
    rng: Random = field(default_factory=lambda: Random(1))

    def arrive(self) -> "Visitor":
        """Enrols; the same visitor."""
        with self.sessions.begin() as session:
            newcomer = Newcomer(self.arrival, self.mode, self.token, self.parameters)
            self.token = enrol(session, self.loaded, newcomer, self.now).token
        return self

    def look(self) -> Shown | Ended | Changed:
        """What is on the screen."""
        with self.sessions.begin() as session:
            return current_page(session, self.loaded, self.participant_in(session), self.now)

    def page(self) -> Shown:
        """The page that is on the screen."""
        state = self.look()
        assert isinstance(state, Shown), state
        return state

    def post(self, token: str, stage: str, form: Mapping[str, str]) -> Receipt:
        """Posts a form."""
        with self.sessions.begin() as session:
            return submit(session, self.loaded, self.participant_in(session), Post(token, stage, form), self.now)

    def answer(self, **form: str) -> Receipt:
        """Answers the page on the screen, as a simulated participant does or as told, ten seconds later."""
        shown = self.page()
        self.now += timedelta(seconds=10)
        return self.post(shown.trial_token, shown.stage, form or self._simulated(shown))

    def answer_until(self, block: str) -> Shown:
        """Goes on to the first page of that block."""
        while self.block_of(shown := self.page()) != block:
            assert self.answer().kind == "stored"
        return shown

    def finish(self) -> Ended:
        """Goes on to the end."""
        while isinstance(self.look(), Shown):
            assert self.answer().kind == "stored"
        ended = self.look()
        assert isinstance(ended, Ended)
        return ended

    def block_of(self, shown: Shown) -> str:
        """The block of a page."""
        return self.plan_of(shown).block

    def plan_of(self, shown: Shown) -> PlannedTrial:
        """The planned trial of a page."""
        with self.sessions() as session:
            plan = session.scalars(select(Trial.plan).where(Trial.token == shown.trial_token)).one()
        return PlannedTrial.from_json(plan)

    def participant(self) -> Participant:
        """The row."""
        with self.sessions() as session:
            return self.participant_in(session)

    def plans(self) -> list[PlannedTrial]:
        """All planned trials."""
        with self.sessions() as session:
            return [PlannedTrial.from_json(trial.plan) for trial in self.participant_in(session).trials]

    def answers(self) -> list[Answer]:
        """All stored answers, in the order in which they were stored."""
        of_self = Trial.participant_id == self.participant().id
        with self.sessions() as session:
            return list(session.scalars(select(Answer).join(Trial).where(of_self).order_by(Answer.id)))

    def servings(self) -> list[int]:
        """How often each stage was served, in order."""
        of_self = Trial.participant_id == self.participant().id
        with self.sessions() as session:
            return list(session.scalars(select(Serving.n_served).join(Trial).where(of_self).order_by(Serving.id)))

    def events(self) -> list[Event]:
        """All events, in order."""
        of_self = Event.participant_id == self.participant().id
        with self.sessions() as session:
            return list(session.scalars(select(Event).where(of_self).order_by(Event.id)))

    def kinds(self) -> list[str]:
        """The kinds of all events, in order."""
        return [event.kind for event in self.events()]

    def participant_in(self, session: Session) -> Participant:
        """The row, in that session."""
        return session.scalars(select(Participant).where(Participant.token == self.token)).one()

    def _simulated(self, shown: Shown) -> Mapping[str, str]:
        plan = self.plan_of(shown)
        given = {answer.stage: answer.values for answer in self.answers() if answer.trial_id == self._id_of(shown)}
        return tasks.load(plan.task).simulate(plan, shown.stage, given, Mind(), self.rng, self.loaded.material)

    def _id_of(self, shown: Shown) -> int:
        with self.sessions() as session:
            return session.scalars(select(Trial.id).where(Trial.token == shown.trial_token)).one()
