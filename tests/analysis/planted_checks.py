"""Trials that ask whether participants attend and understand, and who they are."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from study_app.records import TrialRecord

BEFORE = "consent"  # the block after which the synthetic study randomises
QUIZ = "quiz"
ATTENTION = "ratings"


def with_checks(trials: Sequence[TrialRecord]) -> list[TrialRecord]:
    """To the trials of each participant: a quiz with two tries, an attention check, and two catch trials.

    Of participants in their order within an arm every second is wrong once in the quiz and right at the second try;
    every third fails the attention check; nobody fails a catch trial.  One page of every fourth is sent twice.
    """
    return [row for rows, place in _people(trials) for row in (*rows, *_checks(rows, place))]


def with_background(trials: Sequence[TrialRecord]) -> list[TrialRecord]:
    """Before the trials of each participant: age, gender, devices (any of them), a text, and a rating from 1 to 5.

    Of participants in their order within an arm: ages are 20, 21, 22 …; every second is female; every fifth declines
    the age.
    """
    return [row for rows, place in _people(trials) for row in (*rows, *_background(rows[0], place))]


def answer(like: TrialRecord, block: str, question: str, response: str | None) -> TrialRecord:
    """One answer to a question of a form, about no image."""
    bare = replace(like, image=None, image_sha256=None, label=None, predicted=None, p_predicted=None)
    bare = replace(bare, classifier_correct=None, explanation=None, explanation_method=None, explanation_sha256=None)
    bare = replace(bare, block=block, question=question, position_in_block=0, feedback_ms=None, correct=None)
    return replace(bare, answered=response is not None, response=response, n_options=None)


def _people(trials: Sequence[TrialRecord]) -> Iterator[tuple[list[TrialRecord], int]]:
    """Everybody's trials, with their place within their arm."""
    by_person: dict[str, list[TrialRecord]] = {}
    for trial in trials:
        by_person.setdefault(trial.participant, []).append(trial)
    n_before: dict[str | None, int] = {}
    for rows in by_person.values():
        arm = rows[0].arm
        n_before[arm] = n_before.get(arm, -1) + 1
        yield rows, n_before[arm]


def _checks(rows: Sequence[TrialRecord], place: int) -> Iterator[TrialRecord]:
    first, last = rows[0], rows[-1].position
    wrong = place % 2 == 1
    quiz = replace(answer(first, QUIZ, "feedback", "no" if wrong else "yes"), task="quiz", position=last + 1)
    yield replace(quiz, correct=not wrong, n_options=2, n_served=2 if place % 4 == 3 else 1)
    yield replace(quiz, question="time", response="yes", correct=True, n_options=2)
    again = replace(quiz, question="try2", stage="try2", response="2" if wrong else None, answered=wrong)
    yield replace(again, correct=True if wrong else None, n_served=int(wrong))
    rating = replace(answer(first, ATTENTION, "ease", "4"), task="rate", position=last + 2, check="attention")
    yield replace(rating, n_options=6)
    failed = place % 3 == 2
    yield replace(rating, question="moon", response="6" if failed else "1", correct=not failed, n_options=6)
    catch = replace(first, block="test", check="catch", explanation=None, feedback_ms=None, response=first.label)
    for number in (3, 4):
        yield replace(catch, position=last + number, correct=True, answered=True)


def _background(first: TrialRecord, place: int) -> Iterator[TrialRecord]:
    like = replace(first, position=10_000, task="background")
    yield answer(like, BEFORE, "age", "declined" if place % 5 == 4 else str(20 + place))
    yield replace(answer(like, BEFORE, "gender", "female" if place % 2 == 0 else "male"), n_options=4)
    yield answer(like, BEFORE, "devices", '["binoculars", "camera"]' if place % 2 == 0 else "[]")
    yield answer(like, BEFORE, "trained", f"I learned it at school number {place}")
    rate = replace(answer(replace(like, position=10_001), BEFORE, "interest", str(1 + place % 5)), task="rate")
    yield replace(rate, n_options=5)
