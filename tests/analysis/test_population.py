from dataclasses import replace

import pandas as pd
import pytest

from analysis import population
from analysis.evidence import Evidence
from analysis.questions.accuracy import QUESTION


def test_who_left_early_is_analysed_on_the_answers_that_are_there(people: Evidence) -> None:
    table = population.accuracy_by_participant(people, "test")
    assert len(table) == 60
    assert sorted(table["n_trials"].unique()) == [12, 24]
    assert (table["accuracy"] * table["n_trials"]).tolist() == pytest.approx(table["n_correct"].tolist())


def test_chance_is_one_over_the_number_of_answers(people: Evidence) -> None:
    assert population.chance(people, "test") == 0.25
    assert population.chance(people, "ratings") is None


def test_outcomes_are_those_of_the_hypotheses(people: Evidence) -> None:
    assert population.measures(people) == ("training", "test")
    assert population.outcomes(people) == ("test",)


def test_a_block_that_only_an_older_version_had_comes_last(people: Evidence) -> None:
    older = people.trials.assign(block=people.trials["block"].replace({"training": "warm-up"}))
    assert population.measures(replace(people, trials=older)) == ("test", "warm-up")


def asked_twice(people: Evidence) -> Evidence:
    """The same with a second question about every picture of the test, of which every answer is right."""
    of_test = people.trials[people.trials["block"] == "test"]
    second = of_test.assign(question="final", correct=of_test["correct"].notna().map({True: True, False: None}))
    trials = pd.concat([people.trials, second.astype(people.trials.dtypes.to_dict())], ignore_index=True)
    named = [one.model_copy(update={"question": "final"}) for one in people.plan.hypothesis]
    return replace(people, trials=trials, plan=replace(people.plan, hypothesis=tuple(named)))


def test_several_questions_of_a_block_are_measured_apart(people: Evidence) -> None:
    twice = asked_twice(people)
    assert population.measures(twice) == ("training", "test.final", "test.species")
    assert population.outcomes(twice) == ("test.final",)
    assert set(population.accuracy_by_participant(twice, "test.final")["accuracy"]) == {1.0}
    alone = population.accuracy_by_participant(people, "test")
    assert population.accuracy_by_participant(twice, "test.species").equals(alone)


def test_a_hypothesis_about_one_of_several_questions_gets_its_answer(people: Evidence) -> None:
    twice = asked_twice(people)
    results = QUESTION.results(twice)
    assert {one.labels["block"] for one in results if "hypothesis" in one.labels} == {"test.final"}
    assert QUESTION.account(twice, results).answers[0].startswith("In block test.final,")


def test_checks_and_forms_are_no_measure(people: Evidence) -> None:
    checked = people.trials.assign(check="catch")
    assert population.measures(replace(people, trials=checked)) == ("test",)
    of_no_image = people.trials.assign(image=None)
    assert population.measures(replace(people, trials=of_no_image)) == ("test",)
