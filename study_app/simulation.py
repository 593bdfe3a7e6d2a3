"""Simulated participants without a server and without a database: millions of trials a minute, for power analyses.

They answer as robots do over HTTP: the same person with the same seat gives the same answers.  Times are made of
response times.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from random import Random
from typing import NamedTuple

from study_app.records import ParticipantRecord, TrialRecord
from study_app.robot_mind import chance, levels
from study_app.simulated_rows import Rows
from study_app.simulated_seats import Claimed, Seats, context_of_answers, context_of_link
from study_app.simulated_session import LEFT, Frames, SimulatedSession
from study_app.study.persons import Behaviour, Person
from study_app.study.plan import Place, Seed, after_seat, before_seat
from study_app.study_folder import LoadedStudy
from study_app.versions import code_version

ROBOT = "robot"
COMPLETED = "completed"
START = datetime(2026, 1, 1, 9, tzinfo=UTC)

Records = tuple[list[ParticipantRecord], list[TrialRecord]]
Drawing = Callable[[Random, int], Records]


@dataclass(frozen=True)
class Arrivals:
    """When participants come: the first at `start`, the others after `each`."""

    start: datetime = START
    each: timedelta = timedelta(minutes=1)


ARRIVALS = Arrivals()


@dataclass(frozen=True)
class SimulatedParticipant:
    """A participant with a row per question of each planned trial, as an export has them."""

    participant: ParticipantRecord
    trials: tuple[TrialRecord, ...]


def simulate(
    loaded: LoadedStudy,
    behaviour: Behaviour,
    n: int,
    *,
    seed: int | None = None,
    mode: str = ROBOT,
    arrivals: Arrivals = ARRIVALS,
) -> Iterator[SimulatedParticipant]:
    """So many participants, one after the other.  seed: None: the behaviour's own."""
    return _Simulation(loaded).run(behaviour if seed is None else replace(behaviour, seed=seed), n, mode, arrivals)


def records(
    loaded: LoadedStudy,
    behaviour: Behaviour,
    n: int,
    *,
    seed: int | None = None,
    mode: str = ROBOT,
    arrivals: Arrivals = ARRIVALS,
) -> Records:
    """The same as two tables."""
    return _tables(simulate(loaded, behaviour, n, seed=seed, mode=mode, arrivals=arrivals))


def drawing(loaded: LoadedStudy, behaviour: Behaviour, mode: str = ROBOT) -> Drawing:
    """draw(rng, n): two tables of n new participants and, with them, of new deviations of persons and items."""
    simulation = _Simulation(loaded)

    def draw(rng: Random, n: int) -> Records:
        """What n participants of a study that is drawn anew would leave."""
        return _tables(simulation.run(replace(behaviour, seed=rng.getrandbits(62)), n, mode, ARRIVALS))

    return draw


def _tables(people: Iterator[SimulatedParticipant]) -> Records:
    participants: list[ParticipantRecord] = []
    trials: list[TrialRecord] = []
    for person in people:
        participants.append(person.participant)
        trials += person.trials
    return participants, trials


class _Simulation:
    """What can be kept from one drawing to the next: it is the same whatever anybody answers."""

    def __init__(self, loaded: LoadedStudy) -> None:
        self._loaded = loaded
        self._rows = Rows(loaded)
        self._frames = Frames(loaded, self._rows.columns)
        self._code_version = code_version()
        self._before = before_seat(loaded.design)

    def run(self, behaviour: Behaviour, n: int, mode: str, arrivals: Arrivals) -> Iterator[SimulatedParticipant]:
        """Lets n participants come."""
        planned = self._loaded.study.allocation.seed
        order_seed = planned if planned is not None else f"simulated {behaviour.seed}"
        seats = Seats(self._loaded, mode, order_seed)
        for number in range(n):
            person = Person(behaviour, number, chance(behaviour.seed, "robot", number))
            session = SimulatedSession(self._frames, person, arrivals.start + number * arrivals.each)
            yield self._visit(session, seats, order_seed, _Who(behaviour.seed, number, mode))

    def _visit(self, session: SimulatedSession, seats: Seats, order_seed: Seed, who: "_Who") -> SimulatedParticipant:
        study = self._loaded.study
        context = context_of_link(study, levels(study, chance(who.seed, "link", who.number)))
        outcome, seat, seated_at = session.walk(self._before, None), None, None
        if outcome is None:
            seated_at = session.now
            context |= context_of_answers(study, session)
            seat, outcome = seats.claim(context, seated_at)
        if seat is not None and seat.seat.arm is not None:
            place = Place(seat.seat.arm, seat.seat.rank)
            outcome = session.walk(after_seat(self._loaded.design, place, order_seed), place.arm) or COMPLETED
            if outcome != COMPLETED or session.is_erased:
                kept = timedelta(minutes=study.allocation.lease_minutes) if outcome == LEFT else timedelta()
                seats.give_back(seat, session.now + kept, ended=outcome != LEFT)
        made = self._participant(session, seat, who, outcome or COMPLETED)
        if seat is not None:
            made = replace(made, seated_at=seated_at)
        if context and not session.is_erased:
            made = replace(made, context=json.dumps(context, ensure_ascii=False, sort_keys=True))
        return SimulatedParticipant(made, self._trials(session, made))

    def _participant(
        self, session: SimulatedSession, claimed: Claimed | None, who: "_Who", outcome: str
    ) -> ParticipantRecord:
        seat, loaded = claimed.seat if claimed else None, self._loaded
        is_over = outcome != LEFT
        return ParticipantRecord(
            participant=sha256(f"{who.seed} {who.number}".encode()).hexdigest()[:16],
            study=loaded.name,
            study_hash=loaded.hash,
            stimulus_set=loaded.material.stimuli.set_id,
            code_version=self._code_version,
            mode=who.mode,
            platform=loaded.study.recruit.platform,
            arm=seat.arm if seat else None,
            seat=seat.number if seat else None,
            seat_block=seat.block if seat else None,
            stratum=(seat.stratum or None) if seat else None,
            outcome=outcome,
            n_trials_planned=len(session.trials),
            n_trials_answered=sum(trial.is_done for trial in session.trials),
            enrolled_at=session.began_at,
            seated_at=None,
            finished_at=session.now if is_over else None,
            data_complete=is_over
            and seat is not None
            and all(trial.is_done or trial.is_passed_over for trial in session.trials),
            counts_toward_target=outcome == COMPLETED and seat is not None and not session.is_erased,
            n_failed_checks=session.n_failed_checks,
            erased=session.is_erased,
        )

    def _trials(self, session: SimulatedSession, made: ParticipantRecord) -> tuple[TrialRecord, ...]:
        own = {"participant": made.participant, "mode": made.mode, "arm": made.arm}
        return tuple(row for trial in session.trials for row in self._rows.of(trial, own, is_erased=made.erased))


class _Who(NamedTuple):
    """Which participant of which drawing."""

    seed: int
    number: int
    mode: str
