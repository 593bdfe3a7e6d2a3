from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from study_app.definition import Items
from study_app.study import pools
from tests.study_app.designs import CLASSES, plenty, stimulus, stimulus_set, study_of


def items_of(seed: int = 0, classes: tuple[str, ...] = CLASSES, **of_pools: dict[str, Any]) -> Items:
    return Items.model_validate({"classes": classes, "pools": of_pools, "seed": seed})


@given(some.integers(0, 1000))
def test_no_image_is_in_two_pools(seed: int) -> None:
    made = pools.split(items_of(seed, train={"per_class": 5}, test={"per_class": 6}), plenty())
    images = [image for pool in made.values() for of_class in pool.values() for image in of_class]
    assert len(images) == len(set(images)) == 4 * 11
    assert all(image.startswith(label) for pool in made.values() for label, of in pool.items() for image in of)


def test_the_pools_depend_on_their_seed_alone() -> None:
    study = study_of()
    other = study_of(allocation={"block_size": 3, "seats": 3, "seed": 99, "after": "consent"})
    assert pools.split(study.items, plenty()) == pools.split(other.items, plenty())
    seeds = [pools.split(items_of(seed, train={"per_class": 5}), plenty()) for seed in (1, 2)]
    assert seeds[0] != seeds[1]


def test_the_order_of_the_manifest_does_not_matter() -> None:
    items = items_of(train={"per_class": 5})
    turned = stimulus_set(*reversed(plenty().stimuli))
    assert pools.split(items, plenty()) == pools.split(items, turned)


def test_a_pool_takes_only_what_passes_its_filters() -> None:
    images = [stimulus("Auk", n, right=n % 2 == 0, part="train" if n < 6 else "test") for n in range(12)]
    wanted = {"per_class": 3, "classifier_correct": True, "split": "train"}
    made = pools.split(items_of(classes=("Auk", "Coot"), a=wanted), stimulus_set(*images))
    assert sorted(made["a"]["Auk"]) == ["Auk/000", "Auk/002", "Auk/004"]
    assert made["a"]["Coot"] == ()


@given(some.integers(0, 200))
def test_a_pool_with_filters_gets_its_images_wherever_that_is_possible(seed: int) -> None:
    """Four images, two of them right: `any` may take a right one only where `right` does not need it."""
    images = [stimulus(label, n, right=n < 2) for label in CLASSES for n in range(4)]
    wanted = items_of(seed, any={"per_class": 2}, right={"per_class": 2, "classifier_correct": True})
    made = pools.split(wanted, stimulus_set(*images))
    assert sorted(made["right"]["Auk"]) == ["Auk/000", "Auk/001"]
    assert sorted(made["any"]["Auk"]) == ["Auk/002", "Auk/003"]
    assert pools.faults(wanted, stimulus_set(*images)) == []


def test_a_pool_without_filters_is_a_plain_sample_where_there_is_enough() -> None:
    """Half of forty images are wrong: a pool served after the filtered one would hold fewer right ones."""
    images = [stimulus(label, n, right=n < 20) for label in CLASSES for n in range(40)]
    shares = []
    for seed in range(300):
        wanted = items_of(seed, right={"per_class": 10, "classifier_correct": True}, any={"per_class": 10})
        made = pools.split(wanted, stimulus_set(*images))
        shares += [sum(int(image[-3:]) < 20 for image in made["any"][label]) / 10 for label in CLASSES]
    # 1200 means of ten draws without replacement: standard error 0.004
    assert abs(sum(shares) / len(shares) - 0.5) < 0.02


def test_missing_images_are_told_per_pool_and_class() -> None:
    images = [stimulus(label, n, right=n < 3) for label in CLASSES[:2] for n in range(8)]
    wanted = items_of(classes=CLASSES[:2], a={"per_class": 4, "classifier_correct": True}, c={"per_class": 9})
    assert pools.faults(wanted, stimulus_set(*images))[:2] == [
        "items.pools.a.per_class: 4 wanted, class 'Auk' has 3 fitting images",
        "items.pools.a.per_class: 4 wanted, class 'Coot' has 3 fitting images",
    ]


def test_pools_that_need_the_same_images_are_told_so() -> None:
    wanted = items_of(classes=CLASSES[:2], a={"per_class": 4}, b={"per_class": 5})
    assert pools.faults(wanted, plenty(8)) == [
        f"items.pools.b.per_class: 5 wanted, class {label!r} has 8 fitting images; other pools need them too: 4 left"
        for label in CLASSES[:2]
    ]


def test_a_class_that_the_set_lacks_is_told_with_those_it_has() -> None:
    found = pools.faults(items_of(classes=("Auk", "Gull"), a={"per_class": 1}), plenty())
    assert found == ["items.classes: the stimulus set has no class 'Gull'; known: Auk, Coot, Dipper, Egret"]
