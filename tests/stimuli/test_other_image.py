from collections import Counter

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from stimuli.assignment import FromClass, donors
from stimuli.colour_seeker import patch_picture
from stimuli.errors import StimuliError
from stimuli.explanation import Heatmap
from stimuli.method import Member, Request
from stimuli.methods.other_image import METHOD, OtherImageParameters
from stimuli.target import ClassLogit
from tests.stimuli.networks import colour_seeker

LABELS = ["gull"] * 4 + ["tern"] * 4 + ["skua"] * 4


def names(n: int) -> list[str]:
    return [f"{k:03d}.png" for k in range(n)]


def given_to(labels: list[str], from_class: FromClass, seed: int = 0) -> list[int]:
    return donors(names(len(labels)), labels, from_class, seed)


class_sizes = st.lists(st.integers(2, 6), min_size=2, max_size=5)


@given(class_sizes, st.integers(0, 99))
@settings(deadline=None)
def test_from_the_same_class_every_map_goes_to_another_image_of_its_class(sizes: list[int], seed: int) -> None:
    labels = [str(label) for label, size in enumerate(sizes) for _ in range(size)]
    found = given_to(labels, "same", seed)
    assert sorted(found) == list(range(len(labels)))
    assert all(donor != n and labels[donor] == labels[n] for n, donor in enumerate(found))


@given(st.lists(st.integers(1, 6), min_size=2, max_size=5), st.integers(0, 99))
@settings(deadline=None)
def test_from_another_class_maps_are_used_as_equally_as_the_classes_allow(sizes: list[int], seed: int) -> None:
    labels = [str(label) for label, size in enumerate(sizes) for _ in range(size)]
    found = given_to(labels, "other", seed)
    assert all(labels[donor] != labels[n] for n, donor in enumerate(found))
    uses, most = Counter(found), max(sizes)
    if 2 * most <= len(labels):
        assert sorted(found) == list(range(len(labels)))
    else:
        others = [uses[n] for n, label in enumerate(labels) if sizes[int(label)] != most]
        assert max(others) - min(others) <= 1


def test_over_many_seeds_every_other_map_is_as_likely() -> None:
    found = Counter(given_to(LABELS, "other", seed)[0] for seed in range(800))
    assert set(found) == set(range(4, 12))
    assert all(60 <= n <= 140 for n in found.values())  # 100 expected, standard deviation 9


def test_who_gets_whose_does_not_depend_on_the_order_of_the_images() -> None:
    def by_name(order: list[int]) -> dict[str, str]:
        mixed = [names(12)[n] for n in order]
        found = donors(mixed, [LABELS[n] for n in order], "other", 5)
        return {mixed[n]: mixed[donor] for n, donor in enumerate(found)}

    assert by_name(list(range(12))) == by_name([7, 2, 11, 0, 5, 9, 1, 10, 3, 8, 6, 4])


def test_another_seed_gives_another_assignment() -> None:
    assert given_to(LABELS, "same", 1) != given_to(LABELS, "same", 2)
    assert given_to(LABELS, "other", 1) != given_to(LABELS, "other", 2)


def test_a_class_of_one_image_has_no_other_map_of_its_class() -> None:
    fault = r'one image only of skua, .* take two images of each class at least, or from_class = "other"'
    with pytest.raises(StimuliError, match=fault):
        given_to(["gull", "gull", "skua"], "same")


def test_a_set_of_one_class_has_no_map_of_another() -> None:
    with pytest.raises(StimuliError, match=r'all images are of class gull, .* or from_class = "same"'):
        given_to(["gull", "gull"], "other")


def test_the_other_map_is_untouched() -> None:
    classifier, other = colour_seeker(), Heatmap(np.eye(3, dtype=np.float32), ("a warning",))
    inputs = classifier.inputs([patch_picture("red", 8, 8)])
    request = Request(inputs, ClassLogit(classifier, torch.tensor([1])), {"heatmap": [other]})
    (found,) = METHOD.explain(classifier, request, OtherImageParameters())
    assert found is other
    assert classifier.evaluations.forward == 0


def test_it_asks_for_the_maps_of_the_images_it_chose() -> None:
    parameters = OtherImageParameters(of="cam", from_class="other", seed=3)
    members = [Member(name, label) for name, label in zip(names(12), LABELS, strict=True)]
    assert METHOD.needs(parameters) == ("cam",)
    assert METHOD.whose(parameters, members) == given_to(LABELS, "other", 3)
