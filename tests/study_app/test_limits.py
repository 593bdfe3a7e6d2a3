"""The time for an answer, for a session, and for coming back."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from study_app.flow import Ended
from study_app.study_folder import LoadedStudy
from study_app.submission import NO_ANSWER, Receipt
from tests.study_app.conftest import NOW
from tests.study_app.short_studies import CONSENT, DEBRIEF, TEST, allocated, short
from tests.study_app.visits import Visitor

TIMED = (
    TEST
    + """
limit_seconds = 8
feedback = { minimum_seconds = 2 }
"""
)
TIME_OVER = {"timed_out": "1"}


def at_the_picture(sessions: sessionmaker[Session], loaded: LoadedStudy) -> Visitor:
    visitor = Visitor(sessions, loaded).arrive()
    visitor.answer(response="agree")
    return visitor


@pytest.fixture
def visitor(sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path) -> Visitor:
    """Somebody before a picture that must be answered in eight seconds; feedback would follow."""
    return at_the_picture(sessions, short(tmp_path / "short", stimuli, CONSENT + TIMED + DEBRIEF))


def over(visitor: Visitor, seconds: float) -> Receipt:
    """The page says, so many seconds after it was first shown, that its time is over."""
    shown = visitor.page()
    visitor.now += timedelta(seconds=seconds)
    return visitor.post(shown.trial_token, shown.stage, TIME_OVER)


def test_the_page_is_told_its_limit(visitor: Visitor) -> None:
    assert visitor.page().page.limit_seconds == 8.0


def test_a_page_whose_time_is_over_ends_its_trial_without_the_later_stages(visitor: Visitor) -> None:
    first = visitor.plan_of(visitor.page()).position
    assert over(visitor, 8) == Receipt("stored")
    assert visitor.answers()[-1].values == {"timed_out": True}
    shown = visitor.page()
    assert (visitor.plan_of(shown).position, shown.stage) == (first + 1, "answer")


@pytest.mark.parametrize(("seconds", "kind"), [(5.9, "refused"), (6.0, "stored"), (30.0, "stored")])
def test_it_is_believed_two_seconds_early_and_no_more(visitor: Visitor, seconds: float, kind: str) -> None:
    assert over(visitor, seconds).kind == kind


def test_who_says_too_early_that_the_time_is_over_is_asked_again(visitor: Visitor) -> None:
    before = visitor.page()
    assert over(visitor, 1) == Receipt("refused", NO_ANSWER)
    assert visitor.page() == before


def test_the_time_runs_from_the_first_time_the_page_was_shown(visitor: Visitor) -> None:
    visitor.page()
    visitor.now += timedelta(seconds=5)
    assert over(visitor, 3).kind == "stored"


def test_an_answer_after_the_limit_is_an_answer_all_the_same(visitor: Visitor) -> None:
    shown = visitor.page()
    visitor.now += timedelta(seconds=9)
    assert visitor.post(shown.trial_token, "answer", {"response": "Herring"}).kind == "stored"
    assert visitor.answers()[-1].values == {"species": "Herring"}


def test_feedback_has_the_limit_too_and_its_trial_is_done(visitor: Visitor) -> None:
    visitor.answer(response="Herring")
    assert visitor.page().stage == "feedback"
    assert over(visitor, 8).kind == "stored"
    assert visitor.page().stage == "answer"


def test_where_there_is_no_limit_a_page_cannot_say_that_it_is_over(
    sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path
) -> None:
    free = at_the_picture(sessions, short(tmp_path / "short", stimuli))
    assert over(free, 1000) == Receipt("refused", "Please choose one of the answers.")


def test_the_whole_way_can_time_out(visitor: Visitor) -> None:
    while visitor.block_of(visitor.page()) == "test":
        assert over(visitor, 8).kind == "stored"
    visitor.answer(response="agree")
    assert (visitor.participant().outcome, visitor.participant().data_complete) == ("completed", True)


def limited(sessions: sessionmaker[Session], stimuli: Path, folder: Path, flow: str) -> Visitor:
    """Somebody before the picture of a study with this table [flow]."""
    return at_the_picture(sessions, short(folder / "short", stimuli, top=allocated() + f"\n[flow]\n{flow}\n"))


def test_a_session_ends_when_its_minutes_are_over(
    sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path
) -> None:
    visitor = limited(sessions, stimuli, tmp_path, "maximum_minutes = 30")
    visitor.now = NOW + timedelta(minutes=30)
    visitor.page()
    visitor.now += timedelta(seconds=1)
    ended = visitor.look()
    assert isinstance(ended, Ended)
    assert (ended.outcome, ended.exit.code) == ("timed_out", "")
    assert visitor.participant().finished_at == visitor.now


def test_an_answer_after_the_session_s_time_is_not_stored_and_ends_it(
    sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path
) -> None:
    visitor = limited(sessions, stimuli, tmp_path, "maximum_minutes = 30")
    shown, n_before = visitor.page(), len(visitor.answers())
    visitor.now = NOW + timedelta(minutes=31)
    assert visitor.post(shown.trial_token, "answer", {"response": "Herring"}) == Receipt("stale")
    assert len(visitor.answers()) == n_before
    assert visitor.participant().outcome == "timed_out"


def test_who_comes_back_within_the_days_goes_on(sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path) -> None:
    visitor = limited(sessions, stimuli, tmp_path, "resume_days = 3")
    before = visitor.page()
    for _ in range(2):  # the days count from the last time that somebody was there
        visitor.now += timedelta(days=3)
        assert visitor.page() == before


def test_who_comes_back_after_the_days_has_run_out_of_time(
    sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path
) -> None:
    visitor = limited(sessions, stimuli, tmp_path, "resume_days = 3")
    visitor.now += timedelta(days=3, seconds=11)
    ended = visitor.look()
    assert isinstance(ended, Ended)
    assert ended.outcome == "timed_out"


def test_who_has_completed_does_not_run_out_of_time(
    sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path
) -> None:
    visitor = limited(sessions, stimuli, tmp_path, "maximum_minutes = 30")
    ended = visitor.finish()
    visitor.now += timedelta(days=400)
    assert visitor.look() == ended
    assert ended.outcome == "completed"


@pytest.mark.parametrize(("answer", "n_failed"), [("Herring", 0), ("California", 1)])
def test_a_check_that_was_answered_counts_by_its_answer_though_a_later_page_runs_out_of_time(
    sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path, answer: str, n_failed: int
) -> None:
    checked = short(
        tmp_path / "short", stimuli, CONSENT + TIMED.replace("limit", 'check = "attention"\nlimit') + DEBRIEF
    )
    visitor = at_the_picture(sessions, checked)
    while visitor.loaded.material.stimulus(visitor.plan_of(visitor.page())).label != "Herring":
        visitor.answer(response="California")
        visitor.answer()
    visitor.answer(response=answer)
    assert visitor.page().stage == "feedback"
    assert over(visitor, 8).kind == "stored"
    assert visitor.participant().n_failed_checks == n_failed


def test_who_never_got_a_seat_is_not_complete(sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path) -> None:
    nowhere = allocated(strata='{ source = "url", name = "country", seats = { GB = 4 } }')
    visitor = Visitor(sessions, short(tmp_path / "short", stimuli, CONSENT + TEST, top=nowhere)).arrive()
    visitor.answer(response="agree")
    assert (visitor.participant().outcome, visitor.participant().data_complete) == ("screened_out", False)
