"""What a study wants in vain, told from the images' classes and splits alone."""

from study_app.study import foresight
from tests.study_app.designs import study_of

NAMES = ("heatmap", "placebo")


def told(
    pools: dict[str, dict[str, object]], splits: foresight.Splits, kept: foresight.Kept = foresight.ALL
) -> list[str]:
    blocks = [{"name": "consent", "task": "consent"}]
    study = study_of(items={"classes": ["Auk", "Coot"], "pools": pools}, block=blocks)
    return [line for line in foresight.faults(study, NAMES, splits, kept) if line.startswith("items")]


def test_pools_that_together_want_more_than_there_is_are_told_with_the_classes_that_lack() -> None:
    pools: dict[str, dict[str, object]] = {"train": {"per_class": 3}, "test": {"per_class": 2}}
    assert told(pools, {"Auk": [None] * 5, "Coot": [None] * 4}) == [
        "items.pools: 3 (train) + 2 (test) images of each class wanted, the recipe gives 4 of Coot"
    ]


def test_a_split_that_is_too_small_is_told_though_there_are_images_enough() -> None:
    pools: dict[str, dict[str, object]] = {"train": {"per_class": 1}, "test": {"per_class": 2, "split": "test"}}
    assert told(pools, {"Auk": ["test", "test", "a"], "Coot": ["test", "a", "a"]}) == [
        "items.pools: 2 (test) images of each class wanted, the recipe gives 1 of Coot in split 'test'"
    ]


def test_just_enough_is_no_fault() -> None:
    pools: dict[str, dict[str, object]] = {"train": {"per_class": 1}, "test": {"per_class": 2, "split": "test"}}
    assert told(pools, {"Auk": ["test", "test", "a"], "Coot": ["test", "a", "test"]}) == []


def test_a_class_that_the_recipe_lacks_is_told_with_those_it_has() -> None:
    assert told({"train": {"per_class": 1}}, {"Auk": [None], "Egret": [None]}) == [
        "items.classes: the recipe has no class 'Coot'; known: Auk, Egret"
    ]


def test_more_images_than_the_recipe_keeps_are_told() -> None:
    pools: dict[str, dict[str, object]] = {"train": {"per_class": 3}, "test": {"per_class": 2}}
    splits = {"Auk": [None] * 9, "Coot": [None] * 9}
    assert told(pools, splits, foresight.Kept(right=3, wrong=2)) == []
    assert told(pools, splits, foresight.Kept(right=3)) == []
    assert told(pools, splits, foresight.Kept(right=3, wrong=1)) == [
        "items.pools: 3 (train) + 2 (test) images of each class wanted, the recipe gives 4 of Auk, 4 of Coot"
    ]


def test_more_errors_than_the_recipe_keeps_are_told() -> None:
    pools: dict[str, dict[str, object]] = {
        "sure": {"per_class": 3, "classifier_correct": True},
        "unsure": {"per_class": 2, "classifier_correct": False},
        "worse": {"per_class": 2, "classifier_correct": False},
    }
    splits = {"Auk": [None] * 99, "Coot": [None] * 99}
    assert told(pools, splits, foresight.Kept(right=3, wrong=4)) == []
    assert told(pools, splits, foresight.Kept(wrong=3)) == [
        "items.pools: 2 (unsure) + 2 (worse) images of each class wanted that the classifier gets wrong, "
        "the recipe keeps 3 by images.keep.wrong"
    ]
