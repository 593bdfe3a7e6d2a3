from pathlib import Path

import pytest

from analysis import evidence, population, tables
from analysis.evidence import Evidence
from tests.analysis.synthetic import Truth, write_export


def test_the_flow_counts_everybody_once(people: Evidence) -> None:
    flow = population.flow(people)
    assert (flow.began, flow.declined, flow.full, flow.left_before, flow.randomised) == (64, 3, 0, 1, 60)
    assert flow.began == flow.declined + flow.full + flow.left_before + flow.randomised
    assert flow.arms["heatmap"] == population.ArmFlow(randomised=20, analysed=20, completed=18)


def test_who_left_early_is_analysed_on_the_answers_that_are_there(people: Evidence) -> None:
    table = population.accuracy_by_participant(people, "test")
    assert len(table) == 60
    assert sorted(table["n_trials"].unique()) == [12, 24]
    assert (table["accuracy"] * table["n_trials"]).tolist() == pytest.approx(table["n_correct"].tolist())


def test_who_answered_no_outcome_trial_is_randomised_but_not_analysed(tmp_path: Path) -> None:
    folder = write_export(tmp_path / "export", Truth(dropouts=3, leave_after=0))
    found = evidence.of_mode(tables.read(folder), "live")
    assert population.flow(found).arms["none"] == population.ArmFlow(randomised=20, analysed=17, completed=17)


def test_chance_is_one_over_the_number_of_answers(people: Evidence) -> None:
    assert population.chance(people, "test") == 0.25
    assert population.chance(people, "ratings") is None


def test_outcomes_are_those_of_the_hypotheses(people: Evidence) -> None:
    assert population.measures(people) == ("training", "test")
    assert population.outcomes(people) == ("test",)
