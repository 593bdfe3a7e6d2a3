import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from study_app import study_folder
from study_app.flow import Changed, Ended, Shown
from study_app.models import Trial
from study_app.study.controls import Agree, Proceed
from study_app.study_folder import LoadedStudy
from tests.builders import PLAIN_GULLS
from tests.study_app.visits import Visitor


@pytest.fixture
def visitor(sessions: sessionmaker[Session], gulls: LoadedStudy) -> Visitor:
    return Visitor(sessions, gulls).arrive()


def changed(gulls: LoadedStudy) -> LoadedStudy:
    """The study after somebody edited a text."""
    return replace(gulls, written=replace(gulls.written, sources={**gulls.written.sources, "debrief.md": "Other."}))


def test_the_whole_way(visitor: Visitor) -> None:
    ended = visitor.finish()
    assert ended.outcome == "completed"
    assert len(visitor.plans()) == 2 + 20 + 1 + 24 + 1 + 1
    assert len(visitor.answers()) == 2 + 2 * 20 + 1 + 24 + 1 + 1
    assert all(trial.done_at is not None for trial in _trials(visitor))


def test_events_tell_the_way_in_order(visitor: Visitor) -> None:
    visitor.finish()
    kinds = visitor.kinds()
    assert kinds[:6] == ["enrolled", "answered", "consented", "answered", "seated", "answered"]
    assert kinds[-3:] == ["answered", "debriefed", "finished"]
    assert len(kinds) == 5 + 69
    assert visitor.events()[-1].detail == {"outcome": "completed"}


def test_a_reload_shows_the_same_page_and_is_counted(visitor: Visitor) -> None:
    assert visitor.page() == visitor.page() == visitor.page()
    assert visitor.servings() == [3]


def test_progress_goes_from_nothing_upward_and_never_down(visitor: Visitor) -> None:
    seen = []
    while isinstance(shown := visitor.look(), Shown):
        seen.append(shown.progress)
        visitor.answer()
    assert seen == sorted(seen)
    assert seen[0] == 0.0
    assert seen[-1] == 48 / 49


def test_progress_is_the_same_in_every_arm(sessions: sessionmaker[Session], gulls: LoadedStudy) -> None:
    by_arm = {}
    for n in range(8):
        visitor = Visitor(sessions, gulls, token=f"token {n}").arrive()
        progress = visitor.answer_until("training").progress
        by_arm[visitor.participant().arm] = progress
    assert by_arm == dict.fromkeys(gulls.study.arms, 2 / 49)


def test_who_declines_is_thanked_and_leaves_without_a_seat(visitor: Visitor) -> None:
    assert visitor.answer(response="decline").kind == "stored"
    ended = visitor.look()
    assert isinstance(ended, Ended)
    assert ended.outcome == "no_consent"
    assert ended.exit.code == ""
    assert visitor.participant().arm is None
    assert visitor.kinds() == ["enrolled", "answered", "finished"]


def test_the_seat_is_claimed_after_the_last_block_before_it(visitor: Visitor) -> None:
    visitor.answer()
    assert visitor.participant().arm is None
    visitor.answer()
    assert visitor.participant().arm == "placebo"  # the first seat of the list
    assert visitor.participant().seated_at == visitor.now
    detail = {"seat": 0, "seat_block": 0, "arm": "placebo", "stratum": "", "claim": 1}
    assert visitor.events()[-1].detail == detail


def test_the_completion_code_comes_with_the_end_and_stays(visitor: Visitor) -> None:
    visitor.answer_until("debrief")
    assert visitor.participant().completion_code == ""
    code = visitor.finish().exit.code
    assert len(code) == 8
    assert isinstance(again := visitor.look(), Ended)
    assert again.exit.code == code


def test_the_pictures_of_the_block_are_named_and_then_those_of_the_next_one(
    visitor: Visitor, gulls: LoadedStudy
) -> None:
    stimuli = gulls.material.stimuli
    plain = {stimulus.asset.sha256 for stimulus in stimuli.stimuli}
    shown = visitor.answer_until("training")
    plans = visitor.plans()
    rest = [plan for plan in plans[3:] if plan.block == "training"]
    assert list(shown.pictures) == [stimuli.stimulus(plan.image or "").asset for plan in rest]
    while isinstance(state := visitor.look(), Shown):
        assert {asset.sha256 for asset in (*state.pictures, *state.soon)} <= plain
        visitor.answer()


def test_a_changed_study_is_not_gone_on_with(visitor: Visitor, gulls: LoadedStudy) -> None:
    visitor.answer()
    visitor.loaded = changed(gulls)
    assert isinstance(visitor.look(), Changed)
    visitor.loaded = gulls
    assert isinstance(visitor.page().page.control, Proceed)


def test_a_study_that_ends_with_the_seat_is_completed_there(
    sessions: sessionmaker[Session], stimuli: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(PLAIN_GULLS, tmp_path / "mine"))
    text = (folder / "study.toml").read_text()
    for old, new in (('after = "instructions"', 'after = "debrief"'), (', explanation = "by-arm"', "")):
        assert old in text
        text = text.replace(old, new)
    (folder / "study.toml").write_text(text)
    visitor = Visitor(sessions, study_folder.load(str(folder), stimuli / "gulls")).arrive()
    assert visitor.finish().outcome == "completed"
    assert (visitor.participant().arm, len(visitor.plans())) == ("placebo", 49)


def test_who_had_finished_still_gets_the_code_when_the_study_has_changed(visitor: Visitor, gulls: LoadedStudy) -> None:
    code = visitor.finish().exit.code
    visitor.loaded = changed(gulls)
    assert isinstance(ended := visitor.look(), Ended)
    assert ended.exit.code == code


def test_the_first_page_asks_for_consent(visitor: Visitor) -> None:
    assert isinstance(visitor.page().page.control, Agree)


def _trials(visitor: Visitor) -> list[Trial]:
    with visitor.sessions() as session:
        return list(session.merge(visitor.participant()).trials)
