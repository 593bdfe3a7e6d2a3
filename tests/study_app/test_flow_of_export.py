"""What an export tells of a session's end is what the flow of participants counts."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy.orm import Session, sessionmaker

from analysis import evidence, tables
from analysis.participants.flow import flow
from study_app.database import reading
from study_app.ending import withdraw
from study_app.export import write_export
from study_app.exporting.sources import built_in
from study_app.study_folder import LoadedStudy
from tests.study_app.conftest import NOW
from tests.study_app.visits import Visitor

LATER = NOW + timedelta(hours=1)


def leave(visitor: Visitor, *, keep_data: bool) -> None:
    with visitor.sessions() as session:
        withdraw(session, visitor.participant_in(session), LATER, keep_data=keep_data)
        session.commit()


def test_a_seat_given_back_and_taken_again_is_one_replacement(
    sessions: sessionmaker[Session], gulls: LoadedStudy, tmp_path: Path
) -> None:
    """One withdrew amid the test; the next got that seat, finished, and had the answers deleted; one declined."""
    first, second, third = (Visitor(sessions, gulls, token=name).arrive() for name in ("first", "second", "third"))
    first.answer_until("test")
    first.answer()
    leave(first, keep_data=True)
    second.now = LATER
    second.finish()
    leave(second, keep_data=False)
    third.answer(response="decline")
    with reading(sessions) as session:
        write_export(
            session, "gulls", tmp_path / "out", manifest_of=built_in(gulls.stimuli_folder), now=LATER, modes=("live",)
        )
    found = flow(evidence.of_mode(tables.read(tmp_path / "out"), "live"))
    arm = found.arms[str(first.participant().arm)]
    assert (found.began, found.not_randomised, found.randomised) == (3, {"no_consent": 1}, 2)
    assert (arm.randomised, arm.replaced, arm.received) == (2, 1, 2)
    assert (arm.lost, arm.completed) == ({"withdrew": 1}, 1)
    assert (arm.analysed, arm.erased, arm.silent, arm.completers) == (1, 1, 0, 0)
