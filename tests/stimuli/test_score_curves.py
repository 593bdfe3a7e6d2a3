"""Deletion and insertion, against curves that can be worked out by hand."""

import numpy as np
import pytest
import torch
from torch import Tensor

from stimuli.classifier import Classifier
from stimuli.colour_seeker import patch_picture
from stimuli.explanation import Heatmap
from stimuli.images import Pixels
from stimuli.score_curves import Ends, curves, cuts
from stimuli.scores import MapScores, ScoreSettings, map_scores
from stimuli.target import class_score
from tests.stimuli.networks import CLASSES, SIDE, colour_seeker

GREY = ScoreSettings(baseline="black", side=4, steps=50)


class Constant:
    """Always the same number."""

    def __init__(self, value: float) -> None:
        self.value = value

    def __call__(self, inputs: Tensor, rows: Tensor) -> Tensor:
        return torch.full((len(inputs),), self.value)

    def on(self, classifier: Classifier) -> "Constant":
        return self


class MeanLight(Constant):
    """The mean of the first channel."""

    def __call__(self, inputs: Tensor, rows: Tensor) -> Tensor:
        return inputs[:, 0].mean((1, 2))


class Broken(MeanLight):
    """The mean of the first channel; no number where that lies between 0.2 and `value`."""

    def __call__(self, inputs: Tensor, rows: Tensor) -> Tensor:
        light = super().__call__(inputs, rows)
        return torch.where((light > 0.2) & (light < self.value), torch.nan, light)


def ends(target: Constant, picture: Tensor, clean: float, hidden: float) -> Ends:
    channels_last = picture.permute(0, 2, 3, 1)
    return Ends(target, channels_last, torch.zeros_like(channels_last), clean, hidden)


def scored(heatmap: Heatmap, settings: ScoreSettings = GREY, pixels: Pixels | None = None) -> MapScores:
    """Of a picture with a red patch in its upper left corner."""
    classifier = colour_seeker()
    inputs = classifier.inputs([patch_picture("red", 0, 0) if pixels is None else pixels])
    target = class_score("probability", classifier, torch.tensor([CLASSES.index("red")]))
    return map_scores(classifier, target, inputs, [heatmap], settings)[0]


def on_the_patch(inside: float, outside: float) -> Heatmap:
    cells = np.full((4, 4), outside, dtype=np.float32)
    cells[0, 0] = inside
    return Heatmap(cells)


def test_the_curves_of_a_mean_are_worked_out_by_hand() -> None:
    # A white picture, 2 x 2 cells on 2 x 2 pixels: each hidden cell takes a quarter of the mean.
    found = curves(ends(MeanLight(0), torch.ones(1, 3, 2, 2), 1.0, 0.0), np.array([3, 0, 1, 2]), 50)
    np.testing.assert_allclose(found.deletion, [1, 0.75, 0.5, 0.25, 0])
    np.testing.assert_allclose(found.insertion, [0, 0.25, 0.5, 0.75, 1])
    assert found.areas() == (0.5, 0.5)


def test_only_the_place_that_is_looked_at_counts_and_both_ends_do() -> None:
    # Only the first pixel is bright: the mean is 1/4 while it is there, else 0.
    picture = torch.zeros(1, 3, 2, 2)
    picture[:, :, 0, 0] = 1
    first = curves(ends(MeanLight(0), picture, 0.25, 0.0), np.array([0, 1, 2, 3]), 50)
    np.testing.assert_allclose(first.deletion, [0.25, 0, 0, 0, 0])
    assert first.areas() == (0.25 / 8, 0.25 * 7 / 8)
    last = curves(ends(MeanLight(0), picture, 0.25, 0.0), np.array([1, 2, 3, 0]), 50)
    np.testing.assert_allclose(last.insertion, [0, 0, 0, 0, 0.25])
    assert last.areas() == (0.25 * 7 / 8, 0.25 / 8)


def test_the_steps_are_as_even_as_can_be_and_at_most_one_cell_each() -> None:
    assert cuts(10, 4).tolist() == [0, 2, 5, 8, 10]
    assert cuts(3, 50).tolist() == [0, 1, 2, 3]
    assert len(cuts(784, 50)) == 51


@pytest.mark.parametrize("value", [1.0, 0.1, 0.0123])
def test_a_constant_classifier_scores_its_constant_and_1_when_normalised(value: float) -> None:
    classifier = colour_seeker()
    inputs = classifier.inputs([patch_picture("red", 8, 8)])
    heatmap = Heatmap(np.random.default_rng(1).random((7, 7), dtype=np.float32))
    (found,) = map_scores(classifier, Constant(value), inputs, [heatmap], ScoreSettings(baseline="grey"))
    told = found.values
    assert told["deletion"] == told["insertion"] == told["p_clean"] == told["p_baseline"]
    assert told["deletion"] == pytest.approx(value)
    assert (told["deletion_normalised"], told["insertion_normalised"], told["average_drop"]) == (1.0, 1.0, 0.0)
    (warning,) = found.warnings
    assert warning.endswith(f"grey leaves {value:.3g} of {value:.3g}")


