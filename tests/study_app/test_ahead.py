"""The pages that are sent before they are needed: always those that come then, and never one that tells too much."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from study_app.flow import Shown, pages_ahead
from study_app.study_folder import LoadedStudy
from tests.study_app.short_studies import ALLOCATION, CONSENT, short
from tests.study_app.visits import Visitor

TWELVE = """
[[block]]
name = "test"
task = "TASK"
question = "Which?"
items = { pool = "test", per_class = 4 }
"""
LEARN = """
[[block]]
name = "learn"
task = "learn"
examples = true
items = { pool = "train" }
"""
CHECKS = """
[checks]
attention_failures = 1
on_failure = "end"
"""
AFTER = """
[[block]]
name = "after"
task = "text"
text = "debrief.md"
"""


def ahead(visitor: Visitor, held: str = "") -> list[Shown]:
    """What a browser is sent that asks now."""
    with visitor.sessions.begin() as session:
        participant = visitor.participant_in(session)
        return pages_ahead(session, visitor.loaded, participant, visitor.now, held=held)


def walker(sessions: sessionmaker[Session], folder: Path, stimuli: Path, block: str, top: str = ALLOCATION) -> Visitor:
    """Somebody at the first page after the consent."""
    visitor = Visitor(sessions, short(folder / "mine", stimuli, CONSENT + block + AFTER, top=top)).arrive()
    visitor.answer()
    return visitor


def content(shown: Shown) -> Shown:
    """What the participant sees of it."""
    return replace(shown, pictures=(), soon=())


BLOCKS: Mapping[str, str] = {
    "classify": TWELVE.replace("TASK", "classify"),
    "classify, how sure": TWELVE.replace("TASK", "classify") + "confidence = { points = 5 }\n",
    "classify, told": TWELVE.replace("TASK", "classify") + "feedback = { minimum_seconds = 0 }\n",
    "predict": TWELVE.replace("TASK", "predict"),
    "advise": TWELVE.replace("TASK", "advise") + 'stages = "one"\nconfidence = { points = 5 }\n',
    "advise twice": TWELVE.replace("TASK", "advise") + 'stages = "two"\nconfidence = { points = 5 }\n',
    "learn": LEARN,
    "limited": TWELVE.replace("TASK", "classify") + "limit_seconds = 5\nconfidence = { points = 5 }\n",
}
N_AHEAD = {  # at the first page: all others of the block, or only as far as nothing depends on an answer
    "classify": 7,
    "classify, how sure": 15,
    "classify, told": 0,
    "predict": 7,
    "advise": 15,
    "advise twice": 1,
    "learn": 7,
    "limited": 0,
}


@pytest.mark.parametrize("block", BLOCKS)
def test_what_is_sent_ahead_is_what_comes_then_whatever_was_answered(
    sessions: sessionmaker[Session], tmp_path: Path, stimuli: Path, block: str
) -> None:
    visitor = walker(sessions, tmp_path, stimuli, BLOCKS[block])
    assert len(ahead(visitor)) == N_AHEAD[block]
    expected: list[Shown] = []
    while visitor.block_of(shown := visitor.page()) != "after":
        if expected:
            assert content(shown) == expected.pop(0)
        coming = ahead(visitor)
        assert coming[: len(expected)] == expected
        expected = coming
        assert visitor.answer().kind == "stored"
    assert expected == []


def test_a_browser_is_sent_what_it_does_not_hold(
    sessions: sessionmaker[Session], tmp_path: Path, stimuli: Path
) -> None:
    visitor = walker(sessions, tmp_path, stimuli, BLOCKS["classify"])
    coming = ahead(visitor)
    assert ahead(visitor, held=coming[2].key) == coming[3:]
    assert ahead(visitor, held=coming[-1].key) == []
    assert ahead(visitor, held=visitor.page().key) == coming
    assert ahead(visitor, held="nonsense") == coming


@pytest.mark.parametrize(
    ("blocks", "top"),
    [
        (BLOCKS["classify"] + "criterion = { correct = 3, of = 4 }\n", ALLOCATION),
        (
            BLOCKS["classify"] + 'check = "attention"\n',
            ALLOCATION + '[checks]\nattention_failures = 1\non_failure = "end"\n',
        ),
    ],
    ids=["a criterion", "a check that may end the session"],
)
def test_nothing_is_sent_ahead_where_an_answer_decides_what_follows(
    sessions: sessionmaker[Session], tmp_path: Path, stimuli: Path, blocks: str, top: str
) -> None:
    assert ahead(walker(sessions, tmp_path, stimuli, blocks, top)) == []


def test_no_page_of_the_next_block_is_sent_ahead(
    sessions: sessionmaker[Session], tmp_path: Path, stimuli: Path
) -> None:
    """What is said after a test, or shown to learn from, may tell what was right in it."""
    visitor = walker(sessions, tmp_path, stimuli, BLOCKS["classify"] + LEARN)
    assert {visitor.block_of(shown) for shown in ahead(visitor)} == {"test"}


def test_a_page_sent_ahead_counts_as_served_when_the_browser_says_that_it_was_shown(
    sessions: sessionmaker[Session], tmp_path: Path, stimuli: Path
) -> None:
    visitor = walker(sessions, tmp_path, stimuli, BLOCKS["classify"])
    first = ahead(visitor)[0]
    visitor.answer()
    assert visitor.servings()[1:] == [0] * 7 + [1]
    visitor.now += timedelta(seconds=3)
    form = {"response": "Herring", "n_shown_ahead": "2"}
    assert visitor.post(first.trial_token, first.stage, form).kind == "stored"
    assert visitor.servings()[1:] == [2, *[0] * 6, 1]


@pytest.mark.parametrize("told", ["", "-1", "1e3", "many", "101", "9" * 30, "²"])
def test_what_cannot_be_meant_is_not_counted(
    sessions: sessionmaker[Session], tmp_path: Path, stimuli: Path, told: str
) -> None:
    visitor = walker(sessions, tmp_path, stimuli, BLOCKS["classify"])
    assert visitor.answer(response="Herring", n_shown_ahead=told).kind == "stored"
    assert visitor.servings()[1:] == [1]


def test_a_page_sent_long_ago_cannot_be_left_before_its_minimum_time(
    sessions: sessionmaker[Session], tmp_path: Path, stimuli: Path
) -> None:
    visitor = walker(sessions, tmp_path, stimuli, LEARN + "minimum_seconds = 4\n")
    first = ahead(visitor)[0]
    visitor.answer(response="continue")
    visitor.now += timedelta(seconds=60)
    hasty, patient = ({"response": "continue", "rt_ms": told} for told in ("900", "4003"))
    assert visitor.post(first.trial_token, first.stage, hasty).kind == "refused"
    assert visitor.post(first.trial_token, first.stage, patient).kind == "stored"


def test_whose_session_is_over_is_sent_nothing(sessions: sessionmaker[Session], gulls: LoadedStudy) -> None:
    visitor = Visitor(sessions, gulls).arrive()
    visitor.answer(response="decline")
    assert ahead(visitor) == []
