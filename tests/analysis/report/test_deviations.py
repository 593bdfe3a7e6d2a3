"""Each deviation is planted in data that are otherwise as planned, and is the only one that is found."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from analysis import plan as plans
from analysis.evidence import Evidence
from analysis.exclusions import told
from analysis.findings import Finding
from analysis.question import Account
from analysis.report.deviations import CHECKS, deviations, looked_for
from analysis.result import Result
from study_app.definition import Study
from tests.analysis.synthetic import STUDY


def altered(evidence: Evidence, table: str, rows: Any, **values: Any) -> Evidence:
    """The evidence with those columns of some rows changed."""
    changed: pd.DataFrame = getattr(evidence, table).copy()
    for column, value in values.items():
        changed.loc[rows, column] = value
    tables: dict[str, Any] = {table: changed}
    return replace(evidence, **tables)


@pytest.fixture(scope="module")
def as_planned(people: Evidence) -> Evidence:
    """Sixty seats, all taken, launched, all finished, all answered."""
    allocation = STUDY.allocation.model_dump(mode="json") | {"seats": 60}
    study = Study.model_validate(STUDY.model_dump(mode="json") | {"allocation": allocation})
    seated = people.participants["seated_at"].notna()
    found = altered(people, "participants", slice(None), frozen_hash="f" * 64)
    found = altered(found, "participants", seated, outcome="completed")
    found = altered(found, "trials", slice(None), answered=True)
    return replace(found, plan=plans.of_study(study))


def a_result(**changes: Any) -> Result:
    blank = Result(
        name="accuracy/x",
        question="accuracy",
        estimand="a difference",
        scale="log odds",
        family="confirmatory",
        method="logistic mixed model",
        estimate=None,
        n={"none": 3},
        labels={"hypothesis": "heatmap-teaches"},
        status="not_estimable",
        reason="nobody answered",
    )
    return replace(blank, **changes)


def a_finding(*results: Result, name: str = "accuracy", answers: tuple[str, ...] = ()) -> Finding:
    return Finding(name, "Accuracy", results, Account(answers=answers))


def test_data_as_planned_deviate_in_nothing(as_planned: Evidence) -> None:
    assert deviations(as_planned, ()) == ()
    assert looked_for(as_planned) == "; ".join(CHECKS)


@pytest.mark.parametrize(
    ("plant", "said"),
    [
        (
            lambda found: altered(found, "participants", slice(0, 9), study_hash="b" * 64),
            "The study was changed while it ran; participants per version: bbbbbbbb with stimuli 01234567 (10) and "
            "aaaaaaaa with stimuli 01234567 (54). All",
        ),
        (
            lambda found: altered(found, "participants", 3, code_version="0.2.0"),
            "Sessions ran on different versions of Gullseye: 0.1.0 and 0.2.0.",
        ),
        (
            lambda found: altered(found, "participants", [1, 2], frozen_hash=None),
            "The plan was not fixed by a launch when 2 participants began",
        ),
        (
            lambda found: altered(found, "participants", 5, frozen_hash="e" * 64),
            "participants took it under 2 fixed plans",
        ),
        (
            lambda found: altered(found, "participants", [0, 1], seated_at=pd.NaT, arm=None),
            "Fewer seats were taken than planned: 58 instead of 60 (20 per arm); randomised were 18 to none, 20 to",
        ),
        (
            lambda found: altered(found, "participants", list(range(5)), arm="heatmap"),
            "Arms did not get 20 participants each, as planned: randomised were 15 to none, 20 to placebo and 25",
        ),
        (
            lambda found: altered(found, "participants", 0, outcome="in_progress"),
            "At the export, 1 participant was still",
        ),
        (lambda found: altered(found, "participants", 0, erased=True), "The answers of 1 participant were deleted"),
        (
            lambda found: altered(found, "trials", list(range(16)), answered=False),
            "16 of 1,920 planned trials were never reached, by 1 participant: 2.5% in none, 0.0% in placebo and 0.0%",
        ),
        (
            lambda found: altered(found, "trials", [0, 1], answered=False, timed_out=True),
            "In 2 of 1,920 planned trials the time for an answer ran out.",
        ),
        (lambda found: replace(found, edited=("trials.csv",)), "Changed after the export: trials.csv."),
    ],
)
def test_a_planted_deviation_is_the_only_one_found(
    as_planned: Evidence, plant: Callable[[Evidence], Evidence], said: str
) -> None:
    (sentence,) = deviations(plant(as_planned), ())
    assert said in sentence


def test_trials_passed_over_by_a_criterion_were_not_planned(as_planned: Evidence) -> None:
    rows = list(range(16))
    assert deviations(altered(as_planned, "trials", rows, answered=False, passed_over=True), ()) == ()


def test_a_seat_given_to_somebody_else_is_told_and_not_counted_twice(as_planned: Evidence) -> None:
    extra = as_planned.participants.iloc[[0]].assign(participant="p9999", overrun=True)
    more = pd.concat([as_planned.participants, extra], ignore_index=True)
    (sentence,) = deviations(replace(as_planned, participants=more), ())
    assert sentence.startswith("Seats of 1 participant were given to others")


def test_a_seat_that_was_given_back_and_taken_again_is_told_alike(as_planned: Evidence) -> None:
    first = as_planned.participants.iloc[[0]]
    extra = first.assign(participant="p9999", seated_at=first["seated_at"] + pd.Timedelta(hours=1))
    more = pd.concat([as_planned.participants, extra], ignore_index=True)
    (sentence,) = deviations(replace(as_planned, participants=more), ())
    assert sentence.startswith("Seats of 1 participant were given to others")


def test_what_changed_between_versions_is_told_where_both_are_known(as_planned: Evidence) -> None:
    (version,) = as_planned.provenance.versions
    other = version.model_copy(
        update={"study_hash": "b" * 64, "definition": {**version.definition, "hypothesis": (), "exclusion": ()}}
    )
    origin = as_planned.provenance.model_copy(update={"versions": (version, other)})
    mixed = altered(replace(as_planned, provenance=origin), "participants", slice(0, 9), study_hash="b" * 64)
    (sentence,) = deviations(mixed, ())
    assert "Their definitions differ in the rules of exclusion and the hypotheses." in sentence


def test_robots_need_no_launch(as_planned: Evidence) -> None:
    robots = altered(as_planned, "participants", slice(None), frozen_hash=None)
    assert deviations(replace(robots, mode="robot"), ()) == ()


def test_a_hypothesis_that_cannot_be_decided_is_told_once(as_planned: Evidence) -> None:
    findings = [a_finding(a_result(), a_result(name="accuracy/y", reason="another"))]
    assert deviations(as_planned, findings) == (
        "The hypothesis heatmap-teaches could not be decided as planned: nobody answered.",
    )
    assert deviations(as_planned, [a_finding(a_result(family="exploratory"))]) == ()


def test_simpler_models_are_told_with_the_number_of_results(as_planned: Evidence) -> None:
    ok = {"estimate": 0.1, "status": "ok", "reason": None}
    simpler = "correct ~ arm; the slope of arm by item was left out: its variance was estimated as zero; Wald interval"
    findings = [a_finding(a_result(method=simpler, **ok), a_result(name="accuracy/y", method=simpler, **ok))]
    assert deviations(as_planned, findings) == (
        "Accuracy: the slope of arm by item was left out: its variance was estimated as zero (2 results).",
    )


def test_a_model_that_failed_is_told(as_planned: Evidence) -> None:
    failed = a_result(family="exploratory", reason="the mixed model did not converge")
    assert deviations(as_planned, [a_finding(failed)]) == ("Accuracy: the mixed model did not converge (1 result).",)


def test_a_rule_that_hits_one_arm_only_is_told_with_its_test(as_planned: Evidence) -> None:
    rule = {"name": "inattentive", "rule": "failed_attention"}
    study = Study.model_validate(
        STUDY.model_dump(mode="json") | {"exclusion": [rule], "allocation": as_planned_seats()}
    )
    asked = replace(as_planned, plan=plans.of_study(study))
    assert told(study.exclusion[0]).startswith("failed 1 attention")
    assert deviations(altered(asked, "participants", [0, 20, 40], n_failed_checks=1), ()) == ()
    (sentence,) = deviations(altered(asked, "participants", list(range(10)), n_failed_checks=1), ())
    assert sentence.startswith("The rule inattentive hits arms differently: 10 of 20 in none, 0 of 20 in placebo and 0")
    assert sentence.endswith("p < .001).")


def as_planned_seats() -> dict[str, Any]:
    return STUDY.allocation.model_dump(mode="json") | {"seats": 60}


def test_unequal_attrition_is_told_in_the_words_of_its_question(as_planned: Evidence) -> None:
    findings = [a_finding(name="attrition", answers=("Arms lost different shares.",))]
    assert deviations(as_planned, findings) == ("Arms lost different shares.",)


def test_data_from_elsewhere_have_no_seats_and_no_launch_to_deviate_from(as_planned: Evidence) -> None:
    bare = replace(as_planned.plan, study=None)
    people = altered(as_planned, "participants", slice(0, 9), frozen_hash=None, outcome="completed")
    elsewhere = replace(people, plan=bare)
    assert deviations(elsewhere, ()) == ()
    assert "trials not reached" in looked_for(elsewhere)
    assert "seats" not in looked_for(elsewhere)
