"""`gullseye release` and `gullseye erase`: what a researcher does about one participant."""

from collections.abc import Mapping

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from study_app.commands.erase import erase
from study_app.commands.release import release
from study_app.models import Answer, Seat, Trial
from study_app.study.platform import Arrival
from study_app.study_folder import LoadedStudy
from tests.builders import PLAIN_GULLS
from tests.study_app.visits import Visitor

STUDY = str(PLAIN_GULLS)


@pytest.fixture
def finished(gulls: LoadedStudy, sessions: sessionmaker[Session]) -> Visitor:
    """Somebody with an id of a platform, who went all the way."""
    visitor = Visitor(sessions, gulls, arrival=Arrival("5f0a" * 6, "6b1c" * 6)).arrive()
    visitor.finish()
    return visitor


def told(command: Result) -> tuple[int, str]:
    return command.exit_code, command.output if command.exception is None else str(command.exception)


def run_release(environ: Mapping[str, str], who: str) -> Result:
    return CliRunner().invoke(release, [STUDY, who, "--reason", "returned"], env=dict(environ))


@pytest.mark.parametrize("by", ["code", "pseudonym", "person", "submission"])
def test_a_seat_is_given_back_by_whatever_the_participant_is_known_by(
    by: str, finished: Visitor, environ: dict[str, str]
) -> None:
    row = finished.participant()
    who = {"code": row.completion_code, "pseudonym": row.pseudonym, "person": "5f0a" * 6, "submission": "6b1c" * 6}[by]
    code, said = told(run_release(environ, who))
    assert (code, "The seat is free again; the answers are kept" in said) == (0, True)
    row = finished.participant()
    assert (row.platform_status, row.counts, row.outcome, row.data_complete) == ("returned", False, "completed", True)
    with finished.sessions() as session:
        assert session.scalars(select(Seat.participant_id).where(Seat.mode == "live", Seat.n_claims > 0)).all() == [
            None
        ]
        assert len(session.scalars(select(Answer)).all()) > 40
    assert finished.kinds()[-1] == "seat_released"


def test_the_next_participant_gets_the_seat_that_was_given_back(finished: Visitor, environ: dict[str, str]) -> None:
    run_release(environ, finished.participant().pseudonym)
    after = Visitor(finished.sessions, finished.loaded, token="another").arrive()
    after.answer_until("training")
    assert (after.participant().seat_number, after.participant().arm) == (0, finished.participant().arm)
    assert after.events()[-1].detail is not None
    seated = next(event for event in after.events() if event.kind == "seated")
    assert seated.detail is not None
    assert seated.detail["claim"] == 2


def test_an_unknown_participant_is_told(finished: Visitor, environ: dict[str, str]) -> None:
    code, said = told(run_release(environ, "NOBODY"))
    assert (code, said) == (1, "gulls: nobody has the code, pseudonym or id 'NOBODY'")


def test_erasing_asks_first_and_then_leaves_no_answer(finished: Visitor, environ: dict[str, str]) -> None:
    who = finished.participant().completion_code
    refused = CliRunner().invoke(erase, [STUDY, who], env=environ, input="n\n")
    assert refused.exit_code == 1
    assert len(finished.answers()) > 40
    done = CliRunner().invoke(erase, [STUDY, who, "--yes"], env=environ)
    assert "Deleted: every answer" in done.output
    assert finished.answers() == []
    row = finished.participant()
    assert (row.erased_at is not None, row.counts, row.outcome) == (True, False, "completed")
    with finished.sessions() as session:
        assert len(session.scalars(select(Trial)).all()) == 49
