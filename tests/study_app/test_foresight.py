"""What a study wants in vain, told from the images' classes and splits alone."""

from study_app.study import foresight
from tests.study_app.designs import study_of

NAMES = ("heatmap", "placebo")


def told(pools: dict[str, dict[str, object]], splits: foresight.Splits) -> list[str]:
    blocks = [{"name": "consent", "task": "consent"}]
    study = study_of(items={"classes": ["Auk", "Coot"], "pools": pools}, block=blocks)
    return [line for line in foresight.faults(study, NAMES, splits) if line.startswith("items")]


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
