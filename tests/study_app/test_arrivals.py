"""Whatever participants do, in whatever order: seats, answers and ends stay right."""

import shutil
from collections import Counter
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import func, select

from study_app import study_folder
from study_app.database import make_engine, make_sessions, reading
from study_app.flow import Shown
from study_app.models import Answer, Participant, Seat, Trial
from study_app.study_folder import LoadedStudy
from tests.builders import PLAIN_GULLS
from tests.study_app.seating_proof import ARMS
from tests.study_app.visits import Visitor

N_SEATS = 8


def tiny(folder: Path) -> Path:
    """The shipped study with two pictures in each block and eight seats in blocks of four."""
    shutil.copytree(PLAIN_GULLS, folder)
    text = (folder / "study.toml").read_text()
    for old, new in (
        ("seats = 160", f"seats = {N_SEATS}"),
        ("block_size = 8", "block_size = 4"),
        ('classes = ["California", "Herring", "Ring-billed", "Western"]', 'classes = ["California", "Herring"]'),
        ("per_class = 5", "per_class = 1"),
        ("per_class = 6", "per_class = 1"),
    ):
        assert old in text
        text = text.replace(old, new)
    (folder / "study.toml").write_text(text)
    return folder


class Arrivals(RuleBasedStateMachine):
    """Somebody arrives, looks, answers, declines, repeats, posts to the wrong place."""

    loaded: LoadedStudy
    empty_database: bytes

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp(prefix="arrivals-"))
        (self.folder / "gullseye.db").write_bytes(self.empty_database)
        self.engine = make_engine(f"sqlite:///{self.folder}/gullseye.db")
        self.sessions = make_sessions(self.engine)
        self.people: list[Visitor] = []
        self.seen: dict[str, list[tuple[str, str]]] = {}

    def teardown(self) -> None:
        self.engine.dispose()
        shutil.rmtree(self.folder)

    def one(self, who: int) -> Visitor:
        return self.people[who % len(self.people)]

    @rule()
    def somebody_arrives(self) -> None:
        self.people.append(Visitor(self.sessions, self.loaded, token=f"token {len(self.people)}").arrive())

    @precondition(lambda self: self.people)
    @rule(who=some.integers(0, 20), n=some.integers(1, 12))
    def somebody_goes_on(self, who: int, n: int) -> None:
        visitor = self.one(who)
        for _ in range(n):
            if isinstance(shown := visitor.look(), Shown):
                self.seen.setdefault(visitor.token, []).append((shown.trial_token, shown.stage))
                assert visitor.answer().kind == "stored"

    @precondition(lambda self: self.people)
    @rule(who=some.integers(0, 20))
    def somebody_reloads(self, who: int) -> None:
        assert self.one(who).look() == self.one(who).look()

    @precondition(lambda self: self.people)
    @rule(who=some.integers(0, 20))
    def somebody_declines(self, who: int) -> None:
        visitor = self.one(who)
        if isinstance(shown := visitor.look(), Shown) and visitor.block_of(shown) == "consent":
            visitor.answer(response="decline")

    @precondition(lambda self: self.seen)
    @rule(who=some.integers(0, 20), which=some.integers(0, 50), by=some.integers(0, 20))
    def an_old_page_is_posted_again_by_its_owner_or_by_somebody_else(self, who: int, which: int, by: int) -> None:
        owner = list(self.seen)[who % len(self.seen)]
        token, stage = self.seen[owner][which % len(self.seen[owner])]
        poster = self.one(by)
        before = poster.look()
        expected = "repeated" if poster.token == owner else "stale"
        assert poster.post(token, stage, {"response": "Herring"}).kind == expected
        assert poster.look() == before

    @precondition(lambda self: self.people)
    @rule(who=some.integers(0, 20), stage=some.sampled_from(["answer", "feedback"]))
    def nonsense_is_posted(self, who: int, stage: str) -> None:
        visitor = self.one(who)
        before = visitor.look()
        if isinstance(before, Shown):
            allowed = {"refused"} if stage == before.stage else {"stale", "repeated"}
            assert visitor.post(before.trial_token, stage, {"response": "Dodo"}).kind in allowed
        assert visitor.post("f" * 32, stage, {"response": "Herring"}).kind == "stale"
        assert visitor.look() == before

    @invariant()
    def seats_are_right(self) -> None:
        with reading(self.sessions) as session:
            taken = session.scalars(select(Seat).where(Seat.participant_id.is_not(None)).order_by(Seat.number)).all()
            people = {one.id: one for one in session.scalars(select(Participant))}
            outcomes = Counter(one.outcome for one in people.values())
        assert [seat.number for seat in taken] == list(range(len(taken)))
        assert len({seat.participant_id for seat in taken}) == len(taken)
        assert {seat.participant_id for seat in taken} == {one.id for one in people.values() if one.arm is not None}
        per_arm = Counter((seat.block, seat.arm) for seat in taken)
        assert {per_arm[n, arm] for n in range(len(taken) // 4) for arm in ARMS} <= {1}
        assert outcomes["full"] == 0 or len(taken) == N_SEATS

    @invariant()
    def answers_are_right(self) -> None:
        with reading(self.sessions) as session:
            per_stage = session.execute(
                select(func.count()).select_from(Answer).group_by(Answer.trial_id, Answer.stage)
            )
            assert {n for (n,) in per_stage} <= {1}
            done = session.scalars(select(Trial.position).where(Trial.done_at.is_not(None))).all()
            assert len(done) <= session.scalars(select(func.count(Answer.id))).one()

    @invariant()
    def who_has_ended_has_a_code_and_a_time(self) -> None:
        with reading(self.sessions) as session:
            for one in session.scalars(select(Participant)):
                ended = one.outcome != "in_progress"
                assert (one.finished_at is not None, len(one.completion_code)) == (ended, 8 if ended else 0)


@pytest.fixture
def machine(
    stimuli: Path, empty_database: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> type[RuleBasedStateMachine]:
    loaded = study_folder.load(str(tiny(tmp_path / "tiny")), stimuli / "gulls")
    monkeypatch.setattr(Arrivals, "loaded", loaded, raising=False)
    monkeypatch.setattr(Arrivals, "empty_database", empty_database, raising=False)
    return Arrivals


def run(machine: type[RuleBasedStateMachine], n_examples: int) -> None:
    """A failing run would take minutes to shrink: it is told as it was found."""
    as_found = settings(max_examples=n_examples, stateful_step_count=25, deadline=None, phases=[Phase.generate])
    run_state_machine_as_test(machine, settings=as_found)


def test_whatever_participants_do(machine: type[RuleBasedStateMachine]) -> None:
    run(machine, n_examples=6)


@pytest.mark.slow
def test_whatever_very_many_participants_do(machine: type[RuleBasedStateMachine]) -> None:
    run(machine, n_examples=100)
