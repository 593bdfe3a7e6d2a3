"""Simulated participants of the pure depth: on every shipped study, and against robots over HTTP."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from study_app import study_folder
from study_app.database import reading
from study_app.entry import entry_link
from study_app.exporting.rows import participant_record, trial_records
from study_app.exporting.sources import built_in, source_of
from study_app.models import Participant, Trial
from study_app.records import ParticipantRecord, TrialRecord, codebook
from study_app.robot_mind import Behaviour, ExGaussian, planned_skills
from study_app.robots import Site, run_robots
from study_app.runtime import EXTENSION, Runtime
from study_app.simulation import START, Arrivals, drawing, records, simulate
from study_app.study_folder import SHIPPED, LoadedStudy
from tests.browser.site import serving
from tests.study_app.small_sets import write_fitting_set
from tests.study_app.small_studies import small_study

ARMS = ("none", "placebo", "heatmap", "xnn")
TIMES = {"enrolled_at", "seated_at", "finished_at", "served_at", "received_at"}
BLOCKS = """
[[block]]
name = "quiz"
task = "quiz"
questions_file = "quiz.toml"

[[block]]
name = "practice"
task = "classify"
break_after = 2
items = { pool = "few" }
question = "Which?"
confidence = { points = 5 }
feedback = { minimum_seconds = 2, explanation = "by-arm" }

[[block]]
name = "advice"
task = "advise"
stages = "two"
items = { pool = "few" }
question = "Which?"
catch = { pool = "some" }
criterion = { correct = 2, of = 3 }
break_after = 2
limit_seconds = 3

[[block]]
name = "pairs"
task = "compare"
comparisons = "pair"

[[block]]
name = "ratings"
task = "rate"
items_file = "ratings.toml"
check = "attention"
"""
QUIZ = '[[question]]\nname = "what"\ntext = "What?"\noptions = ["this", "that"]\nright = "this"\n'
RATINGS = """
[[item]]
name = "moon"
text = "I was there."
points = 6
low = "No"
high = "Yes"
expected = [1, 2, 3]

