"""What is seen beside the maps of concept tiles: a planted leak is found, chance is called chance."""

from collections.abc import Sequence

import numpy as np
import pytest

from stimuli.concept_style import ConceptStyle
from stimuli.explanation import Concepts, Explanation, Heatmap
from stimuli.guessing import ABSENT, guess
from stimuli.leakage import Seen, features, leak, leaks
from stimuli.manifest import Leak

LABELS = [label for label in ("auk", "coot", "dipper", "egret") for _ in range(14)]
NUMBER_ALONE = Seen(colours=False, weights=False)


def tiles(shown: list[int], contributions: list[float]) -> Concepts:
    """Concepts without anything on their maps."""
    return Concepts(
        contributions=np.array(contributions, dtype=np.float32),
        shown=np.array(shown, dtype=np.int64),
        maps=np.zeros((len(shown), 1, 1), dtype=np.float32),
        bias=0.0,
        logit=0.0,
    )


def any_tiles(rng: np.random.Generator, n: int | None = None) -> Concepts:
    """One to three of five concepts, or just n, with any weights, in their order; whatever the class."""
    contributions = rng.random(5) + 0.1
    shown = np.argsort(-contributions)[: n or int(rng.integers(1, 4))]
    return tiles(shown.tolist(), contributions.tolist())


# Concepts 0 and 1; 1 and 0; 2 alone.
THREE = [tiles([0, 1], [1.0, 0.4]), tiles([1, 0], [0.8, 1.0]), tiles([2], [0, 0, 1.0])]


def test_nothing_is_told_by_tiles_that_are_all_alike() -> None:
    found = leak([tiles([0, 1], [2.0, 1.0])] * 56, LABELS, Seen())
    assert found == Leak(accuracy=0.25, chance=0.25, p=1.0, n=56, seen=())
    assert not found.is_beyond_chance


def test_a_class_that_has_more_tiles_than_others_is_found() -> None:
    rng = np.random.default_rng(1)
    found = leak([any_tiles(rng, 3 if label == "auk" else 2) for label in LABELS], LABELS, NUMBER_ALONE)
    # Three tiles: always the auk; two: one of the three others, by chance.
    assert found == Leak(accuracy=0.5, chance=0.25, p=0.001, n=56, seen=("number",))
    assert found.is_beyond_chance


def test_a_class_whose_first_tile_has_a_colour_of_its_own_is_found() -> None:
    concepts = [tiles([3, 0] if label == "coot" else [0, 3], [1.0, 0, 0, 1.0, 0]) for label in LABELS]
    found = leak(concepts, LABELS, Seen(weights=False))
    assert found is not None
    assert (found.accuracy, found.p, found.seen) == (0.5, 0.001, ("colours",))


def test_classes_told_by_how_bright_their_second_tile_is_are_found_in_large_sets_too() -> None:
    rng, labels = np.random.default_rng(2), ["auk"] * 500 + ["coot"] * 500
    added = {"auk": 0.3, "coot": 0.5}
    concepts = [tiles([0, 1], [1.0, added[label] + 0.1 * rng.standard_normal()]) for label in labels]
    found = leak(concepts, labels, Seen())
    # The best rule cuts at .4, one standard deviation from either mean, and is right for .84 of the images.
    assert found is not None
    assert 0.75 < found.accuracy < 0.86
    assert (found.p, found.seen) == (0.001, ("weights",))


def test_what_the_style_hides_does_not_count() -> None:
    assert {name: len(ones) for name, ones in features(THREE, Seen()).items()} == {
        "number": 1,
        "colours": 2,
        "weights": 1,
    }
    assert set(features(THREE, Seen(colours=False))) == {"number", "weights"}
    assert set(features(THREE, Seen(weights=False))) == {"number", "colours"}
    assert [one.tolist() for one in features(THREE, NUMBER_ALONE)["number"]] == [[2, 2, 1]]


