"""A database of the first tables with rows in it: what must be true after it was brought up to date, and down again."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, MetaData, Table, insert, select
from sqlalchemy.orm import Session

from study_app.models import Identity, Participant, Seat, StudyVersion, Trial

BEGAN = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
SEATED = datetime(2026, 11, 1, 9, 5, tzinfo=UTC)
DONE = datetime(2026, 11, 1, 9, 20, tzinfo=UTC)
VERSION = {
    "id": 1,
    "hash": "a" * 64,
    "name": "gulls",
    "definition": {"allocation": {"seed": 5}},
    "texts": {"consent.md": "Words."},
    "stimulus_set": "b" * 16,
    "code_version": "0.1",
    "stored_at": BEGAN,
}
# arm, outcome, seated_at, finished_at
PEOPLE = (
    ("none", "completed", SEATED, DONE),
    ("heatmap", "in_progress", SEATED, None),
    (None, "no_consent", None, DONE),
    (None, "full", None, DONE),
)
# mode, number, block, arm, who holds it
SEATS = (
    ("live", 0, 0, "none", 1),
    ("live", 1, 0, "heatmap", 2),
    ("live", 2, 1, "heatmap", None),
    ("live", 3, 1, "none", None),
    ("robot", 0, 0, "heatmap", None),
)
PLAN = {"block": "test", "task": "classify", "position": 0, "position_in_block": 0, "image": "Herring/000"}


def fill(engine: Engine) -> None:
    """Writes the rows into the first tables, whose columns are read from the database itself."""
    known = MetaData()
    known.reflect(engine)
    rows: dict[str, list[dict[str, Any]]] = {
        "study_version": [VERSION],
        "participant": [_participant(n, *facts) for n, facts in enumerate(PEOPLE, start=1)],
        "seat": [_seat(n, *facts) for n, facts in enumerate(SEATS, start=1)],
        "identity": [
            {"participant_id": 1, "study_name": "gulls", "mode": "live", "platform": "prolific", "person": "anna"}
        ],
        "trial": [{"id": 1, "participant_id": 1, "position": 0, "token": "t" * 32, "plan": PLAN, "done_at": DONE}],
        "answer": [
            {"id": 1, "trial_id": 1, "stage": "answer", "values": {"species": "Herring"}, "timing": {}}
            | {"received_at": DONE}
        ],
        "event": [{"id": 1, "participant_id": 1, "at": BEGAN, "kind": "enrolled"}],
    }
    with engine.begin() as connection:
        for name, lines in rows.items():
            connection.execute(insert(known.tables[name]), lines)


def _participant(
    n: int, arm: str | None, outcome: str, seated: datetime | None, done: datetime | None
) -> dict[str, Any]:
    return {
        "id": n,
        "pseudonym": f"p{n}",
        "token": f"t{n}",
        "study_version_id": 1,
        "mode": "live",
        "platform": "prolific",
        "code_version": "0.1",
        "arm": arm,
        "outcome": outcome,
        "completion_code": f"CODE{n}",
        "enrolled_at": BEGAN,
        "seated_at": seated,
        "finished_at": done,
    }


def _seat(n: int, mode: str, number: int, block: int, arm: str, holder: int | None) -> dict[str, Any]:
    return {
        "id": n,
        "study_version_id": 1,
        "mode": mode,
        "number": number,
        "block": block,
        "arm": arm,
        "participant_id": holder,
        "claimed_at": SEATED if holder else None,
    }


def check_new(engine: Engine) -> None:
    """All rows are there, and what they say of leases, ranks and flags is what they said before in other words."""
    with Session(engine) as session:
        version = session.scalars(select(StudyVersion)).one()
        assert (version.hash, version.definition, version.stored_at) == ("a" * 64, VERSION["definition"], BEGAN)
        assert (version.seed, version.frozen_hash, version.launched_at, version.closed_at) == (None, None, None, None)
        assert [
            (seat.mode, seat.stratum, seat.number, seat.arm, seat.rank, seat.participant_id, seat.n_claims)
            for seat in session.scalars(select(Seat).order_by(Seat.id))
        ] == [
            ("live", "", 0, "none", 0, 1, 1),
            ("live", "", 1, "heatmap", 0, 2, 1),
            ("live", "", 2, "heatmap", 1, None, 0),
            ("live", "", 3, "none", 1, None, 0),
            ("robot", "", 0, "heatmap", 0, None, 0),
        ]
        times = select(Seat.claimed_at, Seat.completed_at).order_by(Seat.id)
        known = [(SEATED, DONE), (SEATED, None), *[(None, None)] * 3]
        assert [tuple(row) for row in session.execute(times)] == known
        leases = session.scalars(select(Seat.lease_until).order_by(Seat.id)).all()
        assert [until is not None and until > datetime.now(UTC) for until in leases] == [True, True, *[False] * 3]
        people = session.scalars(select(Participant).order_by(Participant.id)).all()
        assert [(one.outcome, one.seat_number, one.seat_block, one.stratum) for one in people] == [
            ("completed", 0, 0, ""),
            ("in_progress", 1, 0, ""),
            ("no_consent", None, None, None),
            ("full", None, None, None),
        ]
        assert [(one.data_complete, one.counts) for one in people] == [(True, True), *[(False, False)] * 3]
        assert {(one.overrun, one.n_failed_checks, one.context, one.erased_at) for one in people} == {
            (False, 0, None, None)
        }
        assert [one.completion_code for one in people] == ["CODE1", "CODE2", "CODE3", "CODE4"]
        trial = session.scalars(select(Trial)).one()
        assert (trial.plan, trial.done_at, trial.passed_over_at) == (PLAN, DONE, None)
        assert [answer.values for answer in trial.answers] == [{"species": "Herring"}]
        assert session.scalars(select(Identity.person)).one() == "anna"


def add_newer_seats(engine: Engine) -> None:
    """Seats that the first tables could not hold: of a stratum, and without an arm."""
    with Session(engine) as session, session.begin():
        facts = {"study_version_id": 1, "mode": "live", "block": 0, "rank": 0, "n_claims": 0}
        session.add(Seat(id=101, stratum="GB", number=0, arm="none", **facts))
        session.add(Seat(id=102, stratum="", number=9, arm=None, **facts))


def check_old(engine: Engine) -> None:
    """The first tables again, with the rows that they had."""
    known = MetaData()
    known.reflect(engine)
    seat, participant = known.tables["seat"], known.tables["participant"]
    assert set(seat.columns.keys()) == set(_seat(1, *SEATS[0]))
    assert set(participant.columns.keys()) == set(_participant(1, *PEOPLE[0]))
    assert not seat.columns["arm"].nullable
    assert "completion_code" not in known.tables
    with engine.connect() as connection:
        assert [tuple(row) for row in connection.execute(_chosen(seat, "mode number block arm participant_id"))] == [
            *SEATS
        ]
        assert [tuple(row) for row in connection.execute(_chosen(participant, "arm outcome"))] == [
            (arm, outcome) for arm, outcome, _, _ in PEOPLE
        ]
        assert connection.execute(select(known.tables["trial"].c.plan)).scalar_one() == PLAN


def _chosen(table: Table, names: str) -> Any:
    return select(*(table.c[name] for name in names.split())).order_by(table.c.id)
