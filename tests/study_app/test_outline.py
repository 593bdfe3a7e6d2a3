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
        "  training  classify    6 trials  3 of each class from pool train; the arm's explanation",
        "  test      classify   12 trials  6 of each class from pool test; the arm's explanation before the answer",
        "",
        "12 seats, arms equal in every 6:",
        "  none       4 seats  no explanation",
        "  placebo    4 seats  explanation 'placebo'",
        "  heatmap    4 seats  explanation 'heatmap'",
        "  The seed is in study.toml, for all to see; a silent participant's seat is given again after 60 minutes.",
        "",
        "Images of each of 2 classes (Auk, Coot), by pool:",
        "  train    5 images  that the classifier gets right",
        "  test     6 images  of split 'test'",
    ]


def test_where_there_are_no_images_no_pool_is_told() -> None:
    study = study_of(items={"classes": ["Auk", "Coot"], "pools": {}}, block=[{"name": "consent", "task": "consent"}])
    told = outline(Design(study, (CheckedBlock(study.block[0]),), {}))
    assert told[-1].startswith("  The seed is in study.toml")


def test_the_outline_says_what_is_within_and_what_ends_a_block() -> None:
    study = study_of(
        within={
            "method": {"blocks": ["training"], "order": "williams", "levels": {"a": {"explanation": "x"}, "b": {}}}
        },
        allocation={"block_size": 6, "seats": 12, "after": "consent"},
        items={
            "classes": ["Auk", "Coot"],
            "pools": {"train": {"per_class": 4, "confidence": [0.5, 1]}, "easy": {"per_class": 2}},
        },
        block=[
            {"name": "consent", "task": "consent"},
            {
                "name": "training",
                "task": "classify",
                "items": {"pool": "train"},
                "criterion": {"correct": 2, "of": 3},
                "catch": {"pool": "easy", "per_class": 1},
                "limit_seconds": 20,
            },
        ],
    )
    told = "\n".join(outline(Design(study, tuple(map(CheckedBlock, study.block)), {})))
    assert "13 trials for each participant" in told
    assert (
        "2 of each class from pool train; 1 easy ones of each class among them, from pool easy; ends when 2 of" in told
    )
    assert "are right; at most 20 s for an answer" in told
    assert "The seed is drawn and sealed when the study is launched" in told
    assert "  method  blocks training once for each of a (x), b (no explanation)  williams" in told
    assert "predicted with a probability of 0.5 to 1" in told