def test_a_place_without_a_tile_has_neither_colour_nor_weight() -> None:
    """The first tile weighs 1 in all three, which tells nothing, so that only the second place has weights."""
    found = features(THREE, Seen())
    assert found["colours"][1].tolist() == [1, 0, ABSENT]
    assert found["weights"][0].tolist() == [0, 3, ABSENT]


def test_chance_is_called_a_leak_as_often_as_the_level_says() -> None:
    """Of 200 sets whose tiles know nothing of the class, 4 % come out below .05 (99 shuffles give p in hundredths)."""
    n_leaks = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        concepts = [any_tiles(rng) for _ in LABELS]
        codes = [one for ones in features(concepts, Seen()).values() for one in ones]
        n_leaks += guess(codes, np.repeat(np.arange(4), 14), seed, shuffles=99).p < 0.05
    # binomial(200, .04): 2 … 17 holds it with probability .998; ties can only lower it
    assert 2 <= n_leaks <= 17


def test_classes_of_unequal_size_do_not_pay() -> None:
    """To name the larger class always is right for nine images of ten, and for one class of two."""
    told = guess([np.zeros(40, dtype=np.int64)], np.repeat([0, 1], [36, 4]))
    assert (told.accuracy, told.chance, told.p) == (0.5, 0.5, 1.0)


def test_the_image_itself_does_not_teach_its_class() -> None:
    """A value that no other image has tells nothing; with the image counted in, it would tell everything."""
    told = guess([np.arange(20)], np.repeat([0, 1], 10))
    assert (told.accuracy, told.p) == (0.5, 1.0)


def test_the_same_seed_gives_the_same_number() -> None:
    rng = np.random.default_rng(3)
    concepts = [any_tiles(rng) for _ in LABELS]
    assert leak(concepts, LABELS, Seen(), seed=5) == leak(concepts, LABELS, Seen(), seed=5)


@pytest.mark.parametrize("labels", [[], ["auk"] * 3])
def test_with_fewer_than_two_classes_there_is_nothing_to_tell(labels: list[str]) -> None:
    assert leak([tiles([0], [1.0])] * len(labels), labels, Seen()) is None


@pytest.mark.parametrize(
    ("accuracy", "p", "expected"), [(0.4, 0.049, True), (0.4, 0.05, False), (0.25, 0.01, False), (0.2, 0.01, False)]
)
def test_beyond_chance_is_below_a_p_of_one_in_twenty_and_above_chance(
    accuracy: float, p: float, expected: bool
) -> None:
    assert Leak(accuracy=accuracy, chance=0.25, p=p, n=56).is_beyond_chance is expected


@pytest.mark.parametrize(
    ("changes", "colours", "weights"),
    [
        ({}, True, True),
        ({"colour_by": "order"}, False, True),
        ({"caption": ""}, True, True),
        ({"faintest": 1}, True, True),
        ({"caption": "", "faintest": 1}, True, False),
        ({"caption": "{name}", "faintest": 1}, True, False),
        ({"caption": "one reason", "faintest": 1, "colour_by": "order"}, False, False),
        ({"caption": "", "frame_px": 0}, True, True),
        ({"caption": "", "frame_px": 0, "look": "overlay"}, False, True),
        ({"frame_px": 0, "look": "overlay"}, True, True),
    ],
)
def test_the_style_decides_what_is_seen(changes: dict[str, object], colours: bool, weights: bool) -> None:
    assert Seen.under(ConceptStyle.model_validate(changes)) == Seen(colours, weights)


def test_a_leak_is_measured_for_explanations_by_concepts_alone() -> None:
    concepts = [tiles([0, 1] if label == "auk" else [1, 0], [1.0, 1.0]) for label in LABELS]
    maps = [Heatmap(np.zeros((1, 1), dtype=np.float32))] * 56
    made: dict[str, Sequence[Explanation]] = {"xnn": concepts, "heatmap": maps}
    assert {name: one.seen for name, one in leaks(made, LABELS, {"xnn": ConceptStyle()}).items()} == {
        "xnn": ("colours",)
    }
    assert leaks(made, LABELS, {"xnn": ConceptStyle(colour_by="order")})["xnn"].p == 1.0
