"""What does not fit together in a definition: each fault with its path, and with what would be right."""

from typing import Any

import pytest
from pydantic import ValidationError

from study_app.definition import Study
from study_app.study.faults import lines
from tests.study_app.designs import CLASSES, study_of

CONSENT = {"name": "consent", "task": "consent"}
TRAINING = {"name": "training", "task": "classify", "items": {"pool": "train", "per_class": 3}}
TEST = {"name": "test", "task": "classify", "items": {"pool": "test"}}
ALLOCATION = {"block_size": 6, "seats": 12, "seed": 5, "after": "consent"}
LEVELS = {"plain": {}, "heatmap": {"explanation": "heatmap"}}
POOLS = {"train": {"per_class": 5}, "test": {"per_class": 6}}
HYPOTHESIS = {"name": "one", "block": "test", "contrast": "heatmap - none"}


def told(**tables: Any) -> list[str]:
    """All faults of the study with these tables."""
    with pytest.raises(ValidationError) as caught:
        study_of(**tables)
    return lines(caught.value, Study)


def allocated(**keys: Any) -> dict[str, Any]:
    return {"allocation": ALLOCATION | keys}


def blocked(**keys: Any) -> dict[str, Any]:
    """The study whose block `test` has these keys too."""
    return {"block": [CONSENT, TRAINING, TEST | keys]}


def shaped(**factor: Any) -> dict[str, Any]:
    """The study with this within-subject factor."""
    return {"within": {"map": {"blocks": ["test"], "levels": LEVELS} | factor}}


def stratified(**keys: Any) -> dict[str, Any]:
    return allocated(strata={"source": "url", "name": "country", "seats": {"GB": 6, "DE": 6}} | keys)


def crossed(**arms: dict[str, str]) -> dict[str, Any]:
    """Arms with these levels of the factors map and colour."""
    factors = {"map": {"levels": ["no", "yes"]}, "colour": {"levels": ["grey", "red"]}}
    return {
        "factors": factors,
        "arms": {name: {"levels": levels} for name, levels in arms.items()},
        **allocated(block_size=len(arms), seats=len(arms)),
    }


def advised(**keys: Any) -> dict[str, Any]:
    """The study whose block `test` gives advice."""
    return {"block": [CONSENT, TRAINING, TEST | {"task": "advise", "question": "Which?"} | keys]}


FULL = {"map": "no", "colour": "grey"}

