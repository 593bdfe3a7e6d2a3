"""Blocks that end before their trials do, once enough of the last answers are right."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from study_app.flow import Ended, Shown
from study_app.models import Trial
from tests.study_app.short_studies import CONSENT, DEBRIEF, TEST, allocated, short
from tests.study_app.visits import Visitor

LEARN = """
[[block]]
name = "learn"
task = "classify"
question = "Which?"
items = { pool = "test" }
"""
THREE_OF_THREE = "criterion = { correct = 3, of = 3 }\n"
TWO_OF_THREE = "criterion = { correct = 2, of = 3 }\n"
OR_OUT = 'criterion = { correct = 3, of = 3, otherwise = "screened_out" }\n'
CATCH = 'catch = { pool = "easy", per_class = 2 }\n'
OTHER = {"California": "Herring", "Herring": "California"}


class Learner:
    """Somebody who learns eight images until a criterion is met."""

    def __init__(self, sessions: sessionmaker[Session], stimuli: Path, folder: Path, block: str, top: str = "") -> None:
        loaded = short(folder / "short", stimuli, CONSENT + block + DEBRIEF, top=allocated() + top)
        self.visitor = Visitor(sessions, loaded).arrive()
        self.visitor.answer(response="agree")

    def answers(self, verdicts: str) -> None:
        """Answers one image after the other: + rightly, - wrongly."""
        for verdict in verdicts:
            truth = str(self.visitor.plan_of(self.visitor.page()).image).split("/")[0]
            self.visitor.answer(response=truth if verdict == "+" else OTHER[truth])

    def block(self) -> str:
        """The block of the page on the screen; where the session ended, the outcome."""
        shown = self.visitor.look()
        return self.visitor.block_of(shown) if isinstance(shown, Shown) else str(getattr(shown, "outcome", ""))

    def trials(self) -> list[Trial]:
        """All trials of the block, in order."""
        participant = self.visitor.participant()
        with self.visitor.sessions() as session:
            trials = list(session.merge(participant).trials)
        return [trial for trial in trials if trial.plan["block"] == "learn"]


@pytest.mark.parametrize("verdicts", ["+++", "-+++", "++-+++", "+-+-+++"])
def test_the_block_ends_once_the_last_answers_are_right(
    sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path, verdicts: str
) -> None:
    learner = Learner(sessions, stimuli, tmp_path, LEARN + THREE_OF_THREE)
    learner.answers(verdicts[:-1])
    assert learner.block() == "learn"
    learner.answers(verdicts[-1])
    assert learner.block() == "debrief"


def test_some_of_the_last_answers_may_be_wrong_where_the_criterion_says_so(
    sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path
) -> None:
    learner = Learner(sessions, stimuli, tmp_path, LEARN + TWO_OF_THREE)
    learner.answers("+-")
    assert learner.block() == "learn"
    learner.answers("+")
    assert learner.block() == "debrief"


def test_what_is_passed_over_is_marked_and_never_counts_as_missing(
    sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path
) -> None:
    learner = Learner(sessions, stimuli, tmp_path, LEARN + THREE_OF_THREE)
    learner.answers("+++")
    assert [trial.done_at is not None for trial in learner.trials()] == [True] * 3 + [False] * 5
    assert [trial.passed_over_at is not None for trial in learner.trials()] == [False] * 3 + [True] * 5
    learner.visitor.answer(response="agree")
    one = learner.visitor.participant()
    assert (one.outcome, one.data_complete, one.counts) == ("completed", True, True)


def test_that_a_criterion_was_met_is_noted_with_the_trials_it_took(
    sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path
) -> None:
    learner = Learner(sessions, stimuli, tmp_path, LEARN + THREE_OF_THREE)
    learner.answers("-+++")
    met = [event for event in learner.visitor.events() if event.kind == "criterion_met"]
    assert [(event.position, event.detail) for event in met] == [(4, {"block": "learn", "trials": 4})]


def test_who_never_meets_it_goes_on_after_the_last_trial(
    sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path
) -> None:
    learner = Learner(sessions, stimuli, tmp_path, LEARN + THREE_OF_THREE)
    learner.answers("++-++-++")
    assert learner.block() == "debrief"
    assert "criterion_met" not in learner.visitor.kinds()


def test_who_never_meets_it_is_screened_out_where_the_study_says_so(
    sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path
) -> None:
    learner = Learner(sessions, stimuli, tmp_path, LEARN + OR_OUT)
    learner.answers("++-++-+")
    assert learner.block() == "learn"
    learner.answers("+")
    assert isinstance(learner.visitor.look(), Ended)
    assert learner.block() == "screened_out"


def test_whoever_meets_it_with_the_last_trial_is_not_screened_out(
    sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path
) -> None:
    learner = Learner(sessions, stimuli, tmp_path, LEARN + OR_OUT)
    learner.answers("-----+++")
    assert learner.block() == "debrief"


def test_other_blocks_have_no_part_in_a_criterion(
    sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path
) -> None:
    first = TEST.replace('"test"\ntask', '"before"\ntask').replace('pool = "test"', 'pool = "train"')
    learner = Learner(sessions, stimuli, tmp_path, first + LEARN + THREE_OF_THREE)
    learner.answers("++" + "+")
    assert learner.block() == "learn"
    learner.answers("++")
    assert learner.block() == "debrief"


def test_catch_trials_count_neither_for_a_criterion_nor_against_it(
    sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path
) -> None:
    learner = Learner(sessions, stimuli, tmp_path, LEARN + THREE_OF_THREE + CATCH)
    n_right = 0
    while learner.block() == "learn":
        is_catch = learner.visitor.plan_of(learner.visitor.page()).check == "catch"
        learner.answers("-" if is_catch else "+")
        n_right += not is_catch
    assert n_right == 3


def test_catch_trials_are_over_with_their_block(sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path) -> None:
    learner = Learner(sessions, stimuli, tmp_path, LEARN + THREE_OF_THREE + CATCH)
    while learner.block() == "learn":
        learner.answers("+")
    left = [trial for trial in learner.trials() if trial.done_at is None]
    assert any(trial.plan["check"] == "catch" for trial in left)
    assert all(trial.passed_over_at is not None for trial in left)


def test_each_level_of_a_within_subject_factor_has_to_meet_it_anew(
    sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path
) -> None:
    within = '\n[within.map]\nblocks = ["learn"]\nlevels.plain = {}\nlevels.heatmap = { explanation = "heatmap" }\n'
    learner = Learner(sessions, stimuli, tmp_path, LEARN + TWO_OF_THREE, within)
    seen = []
    while learner.block() == "learn":
        seen.append(learner.visitor.plan_of(learner.visitor.page()).level)
        learner.answers("+")
    assert len(seen) == 6
    assert seen[:3] == [seen[0]] * 3
    assert set(seen[3:]) == {"plain", "heatmap"} - {seen[0]}
