"""Whatever participants do, whenever they come back: seats, answers, flags and counts stay right."""

import shutil
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import NamedTuple

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as some
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from study_app.database import make_engine, make_sessions, reading
from study_app.flow import Ended, Shown
from study_app.models import Answer, Participant, Trial
from study_app.study_folder import LoadedStudy
from study_app.versions import open_study
from tests.study_app.arrival_proof import (
    CARELESS,
    DELETES,
    LEASE_MINUTES,
    MOST_MINUTES,
    RIGHT,
    Guest,
    loaded_from,
    minute_study,
)
from tests.study_app.conftest import NOW
from tests.study_app.seat_facts import SeatFacts, check_facts, check_leases, read_facts

BLOCK, N_SEATS = 4, 8
LEASE = timedelta(minutes=LEASE_MINUTES)
N, P = "none", "placebo"
PLANNED = {"live": (N, P, N, P, P, P, N, N), "robot": (P, N, P, N, P, N, N, P, P, N, N, P)}
WHO = some.integers(0, 30)
MEMORY_DISK = Path("/dev/shm")  # noqa: S108 - hundreds of small commits; where there is none, any disk will do


class Kept(NamedTuple):
    """An answer as it was stored."""

    trial: int
    stage: str
    values: str
    received_at: str


REPOSTED = [None, {"response": "Coot"}, {"response": "Dodo"}, {"care": "2"}]  # None: the same answer again