FAULTS: list[tuple[dict[str, Any], str]] = [
    (allocated(block_size=4), "allocation.block_size: 4 is not a multiple of the 3 arms; use 3 or 6"),
    (allocated(seats=13), "allocation.seats: 13 is not a multiple of block_size 6; use 12 or 18"),
    (allocated(after="consnt"), "allocation.after: no block 'consnt'; known: consent, training, test"),
    (
        allocated(kind="minimisation"),
        "allocation.minimise: goes with kind = 'minimisation', which needs one { source = …, name = … } or more",
    ),
    (
        allocated(minimise=[{"source": "url", "name": "country"}]),
        "allocation.minimise: goes with kind = 'minimisation', which needs one { source = …, name = … } or more",
    ),
    (
        stratified(seats={"GB": 7, "DE": 5}),
        "allocation.strata.seats.GB: 7 is not a multiple of block_size; use 6 or 12",
    ),
    (stratified(seats={"GB": 12, "DE": 0}), "allocation.strata.seats.DE: 0 is not a multiple of block_size; use 6"),
    (stratified(seats={"GB": 6}), "allocation.seats: 12, but the strata have 6 together"),
    (
        stratified(source="answer", name="consent"),
        "allocation.strata.name: 'consent'; write BLOCK.QUESTION",
    ),
    (
        stratified(source="answer", name="consnt.age"),
        "allocation.strata.name: no block 'consnt'; known: consent, training, test",
    ),
    (
        stratified(source="answer", name="test.species"),
        "allocation.strata.name: block 'test' comes after the seat is claimed; known: consent",
    ),
    (
        allocated(kind="minimisation", minimise=[{"source": "answer", "name": "age"}]),
        "allocation.minimise[0].name: 'age'; write BLOCK.QUESTION",
    ),
    (
        crossed(one=FULL, two={"map": "yes", "colour": "red", "form": "x"}),
        "arms.two.levels: no factor 'form'; known: map, colour",
    ),
    (crossed(one=FULL, two={"map": "maybe", "colour": "red"}), "arms.two.levels.map: no level 'maybe'; known: no, yes"),
    (crossed(one=FULL, two={"map": "yes"}), "arms.two.levels: colour missing"),
    (crossed(one=FULL, two=FULL), "arms: two arms have the same levels of all factors"),
    (
        {"arms": {"one": {"levels": {"map": "no"}}, "two": {}}, **allocated(block_size=2)},
        "arms.one.levels: no factor 'map'; known: none",
    ),
    (shaped(blocks=["tset"]), "within.map.blocks: no block 'tset'; known: consent, training, test"),
    (shaped(blocks=["consent"]), "within.map.blocks: block 'consent' comes before the seat is claimed"),
    (
        shaped(blocks=["test", "training"]),
        "within.map.blocks: name blocks that follow each other, in the order of the file",
    ),
    (
        {"within": {name: {"blocks": ["test"], "levels": LEVELS} for name in ("map", "form")}},
        "within.form.blocks: block 'test' belongs to within.map already",
    ),
    (
        shaped(blocks=["training"]),
        "block[1].items: 3 of each class from pool 'train' for each of 2 levels, the pool has 5; "
        "items.pools.train.per_class must be 6 or more",
    ),
    (
        blocked(order={"repeat": 2, "spacing": 24}),
        "block[2].order.spacing: 24 others wanted, there are 24 images",
    ),
    ({"items": {"classes": ["Auk", "Auk"], "pools": POOLS}}, "items.classes: 'Auk' is there twice"),
    (
        {"items": {"classes": CLASSES, "pools": POOLS | {"odd": {"per_class": 1, "confidence": (0.9, 0.2)}}}},
        "items.pools.odd.confidence: two probabilities, the lower first; found [0.9, 0.2]",
    ),
    ({"block": [CONSENT, TEST, TEST]}, "block[2].name: 'test' is there twice"),
    (
        blocked(check="attention", criterion={"correct": 1, "of": 1}),
        "block[2].criterion: goes with a block that is no check itself; leave out check or criterion",
    ),
    (blocked(items={"pool": "tset"}), "block[2].items.pool: no pool 'tset'; known: train, test"),
    (blocked(items={"pool": "test", "per_class": 7}), "block[2].items.per_class: 7 of a pool of 6 per class"),
    (blocked(items={"mix": {"train": 6}}), "block[2].items.mix.train: 6 of a pool of 5 per class"),
    (blocked(items={"mix": {"trian": 1}}), "block[2].items.mix: no pool 'trian'; known: train, test"),
    (blocked(catch={"pool": "easy"}), "block[2].catch.pool: no pool 'easy'; known: train, test"),
    (blocked(catch={"pool": "train", "per_class": 6}), "block[2].catch.per_class: 6 of a pool of 5 per class"),
    (
        blocked(comparisons="which"),
        "block[2].comparisons: no set 'which'; known: none; name some in [items.comparisons]",
    ),
    (
        {"hypothesis": [HYPOTHESIS | {"block": "tset"}]},
        "hypothesis[0].block: no block 'tset'; known: consent, training, test",
    ),
    (
        {"hypothesis": [HYPOTHESIS | {"contrast": "heatmap - nothing"}]},
        "hypothesis[0].contrast: no arm 'nothing'; known: none, placebo, heatmap",
    ),
    (
        {"hypothesis": [HYPOTHESIS | {"contrast": "heatmap.test - none.tset"}]},
        "hypothesis[0].contrast: 'tset' is no block, and no level of its block; known: consent, training, test",
    ),
    (
        {"hypothesis": [{"name": "one", "contrast": "heatmap.test - none"}]},
        "hypothesis[0].block: missing; name it here, or a block in every cell of the contrast: ARM.BLOCK",
    ),
    (
        {"hypothesis": [HYPOTHESIS, HYPOTHESIS | {"contrast": "placebo - none"}]},
        "hypothesis[1].name: 'one' is there twice",
    ),
    (
        {"hypothesis": [HYPOTHESIS | {"outcome": "confidence"}]},
        "hypothesis[0].outcome: 'confidence', but block 'test' does not ask how sure one is; "
        "add confidence = { points = … }",
    ),
    (
        {"hypothesis": [HYPOTHESIS | {"outcome": "over_reliance"}]},
        "hypothesis[0].outcome: 'over_reliance', but block 'test' gives no advice; it needs task 'advise'",
    ),
    (
        {"hypothesis": [HYPOTHESIS | {"outcome": "under_reliance"}], **advised(stages="two", advice=False)},
        "hypothesis[0].outcome: 'under_reliance', but block 'test' gives no advice; it needs task 'advise'",
    ),
    (
        {"hypothesis": [HYPOTHESIS | {"outcome": "switching"}], **advised(stages="one")},
        "hypothesis[0].outcome: 'switching', but block 'test' asks for no answer before the advice; "
        "it needs stages = 'two'",
    ),
    (
        {"hypothesis": [HYPOTHESIS | {"outcome": "d_prime"}]},
        "hypothesis[0].outcome: 'd_prime', but block 'test' has more than two answers; "
        "it needs task 'compare', advice to accept or refuse, or two classes",
    ),
    (
        {"hypothesis": [HYPOTHESIS | {"outcome": "rating"}]},
        "hypothesis[0].outcome: 'rating', but block 'test' asks for no ratings; it needs task 'rate'",
    ),
    (
        {
            "block": [{"name": "before", "task": "rate"}, CONSENT, TRAINING, TEST],
            "hypothesis": [HYPOTHESIS | {"outcome": "rating", "block": "before"}],
        },
        "hypothesis[0].outcome: 'rating', but block 'before' comes before the seat is claimed; name one after it",
    ),
    (
        {"exclusion": [{"name": "fast", "rule": "looked_away", "block": "tset"}]},
        "exclusion[0].block: no block 'tset'; known: consent, training, test",
    ),
    (
        {"exclusion": [{"name": "fast", "rule": "faster_than"}]},
        "exclusion[0].milliseconds: goes with rule = 'faster_than', which needs it",
    ),
    (
        {"exclusion": [{"name": "fast", "rule": "not_complete", "milliseconds": 200}]},
        "exclusion[0].milliseconds: goes with rule = 'faster_than', which needs it",
    ),
]


