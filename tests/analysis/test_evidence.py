from dataclasses import replace
from pathlib import Path

import pytest

from analysis import evidence, tables
from analysis.errors import AnalysisError
from tests.analysis.synthetic import Truth, records, write_records


@pytest.fixture
def mixed(tmp_path: Path) -> tables.Export:
    """Three people and six robots in one export."""
    people, trials, events = records(Truth(n={"none": 1, "placebo": 1, "heatmap": 1}))
    robots, robot_trials, robot_events = records(Truth(n={"none": 2, "placebo": 2, "heatmap": 2}, mode="robot"))
    rename = {robot.participant: f"r{robot.participant}" for robot in robots}
    return tables.read(
        write_records(
            tmp_path / "export",
            [*people, *(replace(one, participant=rename[one.participant]) for one in robots)],
            [*trials, *(replace(one, participant=rename[one.participant]) for one in robot_trials)],
            [*events, *(replace(one, participant=rename[one.participant]) for one in robot_events)],
        )
    )


def test_people_and_robots_are_never_in_one_evidence(mixed: tables.Export) -> None:
    people, robots = evidence.of_mode(mixed, "live"), evidence.of_mode(mixed, "robot")
    assert (len(people.participants), len(robots.participants)) == (3, 6)
    for table in (people.participants, people.trials, people.events):
        assert set(table["mode"]) == {"live"}
    assert robots.is_simulated
    assert not people.is_simulated


def test_where_nobody_took_part_in_a_mode_the_others_are_pointed_out(mixed: tables.Export) -> None:
    with pytest.raises(AnalysisError) as caught:
        evidence.of_mode(mixed, "pilot")
    said = str(caught.value)
    assert "no participant of mode 'pilot'" in said
    assert "3 live, 6 robot" in said
    assert "--mode robot" in said


def test_an_export_of_nobody_says_so(tmp_path: Path) -> None:
    export = tables.read(write_records(tmp_path / "export", [], [], []))
    with pytest.raises(AnalysisError, match="nobody has begun the study yet"):
        evidence.of_mode(export, "live")
