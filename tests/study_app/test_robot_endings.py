"""Robots come as their study's platform wants, and their sessions may end otherwise than completed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from study_app.database import reading
from study_app.entry import entry_link
from study_app.models import Identity, Participant
from study_app.robot_mind import Behaviour
from study_app.robots import Site, run_robots
from study_app.runtime import EXTENSION, Runtime
from tests.browser.site import serving
from tests.study_app.small_studies import small_study

QUIZ = '[[question]]\nname = "what"\ntext = "What?"\noptions = ["this", "that"]\nright = "this"\n'
RATING = """
[[block]]
name = "rating"
task = "rate"
items_file = "ratings.toml"
check = "attention"

[[block]]
name = "quiz"
task = "quiz"
questions_file = "quiz.toml"

[recruit]
platform = "prolific"

[checks]
attention_failures = 1
on_failure = "end"
"""
RATINGS = '[[item]]\nname = "moon"\ntext = "I was there."\npoints = 6\nlow = "No"\nhigh = "Yes"\nexpected = [1, 2]\n'
STRATA = """
[allocation]
block_size = 2
seats = 8
seed = 1
after = "first"
strata = { source = "url", name = "age", seats = { young = 4, old = 4 } }
"""


@pytest.fixture
def strict(tmp_path: Path) -> Iterator[Site]:
    """A study on Prolific that strata of the link, failed checks and a quiz can end."""
    files = {"quiz.toml": QUIZ, "ratings.toml": RATINGS}
    loaded = small_study(tmp_path, RATING, files=files, allocation=STRATA)
    with serving(tmp_path, (str(tmp_path),), tmp_path / "stimuli") as running:
        runtime: Runtime = running.app.extensions[EXTENSION]
        yield Site(running.url, entry_link(runtime.settings, "small", "robot"), loaded, runtime.sessions)


def test_robots_come_from_the_studys_platform_with_what_its_link_must_say(strict: Site) -> None:
    behaviour = Behaviour()
    made = [run_robots(strict, 3, behaviour) for _ in range(2)]  # somebody new each time, whatever the seed
    assert [one.outcomes for one in made] == [{"completed": 3}, {"completed": 3}]
    with reading(strict.sessions) as session:
        assert {len(one.person) for one in session.scalars(select(Identity))} == {24}
        assert {one.stratum for one in session.scalars(select(Participant))} <= {"young", "old"}


@pytest.mark.parametrize(
    ("behaviour", "outcome"),
    [
        (Behaviour(attention=0.0), "failed_checks"),
        (Behaviour(understanding=0.0), "screened_out"),
    ],
)
def test_a_session_may_end_otherwise_than_completed(strict: Site, behaviour: Behaviour, outcome: str) -> None:
    made = run_robots(strict, 2, behaviour)
    assert made.outcomes == {outcome: 2}
    assert (made.finished, made.left) == (0, 0)