@pytest.mark.parametrize(("tables", "line"), FAULTS, ids=[line for _, line in FAULTS])
def test_a_fault_is_told_with_its_path_and_what_would_be_right(tables: dict[str, Any], line: str) -> None:
    assert line in told(**tables)


ALONE: list[tuple[dict[str, Any], str]] = [
    (blocked(items={}), "block[2].items: write { pool = …, per_class = … } or { mix = { POOL = n, … } }"),
    (
        blocked(items={"pool": "test", "mix": {"test": 1}}),
        "block[2].items: write { pool = …, per_class = … } or { mix = ",
    ),
    (blocked(items={"mix": {"test": 0}}), "block[2].items: mix: at least 1 of each pool"),
    (
        blocked(criterion={"correct": 5, "of": 4}),
        "block[2].criterion: correct: 5 of the last 4 answers cannot be right",
    ),
    (blocked(check="atention"), "block[2].check: input should be 'attention' or 'catch'; found 'atention'"),
    (blocked(limit_seconds=0.5), "block[2].limit_seconds: input should be greater than or equal to 1; found 0.5"),
    (blocked(order={"of": "labl"}), "block[2].order.of: input should be 'label', 'predicted' or 'classifier_correct'"),
    (blocked(order={"spaces": 1}), "block[2].order.spaces: no key 'spaces'; did you mean 'spacing'? known: "),
    (shaped(order="latin"), "within.map.order: input should be 'latin-square', 'williams', 'random' or 'fixed'"),
    (shaped(levels={"plain": {}}), "within.map.levels: "),
    (allocated(certainty=0.2), "allocation.certainty: input should be greater than or equal to 0.5; found 0.2"),
    (allocated(lease_minutes=0), "allocation.lease_minutes: input should be greater than 0; found 0"),
    ({"checks": {"on_failure": "stop"}}, "checks.on_failure: input should be 'flag' or 'end'; found 'stop'"),
    ({"flow": {"resume_days": 91}}, "flow.resume_days: input should be less than or equal to 90; found 91"),
    ({"payment": {"reward_pence": 100, "currency": "pounds"}}, "payment.currency: "),
    (
        {"hypothesis": [HYPOTHESIS | {"contrast": "heatmap-none"}]},
        "hypothesis[0].contrast: 'heatmap-none' compares nothing; write ARM - ARM",
    ),
    (
        {"hypothesis": [HYPOTHESIS | {"smallest_effect": 2}]},
        "hypothesis[0].smallest_effect: 2 is not below 1; differences of accuracy are told as 0.05 for 5 points of 100",
    ),
    (
        {"hypothesis": [HYPOTHESIS | {"claim": "equivalence"}]},
        "hypothesis[0].smallest_effect: missing; it is what a claim of equivalence is held against",
    ),
    (
        {"hypothesis": [HYPOTHESIS | {"claim": "equivalence", "smallest_effect": 0.1, "direction": "less"}]},
        "hypothesis[0].direction: of a claim of equivalence it is two-sided; leave it out",
    ),
]


