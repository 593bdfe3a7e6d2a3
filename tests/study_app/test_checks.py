"""Attention checks, catch trials and the quiz: what a wrong answer leads to."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from study_app.flow import Ended
from tests.study_app.short_studies import CONSENT, DEBRIEF, TEST, allocated, short
from tests.study_app.visits import Visitor

FOUR = TEST.replace("per_class = 1", "per_class = 2")
CHECKS = FOUR + 'check = "attention"\n'
OTHER = {"California": "Herring", "Herring": "California"}
QUIZ = """
[[block]]
name = "quiz"
task = "quiz"
questions_file = "quiz.toml"
"""
TABLE = """
[[question]]
name = "task"
text = "What will you do?"
options = ["Name birds", "Draw birds"]
right = "Name birds"
"""


def walking(
    sessions: sessionmaker[Session], stimuli: Path, folder: Path, blocks: str, more: str = "", after: str = "consent"
) -> Visitor:
    """Somebody who has agreed to take part in the study of these blocks."""
    top = allocated(after=f'"{after}"') + more
    loaded = short(folder / "short", stimuli, CONSENT + blocks, top=top, files={"quiz.toml": TABLE})
    visitor = Visitor(sessions, loaded).arrive()
    visitor.answer(response="agree")
    return visitor


def answers(visitor: Visitor, verdicts: str) -> None:
    """Answers one image after the other: + rightly, - wrongly."""
    for verdict in verdicts:
        truth = str(visitor.plan_of(visitor.page()).image).split("/")[0]
        visitor.answer(response=truth if verdict == "+" else OTHER[truth])


def test_failed_attention_checks_are_counted_and_noted(
    sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path
) -> None:
    visitor = walking(sessions, stimuli, tmp_path, CHECKS)
    answers(visitor, "-+-+")
    one = visitor.participant()
    assert (one.outcome, one.n_failed_checks, one.counts) == ("completed", 2, True)
    failed = [(event.position, event.detail) for event in visitor.events() if event.kind == "check_failed"]
    assert failed == [(place, {"check": "attention", "block": "test"}) for place in (1, 3)]


def test_where_the_study_says_so_too_many_failures_end_the_session(
    sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path
) -> None:
    more = "\n[checks]\non_failure = 'end'\nattention_failures = 2\n"
    visitor = walking(sessions, stimuli, tmp_path, CHECKS, more)
    answers(visitor, "-+")
    assert visitor.participant().outcome == "in_progress"
    answers(visitor, "-")
    ended = visitor.look()
    assert isinstance(ended, Ended)
    assert ended.outcome == "failed_checks"
    assert visitor.participant().data_complete is False


def test_no_answer_in_time_to_a_check_is_a_failed_check(
    sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path
) -> None:
    visitor = walking(sessions, stimuli, tmp_path, CHECKS + "limit_seconds = 5\n")
    shown = visitor.page()
    visitor.now += timedelta(seconds=5)
    assert visitor.post(shown.trial_token, "answer", {"timed_out": "1"}).kind == "stored"
    assert visitor.participant().n_failed_checks == 1


def test_failed_catch_trials_are_noted_and_end_nothing(
    sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path
) -> None:
    more = "\n[checks]\non_failure = 'end'\nattention_failures = 1\n"
    visitor = walking(sessions, stimuli, tmp_path, FOUR + 'catch = { pool = "easy" }\n', more)
    answers(visitor, "-" * 6)
    one = visitor.participant()
    assert (one.outcome, one.n_failed_checks) == ("completed", 0)
    failed = [event.detail for event in visitor.events() if event.kind == "check_failed"]
    assert failed == [{"check": "catch", "block": "test"}] * 2


def test_wrong_answers_of_ordinary_trials_are_no_failed_checks(
    sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path
) -> None:
    visitor = walking(sessions, stimuli, tmp_path, FOUR)
    answers(visitor, "----")
    assert visitor.participant().n_failed_checks == 0
    assert "check_failed" not in visitor.kinds()


def test_whoever_fails_the_quiz_at_every_try_is_screened_out_without_a_seat(
    sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path
) -> None:
    visitor = walking(sessions, stimuli, tmp_path, QUIZ + TEST, after="quiz")
    visitor.answer(task="Draw birds")
    assert visitor.page().stage == "try_2"
    visitor.answer(task="Draw birds")
    one = visitor.participant()
    assert (one.outcome, one.seat_number, one.arm) == ("screened_out", None, None)


def test_whoever_passes_the_quiz_at_the_second_try_is_seated(
    sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path
) -> None:
    visitor = walking(sessions, stimuli, tmp_path, QUIZ + TEST, after="quiz")
    visitor.answer(task="Draw birds")
    visitor.answer(task="Name birds")
    assert (visitor.participant().outcome, visitor.participant().seat_number) == ("in_progress", 0)


def test_where_the_quiz_says_so_everybody_goes_on(
    sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path
) -> None:
    visitor = walking(sessions, stimuli, tmp_path, QUIZ + 'otherwise = "go_on"\n' + TEST, after="quiz")
    for _ in range(2):
        visitor.answer(task="Draw birds")
    assert visitor.participant().seat_number == 0


@pytest.mark.parametrize("blocks", [CHECKS, CHECKS + DEBRIEF])
def test_flagged_failures_never_keep_anybody_from_the_end(
    sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path, blocks: str
) -> None:
    visitor = walking(sessions, stimuli, tmp_path, blocks)
    answers(visitor, "----")
    assert visitor.finish().outcome == "completed"
    assert visitor.participant().n_failed_checks == 4
