import pytest
import torch
from captum.attr import KernelShap
from torch import Tensor

from stimuli.surrogate import WeightedRidge, slopes, squares

FEATURES = torch.tensor([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])


def fitted(scores: list[float], weights: list[float], penalty: float) -> list[float]:
    model = WeightedRidge(penalty)
    model.fit([(FEATURES, torch.tensor(scores), torch.tensor(weights))])
    found: list[float] = model.representation().tolist()
    return found


def test_a_linear_score_is_fitted_exactly() -> None:
    assert fitted([1, 3, 0, 2], [1, 2, 3, 4], penalty=0) == pytest.approx([2, -1])


def test_a_penalty_makes_slopes_smaller() -> None:
    # centred features have a sum of squares of 1 each: 2 / (1 + 1) and -1 / (1 + 1)
    assert fitted([1, 3, 0, 2], [1, 1, 1, 1], penalty=1) == pytest.approx([1, -0.5])


def test_a_sample_without_weight_says_nothing() -> None:
    assert fitted([1, 3, 0, 100], [1, 1, 1, 0], penalty=0) == pytest.approx([2, -1])


def test_fewer_samples_than_features_give_the_smallest_slopes() -> None:
    model = WeightedRidge(0)
    model.fit([(torch.tensor([[0.0, 0.0], [1.0, 1.0]]), torch.tensor([0.0, 2.0]), torch.ones(2))])
    assert model.representation().tolist() == pytest.approx([1, 1])


def test_squares_cover_a_side_that_they_do_not_divide() -> None:
    assert squares(5, 2, torch.device("cpu")).tolist() == [
        [0, 0, 0, 1, 1],
        [0, 0, 0, 1, 1],
        [0, 0, 0, 1, 1],
        [2, 2, 2, 3, 3],
        [2, 2, 2, 3, 3],
    ]


def test_shapley_values_share_what_two_squares_only_do_together() -> None:
    """Score = a + b d of four squares a b c d, all 1: a has 1, b and d half of 1 each, c nothing."""

    def score(versions: Tensor) -> Tensor:
        a, b, _, d = versions[:, 0, ::2, ::2].flatten(1).T.unbind()
        return a + b * d

    shap = KernelShap(score)
    shap.interpretable_model = WeightedRidge(0)
    image = torch.ones(1, 3, 4, 4)
    found = slopes(shap, image, torch.zeros_like(image), cells=2, n_samples=2000, seed=0)
    assert found.flatten().tolist() == pytest.approx([1, 0.5, 0, 0.5], abs=0.05)
    assert float(found.sum()) == pytest.approx(2, abs=1e-3)