@pytest.mark.parametrize(("tables", "line"), ALONE, ids=[line for _, line in ALONE])
def test_a_value_that_is_none_is_told_alone(tables: dict[str, Any], line: str) -> None:
    (only,) = told(**tables)
    assert only.startswith(line)


def test_minimisation_with_strata_is_told_what_to_write_instead() -> None:
    strata = {"source": "url", "name": "country", "seats": {"GB": 12}}
    keys = {"kind": "minimisation", "minimise": [{"source": "url", "name": "country"}], "strata": strata}
    assert told(**allocated(**keys)) == [
        "allocation.strata: minimisation keeps its own balance; name the stratum in minimise instead"
    ]


def test_faults_of_every_part_are_told_at_once() -> None:
    assert told(
        **allocated(seats=13),
        **shaped(blocks=["tset"]),
        items={"classes": ["Auk", "Auk"], "pools": POOLS},
        block=[CONSENT, TRAINING, TEST | {"catch": {"pool": "easy"}}],
        hypothesis=[HYPOTHESIS | {"block": "tset"}],
    ) == [
        "allocation.seats: 13 is not a multiple of block_size 6; use 12 or 18",
        "items.classes: 'Auk' is there twice",
        "block[2].catch.pool: no pool 'easy'; known: train, test",
        "within.map.blocks: no block 'tset'; known: consent, training, test",
        "hypothesis[0].block: no block 'tset'; known: consent, training, test",
    ]


@pytest.mark.parametrize(
    ("plan", "tables"),
    [
        ({"outcome": "response_time", "smallest_effect": 250}, {}),
        ({"outcome": "confidence", "smallest_effect": 0.05}, blocked(confidence={"points": 5})),
        ({"outcome": "d_prime", "smallest_effect": 1.5}, advised(stages="one")),
        ({"outcome": "d_prime"}, {"items": {"classes": ["Auk", "Gull"], "pools": POOLS}}),
        ({"outcome": "over_reliance", "claim": "equivalence", "smallest_effect": 0.1}, advised(stages="two")),
        ({"outcome": "switching"}, advised(stages="two")),
        ({"outcome": "rating", "smallest_effect": 1}, {"block": [CONSENT, TRAINING, TEST | {"task": "rate"}]}),
        ({"outcome": "switching"}, {"block": [CONSENT, TRAINING, TEST | {"task": "mylab.tasks:TASK"}]}),
    ],
)
def test_an_outcome_that_its_block_has_is_no_fault(plan: dict[str, Any], tables: dict[str, Any]) -> None:
    made = study_of(**tables, hypothesis=[HYPOTHESIS | plan])
    assert made.hypothesis[0].outcome == plan["outcome"]


def test_a_study_that_uses_everything_has_no_fault() -> None:
    strata = {"source": "url", "name": "country", "seats": {"GB": 6, "DE": 6}}
    made = study_of(
        **allocated(strata=strata),
        **shaped(),
        block=[CONSENT, TRAINING, TEST | {"catch": {"pool": "train"}, "criterion": {"correct": 3, "of": 4}}],
        exclusion=[{"name": "fast", "rule": "faster_than", "milliseconds": 200}],
    )
    assert list(made.conditions) == [
        "arms.none",
        "arms.placebo",
        "arms.heatmap",
        "within.map.levels.plain",
        "within.map.levels.heatmap",
    ]
