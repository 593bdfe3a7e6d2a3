"""What tiles tell before an answer is warned of; after it, it is noted; chance is passed over."""

from dataclasses import replace

import pytest

from stimuli.manifest import Leak
from study_app.study.design import CheckedBlock
from study_app.study.leaks import leak_notes, leak_warnings
from tests.study_app.designs import study_of

LEAK = Leak(accuracy=0.607, chance=0.25, p=0.001, n=56, seen=("number", "colours", "weights"))
STUDY = study_of(arms={"none": {}, "xnn": {"explanation": "xnn"}})
AFTER = tuple(CheckedBlock(block, shows_explanation=block.name == "training") for block in STUDY.block)
BEFORE = (*AFTER[:2], replace(AFTER[2], shows_explanation=True, explains_before_answer=True))


def test_a_leak_before_the_answer_is_a_warning_that_says_what_to_change() -> None:
    assert leak_warnings(STUDY, BEFORE, {"xnn": LEAK}) == [
        "explanation 'xnn': its tiles (their number, their colours, their weights) tell the class without a look at "
        "their maps: a small classifier is right for 61%, by chance 25% (p = 0.001, 56 images); "
        "block 'test' shows it before the answer. What helps, in stimuli.toml: "
        "a fixed number of tiles, `shown` in the parameters of its method; "
        'colour_by = "order" in [picture.concepts]; '
        "faintest = 1 and a caption without {share} (or none) in [picture.concepts]"
    ]
    assert leak_notes(STUDY, BEFORE, {"xnn": LEAK}) == []


def test_only_what_can_be_seen_to_differ_is_to_be_changed() -> None:
    told = leak_warnings(STUDY, BEFORE, {"xnn": LEAK.model_copy(update={"seen": ("number",)})})[0]
    assert told.endswith(
        "What helps, in stimuli.toml: a fixed number of tiles, `shown` in the parameters of its method"
    )
    assert "its tiles (their number) tell" in told


def test_a_leak_after_the_answer_is_a_note() -> None:
    assert leak_warnings(STUDY, AFTER, {"xnn": LEAK}) == []
    assert leak_notes(STUDY, AFTER, {"xnn": LEAK})[0].endswith(
        "(p = 0.001, 56 images); that is harmless here: it is shown only where the class is told"
    )


@pytest.mark.parametrize(
    ("name", "changes"), [("xnn", {"p": 0.05}), ("xnn", {"accuracy": 0.25}), ("unasked", {})], ids=str
)
def test_chance_and_explanations_of_no_arm_are_passed_over(name: str, changes: dict[str, float]) -> None:
    leaks = {name: LEAK.model_copy(update=changes)}
    assert leak_warnings(STUDY, BEFORE, leaks) == []
    assert leak_notes(STUDY, AFTER, leaks) == []


def test_a_study_that_shows_no_explanation_says_nothing() -> None:
    blocks = tuple(CheckedBlock(block) for block in STUDY.block)
    assert leak_warnings(STUDY, blocks, {"xnn": LEAK}) == leak_notes(STUDY, blocks, {"xnn": LEAK}) == []
