"""Breaks within a block: where they stand, that they change nothing else, and what a criterion does with them."""

from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session, sessionmaker

from study_app.flow import Shown
from study_app.study.design import Design
from study_app.study.outline import outline
from study_app.study.plan import Place, after_seat, before_seat
from study_app.study.trial import PlannedTrial
from tests.study_app.designs import design_of, plenty, study_of
from tests.study_app.short_studies import CONSENT, DEBRIEF, allocated, short
from tests.study_app.test_criterion import LEARN, THREE_OF_THREE, Learner
from tests.study_app.visits import Visitor

PLAIN = design_of(study_of(), plenty())


def with_breaks(every: int) -> Design:
    blocks = [{**block, "break_after": every} if block["name"] == "test" else block for block in _blocks()]
    return design_of(study_of(block=blocks), plenty())


def _blocks() -> list[dict[str, object]]:
    study = study_of()
    return [block.model_dump(exclude_unset=True) for block in study.block]


def trials(design: Design, rank: int = 0) -> tuple[PlannedTrial, ...]:
    return (*before_seat(design), *after_seat(design, Place("none", rank), 5))


def test_a_break_comes_after_every_so_many_trials_and_none_after_the_last() -> None:
    test = [trial.task for trial in trials(with_breaks(10)) if trial.block.startswith("test")]
    assert test == ["classify"] * 10 + ["pause"] + ["classify"] * 10 + ["pause"] + ["classify"] * 4
    assert [trial.task for trial in trials(with_breaks(12)) if trial.block.startswith("test")].count("pause") == 1
    assert [trial.task for trial in trials(with_breaks(24)) if trial.block.startswith("test")].count("pause") == 0


def test_breaks_are_counted_and_move_positions_alone() -> None:
    design = with_breaks(10)
    for rank in range(4):
        planned = trials(design, rank)
        assert [trial.position for trial in planned] == list(range(design.n_trials))
        without = [replace(trial, position=0) for trial in planned if trial.task != "pause"]
        assert without == [replace(trial, position=0) for trial in trials(PLAIN, rank)]


def test_a_break_is_a_block_of_its_own_and_says_how_far_one_is() -> None:
    breaks = [trial for trial in trials(with_breaks(10)) if trial.task == "pause"]
    assert [trial.block for trial in breaks] == ["test:pause", "test:pause"]
    assert [trial.position_in_block for trial in breaks] == [0, 1]
    assert [trial.options for trial in breaks] == [{"done": 10, "of": 24}, {"done": 20, "of": 24}]


def test_the_outline_tells_of_breaks() -> None:
    assert any("a break after every 10 trials" in line for line in outline(with_breaks(10)))


def test_a_break_is_a_page_to_leave_when_one_likes(
    sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path
) -> None:
    loaded = short(tmp_path / "short", stimuli, CONSENT + LEARN + "break_after = 3\n" + DEBRIEF, top=allocated())
    visitor = Visitor(sessions, loaded).arrive()
    visitor.answer(response="agree")
    for _ in range(3):
        visitor.answer(response="Herring")
    page = visitor.page().page
    assert page.prompt.heading == "Time for a break"
    assert "<strong>3</strong> of <strong>8</strong>" in page.prompt.html or "3 of 8" in page.prompt.html
    visitor.answer(response="continue")
    assert visitor.block_of(visitor.page()) == "learn"


def test_a_block_that_ends_by_its_criterion_leaves_no_break_behind(
    sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path
) -> None:
    learner = Learner(sessions, stimuli, tmp_path, LEARN + "break_after = 2\n" + THREE_OF_THREE)
    learner.answers("++")
    assert learner.block() == "learn:pause"
    learner.visitor.answer(response="continue")
    learner.answers("+")
    assert learner.block() == "debrief"
    assert isinstance(learner.visitor.look(), Shown)
