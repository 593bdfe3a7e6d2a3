"""A study in words, before there are any images."""

from study_app.study.design import CheckedBlock, Design
from study_app.study.outline import outline
from tests.study_app.designs import study_of

POOLS = {"train": {"per_class": 5, "classifier_correct": True}, "test": {"per_class": 6, "split": "test"}}


def test_the_outline_says_blocks_arms_and_pools_as_the_definition_has_them() -> None:
    study = study_of(items={"classes": ["Auk", "Coot"], "pools": POOLS})
    blocks = (
        CheckedBlock(study.block[0]),
        CheckedBlock(study.block[1], shows_explanation=True),
        CheckedBlock(study.block[2], shows_explanation=True, explains_before_answer=True),
    )
    assert outline(Design(study, blocks, {})) == [
        "Birds (birds)",
        "5 minutes, as participants are told.",
        "",
        "19 trials for each participant, in this order:",
        "  consent   consent     1 trial   then the seat is claimed",
        "  training  classify    6 trials  3 of each class from pool train; the arm's explanation after the answer",
        "  test      classify   12 trials  6 of each class from pool test; the arm's explanation before the answer",
        "",
        "12 seats, arms equal in every 6:",
        "  none       4 seats  no explanation",
        "  placebo    4 seats  explanation 'placebo'",
        "  heatmap    4 seats  explanation 'heatmap'",
        "",
        "Images of each of 2 classes (Auk, Coot), by pool:",
        "  train    5 images  that the classifier gets right",
        "  test     6 images  of split 'test'",
    ]


def test_pools_may_be_none() -> None:
    study = study_of(items={"classes": ["Auk", "Coot"], "pools": {}}, block=[{"name": "consent", "task": "consent"}])
    assert outline(Design(study, (CheckedBlock(study.block[0]),), {}))[-1].startswith("Images of each of 2 classes")
