"""What the methods by captum find, where the truth is known."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor

from stimuli import methods
from stimuli.colour_seeker import patch_picture
from stimuli.explanation import Heatmap
from stimuli.method import Request
from stimuli.methods.integrated_gradients import IntegratedGradientsParameters
from stimuli.methods.integrated_gradients import explain as integrated_gradients
from stimuli.target import ClassProbability
from tests.stimuli.networks import SIDE, colour_seeker


class Score:
    """Any function of the inputs as a target."""

    def __init__(self, of: Callable[[Tensor], Tensor]) -> None:
        self._of = of

    def __call__(self, inputs: Tensor, rows: Tensor) -> Tensor:
        return self._of(inputs)

    def on(self, classifier: object) -> "Score":
        return self


WEIGHT = torch.randn(3, SIDE, SIDE, generator=torch.Generator().manual_seed(1))
LINEAR = Score(lambda inputs: (WEIGHT * inputs).sum((1, 2, 3)))
CONSTANT = Score(lambda inputs: 0 * inputs.sum((1, 2, 3)) + 0.3)


def map_of(name: str, target: Any, inputs: Tensor, **parameters: object) -> Heatmap:
    method = methods.load(name)
    found: Heatmap = method.explain(colour_seeker(), Request(inputs, target), method.parameters(**parameters))[0]
    return found


def scaled(values: Tensor) -> NDArray[np.float32]:
    return (values / values.max()).numpy()


def noise(seed: int = 2) -> Tensor:
    return torch.rand(1, 3, SIDE, SIDE, generator=torch.Generator().manual_seed(seed))


def red_at(row: int, column: int) -> tuple[Any, Tensor]:
    """The probability of red, and a picture with one red patch of 16 x 16."""
    classifier = colour_seeker()
    inputs = classifier.inputs([patch_picture("red", row, column)])
    return ClassProbability(classifier, torch.tensor([1])), inputs


def overlap(found: Heatmap, row: int, column: int) -> float:
    """Intersection over union of the map above one half, enlarged to pixels, with the patch."""
    side = found.values.shape[0]
    lines = np.arange(SIDE) * side // SIDE
    above = found.values[lines[:, None], lines] > 0.5
    patch = np.zeros((SIDE, SIDE), dtype=bool)
    patch[row : row + 16, column : column + 16] = True
    return float((above & patch).sum() / (above | patch).sum())


def test_of_a_linear_score_integrated_gradients_are_weight_times_difference() -> None:
    inputs = noise()
    found = map_of("integrated_gradients", LINEAR, inputs, baseline="black").values
    np.testing.assert_allclose(found, scaled((WEIGHT * inputs[0]).sum(0).clamp(min=0)), atol=1e-5)


def test_integrated_gradients_can_show_what_speaks_against_the_class() -> None:
    inputs = noise()
    found = map_of("integrated_gradients", LINEAR, inputs, baseline="black", sign="absolute").values
    np.testing.assert_allclose(found, scaled((WEIGHT * inputs[0]).sum(0).abs()), atol=1e-5)


def test_integrated_gradients_say_where_they_do_not_add_up() -> None:
    steep = Score(lambda inputs: torch.sigmoid(400 * (inputs.mean((1, 2, 3)) - 0.2)))
    inputs = noise()
    few, many = (map_of("integrated_gradients", steep, inputs, baseline="black", steps=n) for n in (4, 500))
    assert [warning for warning in few.warnings if "take more steps" in warning] != []
    assert many.warnings == ()


def test_integrated_gradients_carry_the_warning_of_a_baseline_that_hides_nothing() -> None:
    classifier = colour_seeker()
    target, inputs = ClassProbability(classifier, torch.tensor([1])), classifier.inputs([patch_picture("red", 8, 8)])
    request = Request(inputs, target)
    (found,) = integrated_gradients(classifier, request, IntegratedGradientsParameters(baseline="black"))
    assert found.warnings == ("the baseline does not hide the class: black leaves 0.5 of 0.777",)


def test_of_a_linear_score_smooth_grad_is_the_size_of_the_weights() -> None:
    found = map_of("smooth_grad", LINEAR, noise(), samples=5).values
    np.testing.assert_allclose(found, scaled(WEIGHT.abs().sum(0)), atol=1e-5)


def test_smooth_grad_averages_gradients_of_opposite_sign_away() -> None:
    square = Score(
        lambda inputs: (inputs - 0.5).square()[:, :, :, :32].sum((1, 2, 3)) + inputs[..., 32:].sum((1, 2, 3))
    )
    inputs = torch.full((1, 3, SIDE, SIDE), 0.5)
    inputs[..., 0, 0], inputs[..., 0, 63] = 0.0, 1.0  # so that there is a range for the noise
    values = map_of("smooth_grad", square, inputs, samples=400).values
    assert values[:, 32:].min() == pytest.approx(1)
    assert values[1:, :32].max() < 0.1


@pytest.mark.parametrize("name", ["smooth_grad", "lime", "shap"])
def test_another_seed_gives_another_map(name: str) -> None:
    curved = Score(lambda inputs: (WEIGHT * inputs).sum((1, 2, 3)).square())
    first, second = (map_of(name, curved, noise(), seed=seed, samples=60) for seed in (0, 1))
    assert first.values.tobytes() != second.values.tobytes()


@pytest.mark.parametrize("name", ["smooth_grad", "lime", "shap", "rise"])
def test_random_numbers_of_others_are_left_alone(name: str) -> None:
    classifier, method = colour_seeker(), methods.load(name)
    before = torch.random.get_rng_state()
    method.explain(classifier, Request(noise(), LINEAR), method.parameters())
    assert torch.equal(torch.random.get_rng_state(), before)


@pytest.mark.parametrize("name", ["occlusion", "lime", "shap"])
@pytest.mark.parametrize(("row", "column"), [(0, 0), (16, 32), (48, 16)])
def test_it_finds_the_patch_that_the_classifier_looks_at(name: str, row: int, column: int) -> None:
    target, inputs = red_at(row, column)
    found = map_of(name, target, inputs, cells=4, baseline="black", **({"overlap": 1} if name == "occlusion" else {}))
    assert overlap(found, row, column) == 1


@pytest.mark.parametrize("name", ["occlusion", "lime", "shap"])
def test_its_defaults_point_into_the_patch(name: str) -> None:
    target, inputs = red_at(16, 40)
    values = map_of(name, target, inputs).values
    row, column = ((np.array(np.unravel_index(values.argmax(), values.shape)) + 0.5) * SIDE / len(values)).astype(int)
    assert 16 <= row < 32
    assert 40 <= column < 56


@pytest.mark.parametrize("name", ["integrated_gradients", "smooth_grad", "occlusion", "lime", "shap", "rise"])
def test_a_score_that_sees_nothing_gives_a_flat_map(name: str) -> None:
    found = map_of(name, CONSTANT, noise())
    assert found.is_flat
    assert "the map is flat: no place matters more than another" in found.warnings


@pytest.mark.parametrize("name", ["lime", "shap"])
def test_too_few_samples_for_the_squares_are_warned_of(name: str) -> None:
    said = [map_of(name, LINEAR, noise(), cells=4, samples=n).warnings for n in (31, 32)]
    assert said == [("31 samples for 16 squares: another seed may give another map; take 320",), ()]


def test_occlusion_says_what_each_square_carries() -> None:
    parts = torch.tensor([[1.0, 2.0], [0.0, 4.0]])
    target = Score(
        lambda inputs: (inputs[:, 0].unflatten(1, (2, 32)).unflatten(3, (2, 32)).mean((2, 4)) * parts).sum((1, 2))
    )
    found = map_of("occlusion", target, torch.ones(1, 3, SIDE, SIDE), cells=2, overlap=1, baseline="black").values
    assert found[[0, 0, 63, 63], [0, 63, 0, 63]].tolist() == pytest.approx([0.25, 0.5, 0, 1])