[[item]]
name = "like"
text = "I liked it."
kind = "slider"
low = "No"
high = "Yes"
"""
ONE_BY_ONE = Arrivals(each=timedelta(minutes=10))
VARIED = Behaviour(
    {"none": 0.4, "placebo": 0.4, "heatmap": 0.6, "xnn": 0.8},
    seed=58,
    dropout=0.02,
    returns=0.6,
    learning={"xnn": 0.05},
    lapse=0.05,
    attention=0.7,
    understanding=0.6,
    reliance={"heatmap": 0.9},
    sd_reliance=0.5,
    shift={"heatmap": 0.5},
    sd_shift=0.5,
    practice=0.1,
)


@pytest.fixture(scope="module", params=study_folder.shipped())
def shipped(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> LoadedStudy:
    """Each study that comes with Gullseye, with a small set of stimuli that fits it."""
    folder = tmp_path_factory.mktemp("stimuli")
    written = study_folder.read(SHIPPED / request.param)
    write_fitting_set(folder, written.study)
    return study_folder.with_stimuli(written, folder)


@pytest.fixture
def varied(tmp_path: Path) -> LoadedStudy:
    """A study with all kinds of pages."""
    return small_study(tmp_path, BLOCKS, files={"quiz.toml": QUIZ, "ratings.toml": RATINGS})


@pytest.fixture
def site(varied: LoadedStudy, tmp_path: Path) -> Iterator[Site]:
    """It behind real HTTP."""
    with serving(tmp_path, (str(tmp_path),), tmp_path / "stimuli") as running:
        runtime: Runtime = running.app.extensions[EXTENSION]
        yield Site(running.url, entry_link(runtime.settings, "small", "robot"), varied, runtime.sessions)


def told(record: ParticipantRecord | TrialRecord, *without: str) -> dict[str, Any]:
    return {name: value for name, value in asdict(record).items() if name not in without}


def test_in_every_shipped_study_robots_of_every_arm_come_to_an_end(shipped: LoadedStudy) -> None:
    n = 3 * shipped.study.allocation.block_size
    people = list(simulate(shipped, Behaviour(planned_skills(shipped.study)), n))
    assert len(people) == n
    ends = Counter((one.participant.arm, one.participant.outcome) for one in people)
    assert {arm for arm, outcome in ends if outcome == "completed"} == set(shipped.study.arms)
    for one in people:
        if one.participant.outcome == "completed":
            assert one.participant.data_complete
            assert one.participant.n_trials_planned == shipped.design.n_trials
            assert {row.position for row in one.trials} == set(range(shipped.design.n_trials))


def test_in_every_shipped_study_rows_are_what_the_codebook_says(shipped: LoadedStudy) -> None:
    participants, trials = records(shipped, VARIED, 2 * shipped.study.allocation.block_size)
    kinds = {"str": str, "int": int, "float": float, "bool": bool}
    for table, rows in (("participants", participants), ("trials", trials)):
        for meaning in (line for line in codebook() if line.table == table):
            for value in {getattr(row, meaning.column) for row in rows}:
                assert meaning.missing_allowed if value is None else True, meaning.column
                if value is not None and meaning.type in kinds:
                    assert type(value) is kinds[meaning.type], meaning.column
                assert value is None or not meaning.levels or value in meaning.levels, meaning.column


def test_robots_over_http_and_without_a_server_give_the_very_same_answers(site: Site, varied: LoadedStudy) -> None:
    made = run_robots(site, 4, VARIED, jobs=1)
    pure = list(simulate(varied, VARIED, 4, arrivals=ONE_BY_ONE))
    assert made.outcomes == Counter(one.participant.outcome for one in pure)
    assert {one.participant.outcome for one in pure} == {"completed", "in_progress", "screened_out"}
    assert {row.n_served for one in pure for row in one.trials} == {0, 1, 2}
    whole = selectinload(Participant.trials).options(selectinload(Trial.answers), selectinload(Trial.servings))
    with reading(site.sessions) as session:
        for person, robot in zip(session.scalars(select(Participant).options(whole)), pure, strict=True):
            source = source_of(person.version, built_in(varied.stimuli_folder))
            left_out = ("participant", "frozen_hash", *TIMES)
            assert told(participant_record(person, source), *left_out) == told(robot.participant, *left_out)
            rows = list(trial_records(person, source))
            assert [told(row, *left_out) for row in rows] == [told(row, *left_out) for row in robot.trials]


def test_the_same_seed_gives_the_same_records_and_another_seed_others(gulls: LoadedStudy) -> None:
    assert records(gulls, VARIED, 3, seed=1) == records(gulls, VARIED, 3, seed=1)
    assert records(gulls, VARIED, 3, seed=1)[1] != records(gulls, VARIED, 3, seed=2)[1]
    assert records(gulls, VARIED, 3) == records(gulls, VARIED, 3, seed=58)


def test_a_study_can_be_drawn_again_and_again_from_one_stream_of_chance(gulls: LoadedStudy) -> None:
    draw = drawing(gulls, VARIED)
    rng = Random(3)
    first, second = draw(rng, 8), draw(rng, 8)
    assert len(first[0]) == len(second[0]) == 8
    assert first[1] != second[1]
    assert draw(Random(3), 8) == first
    assert len({one.participant for one in (*first[0], *second[0])}) == 16


def test_arms_get_their_seats_in_permuted_blocks(gulls: LoadedStudy) -> None:
    participants, _ = records(gulls, Behaviour(), 24)
    assert [one.seat for one in participants] == list(range(24))
    for block in range(3):
        assert Counter(one.arm for one in participants if one.seat_block == block) == dict.fromkeys(ARMS, 2)


def test_who_leaves_leaves_rows_without_answers_and_a_seat_for_others(gulls: LoadedStudy) -> None:
    people = list(simulate(gulls, Behaviour(dropout=0.02), 200))
    left = [one for one in people if one.participant.outcome == "in_progress"]
    assert 100 < len(left) < 170  # of 200, expected: 1 - 0.98 ** 69 = 75 %
    for one in left:
        assert one.participant.finished_at is None
        assert not one.participant.data_complete
        assert not one.participant.counts_toward_target
        assert sum(row.answered for row in one.trials) < len(one.trials)
        assert max(row.n_served for row in one.trials) == 1
    seats = Counter(one.participant.seat for one in people if one.participant.seat is not None)
    assert max(seats.values()) > 1
    holders = Counter(one.participant.seat for one in people if one.participant.outcome == "completed")
    assert max(holders.values()) == 1


def test_who_comes_back_goes_on_and_the_page_was_sent_twice(gulls: LoadedStudy) -> None:
    participants, trials = records(gulls, Behaviour(dropout=0.05, returns=1.0), 8)
    assert {one.outcome for one in participants} == {"completed"}
    assert {row.n_served for row in trials} >= {1, 2}


def test_the_time_on_the_clock_is_made_of_response_times(gulls: LoadedStudy) -> None:
    behaviour = Behaviour(response_time=ExGaussian(1000, 0, 0), sd_log_pace=0)
    first, second = simulate(gulls, behaviour, 2)
    assert first.participant.enrolled_at == START
    assert (second.participant.enrolled_at - START).total_seconds() == 60
    # 49 pages of 1 s, and 20 of feedback: 4 s at least, and 0.35 s more
    assert first.participant.finished_at is not None
    assert (first.participant.finished_at - START).total_seconds() == 49 + 20 * 4.35
    practice = next(row for row in first.trials if row.block == "training")
    assert (practice.rt_ms, practice.feedback_ms) == (1000, 4350)
    assert practice.served_at is not None
    assert practice.received_at is not None
    assert (practice.received_at - practice.served_at).total_seconds() == 1


def test_a_list_for_people_is_not_continued(gulls: LoadedStudy) -> None:
    participants, trials = records(gulls, Behaviour(), 170, mode="live")
    assert Counter(one.outcome for one in participants) == {"completed": 160, "full": 10}
    full = [one for one in participants if one.outcome == "full"]
    assert {(one.arm, one.seat, one.seated_at) for one in full} == {(None, None, None)}
    assert {row.mode for row in trials} == {"live"}
