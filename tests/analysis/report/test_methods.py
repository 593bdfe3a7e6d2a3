"""The methods section, held against plans that say something and plans that do not."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import study_app
from analysis import plan as plans
from analysis.evidence import Evidence
from analysis.findings import Finding
from analysis.plan import Plan, PlannedBlock
from analysis.question import Account
from analysis.report.methods import methods
from analysis.report.methods.allocation import allocation
from analysis.report.methods.hypotheses import hypotheses, measures
from analysis.report.methods.procedure import procedure
from study_app.definition import Study
from tests.analysis.synthetic import STUDY

STUDIES = sorted((Path(study_app.__file__).parent / "studies").glob("*/study.toml"))


def planned(people: Evidence, **changes: Any) -> Evidence:
    """The same answers under a study with those sections changed."""
    content = STUDY.model_dump(mode="json") | changes
    return replace(people, plan=plans.of_study(Study.model_validate(content)))


def with_allocation(people: Evidence, **changes: Any) -> str:
    allocated = STUDY.allocation.model_dump(mode="json") | changes
    return " ".join(allocation(planned(people, allocation=allocated)))


def with_block(people: Evidence, **options: Any) -> str:
    blocks = [block.model_dump(mode="json") for block in STUDY.block]
    blocks[2] = {"name": "test", "items": {"pool": "test"}, **options}
    return " ".join(procedure(planned(people, block=blocks)))


def test_participants_come_to_arms_by_blocks_from_a_list(people: Evidence) -> None:
    said = " ".join(allocation(people))
    assert "The plan foresaw 120 participants, who came by an open link." in said
    assert "After the block “consent” they were randomised to one of three arms: none (feedback: the right" in said
    assert "by permuted blocks of 6, from a list made beforehand (seed 1)." in said


def test_a_list_drawn_at_launch_has_no_seed_to_tell(people: Evidence) -> None:
    assert "from a seed that was drawn and sealed at launch" in with_allocation(people, seed=None)


def test_strata_are_told_with_their_seats(people: Evidence) -> None:
    strata = {"source": "url", "name": "birder", "seats": {"yes": 60, "no": 60}}
    said = with_allocation(people, strata=strata)
    assert "within levels of the link's parameter birder (yes: 60 and no: 60)" in said


def test_minimisation_is_told_with_what_it_keeps_alike(people: Evidence) -> None:
    said = with_allocation(people, kind="minimisation", minimise=[{"source": "url", "name": "age"}], certainty=0.9)
    assert "by minimisation: the arm that kept the link's parameter age most alike" in said
    assert "with probability 0.90" in said
    assert "permuted" not in said


def test_pay_is_told_in_whole_units(people: Evidence) -> None:
    said = " ".join(allocation(planned(people, payment={"currency": "EUR", "reward_pence": 375})))
    assert "They were paid EUR 3.75 for a session announced as 10 minutes." in said


def test_simulated_participants_are_called_so(people: Evidence) -> None:
    assert allocation(replace(people, mode="robot"))[0] == "The participants told of here are simulated."


def test_blocks_stand_in_order_with_the_numbers_of_their_trials(people: Evidence) -> None:
    said = " ".join(procedure(people))
    steps = ["gave informed consent", "named the class of 8 images", "named the class of 24 images", "rated statements"]
    assert [said.index(step) for step in steps] == sorted(said.index(step) for step in steps)
    assert said.startswith("A session had four parts, in this order. First participants gave")
    assert said.count("There was no feedback.") == 2


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"task": "predict"}, "predicted the classifier's answer to 24 images"),
        ({"task": "classify", "explanation": "by-arm"}, "With the image they saw what their arm shows."),
        ({"task": "classify", "confidence": {"points": 5}}, "how sure they were, on a scale of 5 points"),
        (
            {"task": "classify", "feedback": {"minimum_seconds": 4, "explanation": "by-arm"}},
            "Feedback followed each answer, for at least 4 s, with what their arm shows.",
        ),
        ({"task": "advise", "stages": "one"}, "accepted or refused the classifier's advice on 24 images"),
        ({"task": "advise", "stages": "two"}, "by themselves, saw the classifier's advice and gave a final answer"),
        ({"task": "advise", "stages": "two", "advice": False}, "without advice"),
        (
            {"task": "compare", "parts": ["without"]},
            "from each of 24 pairs of occluded images, the one still recognised by the classifier, without an",
        ),
        ({"task": "classify", "limit_seconds": 10}, "The time for an answer was 10 s."),
        ({"task": "classify", "criterion": {"correct": 8, "of": 10}}, "when 8 of the last 10 answers were right."),
        (
            {"task": "classify", "criterion": {"correct": 8, "of": 10, "otherwise": "screened_out"}},
            "who never got there was screened out",
        ),
        ({"task": "classify", "catch": {"pool": "train", "per_class": 2}}, "Among the trials were 8 easy ones"),
        ({"task": "quiz", "otherwise": "go_on", "tries": 3}, "in at most 3 tries; those who failed them all went on"),
        ({"task": "mylab.draw:TASK"}, "did 24 trials of the task draw"),
    ],
)
def test_what_a_block_asks_for_is_told(people: Evidence, options: dict[str, Any], said: str) -> None:
    assert said in with_block(people, **options)


def test_a_factor_within_participants_is_told_with_its_order(people: Evidence) -> None:
    within = {"map": {"blocks": ["test"], "levels": {"off": {}, "on": {"explanation": "heatmap"}}}}
    said = " ".join(procedure(planned(people, within=within)))
    assert "The blocks test came once for every level of map (off and on), in orders from a Latin square." in said


def test_participants_with_different_numbers_of_trials_give_a_range(people: Evidence) -> None:
    first = people.participants["participant"].iloc[0]
    fewer = people.trials[(people.trials["participant"] != first) | (people.trials["position_in_block"] < 6)]
    said = " ".join(procedure(replace(people, trials=fewer)))
    assert "named the class of 6 to 24 images" in said


def test_hypotheses_are_told_one_by_one_with_direction_and_smallest_effect(people: Evidence) -> None:
    said = hypotheses(people)
    assert said[0] == "The plan names two hypotheses."
    assert said[1].startswith(
        "“heatmap-teaches” (confirmatory) compares accuracy in block test (“Test”): heatmap − none"
    )
    assert said[1].endswith("the smallest difference that would matter is 5 percentage points.")
    assert said[-1].endswith("the two confirmatory hypotheses by Holm's method.")
    one_sided = {"name": "up", "block": "test", "contrast": "heatmap - none", "direction": "greater"}
    (_, told) = hypotheses(planned(people, hypothesis=[one_sided]))
    assert "one-sided against a contrast above zero" in told


def test_chance_is_told_with_what_is_right_or_wrong(people: Evidence) -> None:
    assert "block test (“Test”; guessing gives 25%)" in measures(people)[0]
    assert measures(people)[1] == "The hypotheses are about block test (“Test”)."


def test_a_plan_from_elsewhere_is_told_as_far_as_it_goes(people: Evidence) -> None:
    bare = Plan("birds", "Birds", {"none": "", "heatmap": "a map"}, (PlannedBlock("test"),))
    found = methods(replace(people, plan=bare), (), {"gullseye": "1.0", "python": "3.11"})
    said = {paragraph.heading: paragraph.text for paragraph in found}
    assert "three arms: none, heatmap (a map) and placebo." in said["Participants and allocation"]
    assert "24 in test and 8 in training" in said["Procedure"]
    assert said["Hypotheses"].startswith("The plan names no hypothesis")
    assert said["Exclusions"] == "The plan declares no rule of exclusion."
    assert said["Software"] == "All was computed with Gullseye 1.0 (Python 3.11)."


def test_without_trials_there_is_no_procedure_to_tell_of_data_from_elsewhere(people: Evidence) -> None:
    bare = Plan("birds", "Birds", {"none": ""}, ())
    empty = replace(people, plan=bare, trials=people.trials.iloc[:0], participants=people.participants.iloc[:0])
    headings = [paragraph.heading for paragraph in methods(empty, (), {"gullseye": "1.0"})]
    assert headings == ["Participants and allocation", "Hypotheses", "Exclusions", "Software"]


def test_what_two_questions_say_alike_is_said_once(people: Evidence) -> None:
    findings = [
        Finding("learning", "Learning", (), Account(methods=("Slopes are dropped.", "Curves are means."))),
        Finding("response_time", "Response times", (), Account(methods=("Slopes are dropped.", "Times are medians."))),
        Finding("exclusions", "Exclusions", (), Account(methods=("Rules were declared.",))),
    ]
    said = {each.heading: each.text for each in methods(people, findings, {"gullseye": "1.0"})}
    assert said["Analysis of learning"] == "Slopes are dropped. Curves are means."
    assert said["Analysis of response times"] == "Times are medians."
    assert said["Exclusions"] == "Rules were declared."
    assert "Analysis of exclusions" not in said


@pytest.mark.parametrize("path", STUDIES, ids=lambda path: path.parent.name)
def test_every_study_that_comes_with_gullseye_can_be_told(path: Path, people: Evidence) -> None:
    study = Study.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    found = methods(replace(people, plan=plans.of_study(study)), (), {"gullseye": "1.0"})
    said = " ".join(paragraph.text for paragraph in found)
    assert not re.search(r"\bNone\b|\{|\}|  |\.\.|task ", said)
    assert all(f"(block {name})" in said for name in study.block_names)
    assert all(f"“{each.name}”" in said for each in study.hypothesis)
    assert all(rule.name in said for rule in study.exclusion)