def test_a_map_of_the_true_patch_beats_chance_and_chance_beats_its_opposite() -> None:
    true, chance, inverse = (scored(on_the_patch(*levels)).values for levels in ((1.0, 0.0), (0.0, 0.0), (0.0, 1.0)))
    assert true["deletion"] < chance["deletion"] < inverse["deletion"]
    assert true["insertion"] > chance["insertion"] > inverse["insertion"]


def test_normalised_scores_are_shares_of_the_clean_probability() -> None:
    found = scored(on_the_patch(1, 0)).values
    assert found["deletion_normalised"] == pytest.approx(found["deletion"] / found["p_clean"])
    assert found["insertion_normalised"] == pytest.approx(found["insertion"] / found["p_clean"])


def test_a_map_that_keeps_everything_drops_nothing_and_one_that_keeps_nothing_drops_to_the_baseline() -> None:
    everything, nothing = (scored(Heatmap(np.full((4, 4), level, dtype=np.float32))).values for level in (1, 0))
    assert everything["average_drop"] == pytest.approx(0, abs=1e-6)
    expected = (nothing["p_clean"] - nothing["p_baseline"]) / nothing["p_clean"]
    assert nothing["average_drop"] == pytest.approx(expected, abs=1e-6)


def test_ties_are_settled_by_the_seed_alone() -> None:
    flat = Heatmap.flat(4, ())
    by_seed = [scored(flat, GREY.model_copy(update={"seed": seed})).values["deletion"] for seed in (0, 0, 1, 2)]
    assert by_seed[0] == by_seed[1]
    assert len(set(by_seed)) > 1


def test_an_images_scores_do_not_depend_on_its_neighbours() -> None:
    classifier = colour_seeker()
    inputs = classifier.inputs([patch_picture("red", 8 * n, 8) for n in range(3)])
    target = class_score("probability", classifier, torch.tensor([1, 1, 0]))
    maps = [Heatmap(np.random.default_rng(n).random((7, 7), dtype=np.float32)) for n in range(3)]
    together = map_scores(classifier, target, inputs, maps, ScoreSettings())
    last = class_score("probability", classifier, torch.tensor([0]))
    assert map_scores(classifier, last, inputs[2:], maps[2:], ScoreSettings()) == together[2:]


def test_a_curve_costs_two_pictures_a_step_and_its_ends_are_asked_once() -> None:
    classifier = colour_seeker()
    inputs = classifier.inputs([patch_picture("red", 8, 8)])
    target = class_score("probability", classifier, torch.tensor([1]))
    map_scores(classifier, target, inputs, [on_the_patch(1, 0)], ScoreSettings(baseline="black", steps=10))
    assert classifier.evaluations.forward == 2 * (10 - 1) + 2 + 1  # curves, ends, average drop


def white(target: Constant) -> MapScores:
    """Of a white picture, hidden with black."""
    classifier = colour_seeker()
    inputs = torch.ones(1, 3, SIDE, SIDE)
    return map_scores(classifier, target, inputs, [on_the_patch(1, 0)], GREY)[0]


def test_a_network_without_a_number_for_the_picture_is_named_and_what_needs_none_is_there() -> None:
    found = white(Broken(2))
    assert found.warnings == ("not scored by the network: it gives no number for the picture",)
    assert set(found.values) == {"p_baseline", "sparseness"}


def test_a_network_without_a_number_between_picture_and_baseline_loses_those_scores() -> None:
    found = white(Broken(0.8))
    assert set(found.values) == {"p_clean", "p_baseline", "average_drop", "sparseness"}
    assert found.warnings == tuple(
        f"no {name}: the network gives no number for some of its pictures"
        for name in ("deletion", "insertion", "deletion_normalised", "insertion_normalised")
    )


def test_next_to_no_probability_divides_nothing() -> None:
    classifier = colour_seeker()
    inputs = classifier.inputs([patch_picture("red", 8, 8)])
    (found,) = map_scores(classifier, Constant(1e-5), inputs, [on_the_patch(1, 0)], ScoreSettings())
    assert found.warnings == ("the class has next to no probability (1e-05): nothing is divided by it",)
    assert not {"deletion_normalised", "insertion_normalised", "average_drop"} & set(found.values)
    assert found.values["deletion"] == pytest.approx(1e-5)
