"""What does not fit together in declared moderations: each fault with its path, and with what would be right."""

from typing import Any

import pytest
from pydantic import ValidationError

from study_app.definition import Moderation, Study
from study_app.study.faults import lines
from study_app.study_schema import study_schema
from tests.study_app.designs import study_of

BLOCKS = [
    {"name": "consent", "task": "consent"},
    {"name": "before", "task": "rate"},
    {"name": "pretest", "task": "classify", "items": {"pool": "train"}},
    {"name": "test", "task": "classify", "items": {"pool": "test"}},
    {"name": "after", "task": "rate"},
    {"name": "background", "task": "background"},
]
HYPOTHESES = [
    {"name": "helps", "block": "test", "contrast": "heatmap - none"},
    {"name": "grows", "contrast": "(heatmap.test - heatmap.pretest) - (none.test - none.pretest)"},
]
RATING = {"source": "answer", "name": "before.interest"}


def declared(**keys: Any) -> dict[str, Any]:
    one = {"name": "one", "hypothesis": "helps", "by": RATING} | keys
    return {"block": BLOCKS, "hypothesis": HYPOTHESES, "moderation": [one]}


def by(source: str, name: Any, **keys: Any) -> dict[str, Any]:
    return declared(by={"source": source, "name": name} | keys)


def told(tables: dict[str, Any]) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        study_of(**tables)
    return lines(caught.value, Study)


SOUND = [
    declared(),
    declared(kind="groups"),
    by("answer", "background.age"),
    by("answer", ["before.one", "before.two"], reversed=["before.two"]),
    by("accuracy", "pretest"),
    by("image", "classifier_correct"),
    by("image", "p_predicted"),
]
FAULTS: list[tuple[dict[str, Any], str]] = [
    (declared(hypothesis="helped"), "moderation[0].hypothesis: no hypothesis 'helped'; known: helps"),
    (
        declared(hypothesis="grows"),
        "moderation[0].hypothesis: 'grows' is not one arm minus another in accuracy, in the same place; known: helps",
    ),
    (by("answer", "before"), "moderation[0].by.name: 'before'; write BLOCK.QUESTION"),
    (
        by("answer", "befor.interest"),
        "moderation[0].by.name: no block 'befor'; known: consent, before, pretest, test, after, background",
    ),
    (
        by("answer", "after.interest"),
        "moderation[0].by.name: block 'after' does not come before block 'test'; known: consent, before, pretest",
    ),
    (
        by("accuracy", "test"),
        "moderation[0].by.name: block 'test' does not come before block 'test'; known: consent, before, pretest",
    ),
    (by("accuracy", ["pretest", "pretest"]), "moderation[0].by.name: only answers can be several; name one"),
    (by("answer", []), "moderation[0].by.name: names nothing; write BLOCK.QUESTION"),
    (
        by("answer", "before.interest", reversed=["before.interest"]),
        "moderation[0].by.reversed: goes with several names; write some of those in by.name",
    ),
    (
        by("answer", ["before.one", "before.two"], reversed=["before.three"]),
        "moderation[0].by.reversed: goes with several names; write some of those in by.name",
    ),
    (
        by("image", "colour"),
        "moderation[0].by.name: nothing of images is called 'colour'; "
        "known: classifier_correct, p_predicted, difficulty",
    ),
    (
        declared(by={"source": "image", "name": "p_predicted"}, kind="groups"),
        "moderation[0].kind: p_predicted is a number",
    ),
    (
        declared(by={"source": "image", "name": "classifier_correct"}, kind="number"),
        "moderation[0].kind: classifier_correct is of groups",
    ),
    (declared(by={"source": "accuracy", "name": "pretest"}, kind="groups"), "moderation[0].kind: accuracy is a number"),
]


@pytest.mark.parametrize("tables", SOUND)
def test_a_sound_moderation_is_taken(tables: dict[str, Any]) -> None:
    (only,) = study_of(**tables).moderation
    assert only.family == "exploratory"


@pytest.mark.parametrize(("tables", "line"), FAULTS, ids=[line for _, line in FAULTS])
def test_a_fault_is_told_with_its_path_and_what_would_be_right(tables: dict[str, Any], line: str) -> None:
    assert told(tables) == [line]


def test_a_name_that_is_there_twice_is_told() -> None:
    tables = declared()
    assert told(tables | {"moderation": tables["moderation"] * 2}) == ["moderation[1].name: 'one' is there twice"]


def test_a_moderation_cannot_be_confirmatory() -> None:
    (line,) = told(declared(family="confirmatory"))
    assert line.startswith("moderation[0].family: ")
    assert "exploratory" in line


def test_an_unknown_source_is_told_with_those_there_are() -> None:
    (line,) = told(declared(by={"source": "url", "name": "country"}))
    assert line.startswith("moderation[0].by.source: ")
    assert all(source in line for source in ("answer", "accuracy", "image"))


def test_the_schema_for_editors_knows_moderations() -> None:
    schema = study_schema()
    assert "moderation" in schema["properties"]
    assert set(schema["$defs"]["Moderation"]["properties"]) == set(Moderation.model_fields)


def test_a_study_without_moderations_declares_none() -> None:
    assert study_of().moderation == ()