class Lives(RuleBasedStateMachine):
    """People come, answer, fall silent, come back, leave, fail, repeat themselves; the server restarts."""

    folder: Path
    loaded: LoadedStudy
    empty_database: bytes

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(mkdtemp(prefix="lives-", dir=MEMORY_DISK if MEMORY_DISK.is_dir() else None))
        (self.place / "gullseye.db").write_bytes(self.empty_database)
        self.now, self.mode = NOW, "live"
        self.people: list[Guest] = []
        self.posted: list[tuple[Guest, str, Mapping[str, str]]] = []
        self.positions: dict[str, int] = {}
        self.kept: dict[int, dict[int, Kept]] = {}
        self._start()

    def _start(self) -> None:
        self.engine = make_engine(f"sqlite:///{self.place}/gullseye.db")
        self.sessions = make_sessions(self.engine)

    def teardown(self) -> None:
        self.engine.dispose()
        shutil.rmtree(self.place)

    @initialize(mode=some.sampled_from(["live", "robot"]))
    def the_study_is_opened(self, mode: str) -> None:
        self.mode = mode
        with self.sessions.begin() as session:
            open_study(session, self.loaded, mode, self.now)

    @rule(n=some.integers(1, 3))
    def somebody_lands(self, n: int) -> None:
        for _ in range(n):
            guest = Guest(self.sessions, self.loaded, self.mode, f"guest {len(self.people)}")
            guest.arrive(self.now)
            self.people.append(guest)

    @rule(n=some.integers(1, 4))
    def somebody_lands_and_takes_a_seat(self, n: int) -> None:
        for _ in range(n):
            self.somebody_lands(1)
            self._answer(self.people[-1])

    @rule(n=some.integers(1, 4))
    def somebody_takes_all_of_it_at_once(self, n: int) -> None:
        for _ in range(n):
            self.somebody_lands(1)
            self._finish(self.people[-1])

    @rule(n=some.integers(0, 3), finishes=some.booleans())
    def somebody_comes_back_after_others_came(self, n: int, finishes: bool) -> None:
        self.somebody_lands_and_takes_a_seat(1)
        guest = self.people[-1]
        self.all_are_silent(LEASE_MINUTES + 1)
        self.somebody_lands_and_takes_a_seat(n)
        self._answer(guest)
        if finishes:
            self._finish(guest)

    @precondition(lambda self: self.people)
    @rule(who=WHO, n=some.integers(1, 3))
    def somebody_goes_on(self, who: int, n: int) -> None:
        for _ in range(n):
            self._answer(self._one(who))

    @precondition(lambda self: self.people)
    @rule(who=WHO)
    def somebody_goes_on_to_the_end(self, who: int) -> None:
        self._finish(self._one(who))

    @precondition(lambda self: self.people)
    @rule(who=WHO)
    def somebody_does_not_read(self, who: int) -> None:
        self._finish(self._one(who), care=CARELESS)
        assert self._one(who).row().outcome != "in_progress"

    @precondition(lambda self: self.people)
    @rule(who=WHO)
    def somebody_wants_the_answers_deleted_at_the_end(self, who: int) -> None:
        self._finish(self._one(who), debrief=DELETES)

    @precondition(lambda self: self.people)
    @rule(who=WHO)
    def somebody_declines(self, who: int) -> None:
        self._answer(self._one(who), consent=DELETES)

    @precondition(lambda self: self.people)
    @rule(who=WHO, keep_data=some.booleans())
    def somebody_withdraws(self, who: int, keep_data: bool) -> None:
        self._one(who).withdraw(self.now, keep_data=keep_data)

    @precondition(lambda self: self.people)
    @rule(who=WHO)
    def somebody_reloads(self, who: int) -> None:
        guest = self._one(who)
        state = guest.look(self.now)
        assert state == guest.look(self.now)
        assert isinstance(state, Ended) == (guest.row().outcome != "in_progress")

    @rule(minutes=some.sampled_from([1, LEASE_MINUTES - 1, LEASE_MINUTES + 1, MOST_MINUTES + 1]))
    def all_are_silent(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @precondition(lambda self: self.posted)
    @rule(
        which=WHO,
        by=some.none() | WHO,
        form=some.sampled_from([None, {"response": "Coot"}, {"response": "Dodo"}, {"care": "2"}]),
    )
    def an_old_page_is_posted_again(self, which: int, by: int | None, form: dict[str, str] | None) -> None:
        """By whom it belongs to (by: None) or by anybody; the same answer (form: None) or another."""
        owner, token, first = self.posted[-1 - which % len(self.posted)]
        poster = owner if by is None else self._one(by)
        before = poster.look(self.now)
        receipt = poster.post(token, "answer", first if form is None else form, self.now)
        is_kept = poster is owner and owner.row().erased_at is None
        assert receipt.kind == ("repeated" if is_kept else "stale")
        assert poster.look(self.now) == before

    @precondition(lambda self: self.people)
    @rule(who=WHO, stage=some.sampled_from(["answer", "feedback"]))
    def nonsense_is_posted(self, who: int, stage: str) -> None:
        guest = self._one(who)
        state = guest.look(self.now)
        if isinstance(state, Shown):
            expected = "refused" if stage == state.stage else "stale"
            assert guest.post(state.trial_token, stage, {"response": "Dodo"}, self.now).kind == expected
        assert guest.post("f" * 32, stage, {"response": "Auk"}, self.now).kind == "stale"
        assert guest.look(self.now) == state

    @rule()
    def the_server_restarts(self) -> None:
        self.engine.dispose()
        self._start()
        loaded_from.cache_clear()
        again = loaded_from(self.folder)
        with self.sessions.begin() as session:
            open_study(session, again, self.mode, self.now)
        for guest in self.people:
            guest.sessions, guest.loaded = self.sessions, again

    def _one(self, who: int) -> Guest:
        return self.people[who % len(self.people)]

    def _finish(self, guest: Guest, **instead: Mapping[str, str]) -> None:
        while self._answer(guest, **instead):
            pass

    def _answer(self, guest: Guest, **instead: Mapping[str, str]) -> bool:
        """Answers the page, ten seconds later; whether it was stored.  A seat is taken from the front of the list."""
        self.now += timedelta(seconds=10)
        step, before = guest.next_step(), guest.row()
        if step is None or before.outcome != "in_progress":
            return False
        free = self._free() if before.seated_at is None else []
        receipt = guest.answer(self.now, **instead)
        assert receipt is not None
        after = guest.row()
        if receipt.kind == "stored":
            self.posted.append((guest, step[0], (RIGHT | instead)[step[1]]))
        if before.seated_at is None and after.seated_at is not None:
            assert after.seat_number == free[0]
        assert after.outcome != "full" or (self.mode == "live" and free == [])
        return receipt.kind == "stored"

    def _free(self) -> list[int]:
        """The numbers of the seats that can be claimed now; robots' lists go on."""
        seats = self._facts().seats
        taken = {n for n, seat in seats.items() if seat.completed_at or (seat.lease_until or self.now) >= self.now}
        given_back = {n for n, seat in seats.items() if seat.participant_id is None}
        free = sorted((seats.keys() - taken) | given_back)
        return free or ([len(seats)] if self.mode == "robot" else [])

    def _facts(self) -> SeatFacts:
        return read_facts(self.sessions, self.mode)

    @invariant()
    def seats_and_counts_are_right(self) -> None:
        facts = self._facts()
        check_facts(facts, PLANNED[self.mode], BLOCK, LEASE)
        check_leases(facts, self.now, LEASE)
        assert len(facts.seats) == N_SEATS or (self.mode == "robot" and len(facts.seats) > N_SEATS)

    @invariant()
    def nobody_goes_back(self) -> None:
        with reading(self.sessions) as session:
            trials = session.scalars(select(Trial).order_by(Trial.participant_id, Trial.position)).all()
            tokens = {one.id: one.token for one in session.scalars(select(Participant))}
        for person, token in tokens.items():
            mine = [trial for trial in trials if trial.participant_id == person]
            reached = sum(trial.done_at is not None for trial in mine)
            assert [trial.done_at is not None for trial in mine] == [n < reached for n in range(len(mine))]
            assert reached >= self.positions.get(token, 0)
            self.positions[token] = reached

    @invariant()
    def answers_stay_as_they_are_unless_they_are_erased(self) -> None:
        with reading(self.sessions) as session:
            erased = {one.id for one in session.scalars(select(Participant)) if one.erased_at is not None}
            rows = session.execute(select(Answer, Trial.participant_id).join(Trial, Trial.id == Answer.trial_id)).all()
        present: dict[int, dict[int, Kept]] = {}
        for answer, person in rows:
            kept = Kept(answer.trial_id, answer.stage, str(answer.values), str(answer.received_at))
            present.setdefault(person, {})[answer.id] = kept
        for person, before in self.kept.items():
            if person not in erased:
                assert before.items() <= present[person].items()
        self.kept = present

    @invariant()
    def who_has_ended_has_a_code_and_a_time(self) -> None:
        for one in self._facts().people.values():
            has_ended = one.outcome != "in_progress"
            assert (one.finished_at is not None, len(one.completion_code)) == (has_ended, 8 if has_ended else 0)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, LoadedStudy]:
    folder = tmp_path_factory.mktemp("studies") / "minute"
    return folder, minute_study(folder, N_SEATS, n_arms=2)


@pytest.fixture
def machine(
    written: tuple[Path, LoadedStudy], empty_database: bytes, monkeypatch: pytest.MonkeyPatch
) -> type[RuleBasedStateMachine]:
    for name, value in zip(("folder", "loaded", "empty_database"), (*written, empty_database), strict=True):
        monkeypatch.setattr(Lives, name, value, raising=False)
    return Lives


def run(machine: type[RuleBasedStateMachine], n_examples: int, n_steps: int) -> None:
    """A failing run would take minutes to shrink: it is told as it was found."""
    as_found = settings(
        max_examples=n_examples, stateful_step_count=n_steps, deadline=None, phases=[Phase.generate], database=None
    )
    run_state_machine_as_test(machine, settings=as_found)


def test_whatever_happens_in_some_lives_everything_stays_right(machine: type[RuleBasedStateMachine]) -> None:
    run(machine, n_examples=8, n_steps=25)


@pytest.mark.slow
def test_whatever_happens_in_very_many_lives_everything_stays_right(machine: type[RuleBasedStateMachine]) -> None:
    run(machine, n_examples=50, n_steps=50)
