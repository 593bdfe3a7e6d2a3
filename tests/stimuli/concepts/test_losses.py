"""What explanation networks are trained for, in numbers worked out by hand."""

import math
from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from stimuli.concepts.losses import pull_away, silence, sparse_reconstruction, squared_error

BOTH = torch.ones(1, 1, 2)


def columns(*values: list[float]) -> Tensor:
    """(1, m, n) of n columns."""
    return torch.tensor(values).T[None]


def test_the_squared_error_is_a_mean_for_every_class() -> None:
    found = torch.tensor([[1.0, 2.0], [0.0, 0.0]])
    wanted = torch.tensor([[1.0, 4.0], [3.0, 1.0]])
    assert squared_error(found, wanted).tolist() == [2.0, 5.0]


def test_reconstruction_is_the_mean_logarithm_of_every_features_error() -> None:
    wanted = torch.zeros(1, 2, 2)
    found = torch.tensor([[[0.1, 1.0], [0.1, 3.0]]])  # mean squares .01 and 5
    expected = (math.log(1 + 100 * 0.01) + math.log(1 + 100 * 5)) / 2
    assert sparse_reconstruction(found, wanted, 100).item() == pytest.approx(expected, rel=1e-5)


def test_a_feature_that_nothing_rebuilds_weighs_little_more_when_it_is_twice_as_wrong() -> None:
    def at(error: float) -> float:
        return sparse_reconstruction(torch.full((1, 3, 1), error), torch.zeros(1, 3, 1), 100).item()

    assert at(2.0) - at(1.0) < 1.4  # where the squared error of the same rows grows from 1 to 4
    assert at(0.02) / at(0.01) == pytest.approx(3.94, abs=0.01)  # near 0 it is the squared error, times q


@pytest.mark.parametrize("loss", [squared_error, lambda found, wanted: sparse_reconstruction(found, wanted, 1.0)])
def test_targets_of_another_shape_are_never_spread_over_rows(loss: Callable[[Tensor, Tensor], Tensor]) -> None:
    found, wanted = torch.zeros(2, 5, 1), torch.zeros(2, 1, 1)
    with pytest.raises(ValueError, match=r"same shape, not \(2, 5, 1\) and \(2, 1, 1\)"):
        loss(found, wanted)


def test_scores_are_never_compared_as_the_released_code_compares_them() -> None:
    with pytest.raises(ValueError, match=r"not \(50,\) and \(50, 1, 1\)"):  # fits the mean of the batch alone
        squared_error(torch.zeros(50), torch.zeros(50, 1, 1))


def test_concepts_that_add_to_other_rows_are_apart() -> None:
    assert pull_away(columns([1.0, 0.0], [0.0, 2.0]), BOTH).item() == pytest.approx(0, abs=1e-6)


def test_concepts_that_add_to_the_same_rows_alike_are_not_apart_at_all() -> None:
    assert pull_away(columns([1.0, 3.0], [2.0, 6.0]), BOTH).item() == pytest.approx(1)


def test_concepts_at_an_angle_are_as_near_as_its_cosine_squared() -> None:
    assert pull_away(columns([1.0, 0.0], [1.0, 1.0]), BOTH).item() == pytest.approx(0.5)


def test_concepts_that_pull_down_where_others_pull_up_count_as_alike() -> None:
    assert pull_away(columns([1.0, 3.0], [-1.0, -3.0]), BOTH).item() == pytest.approx(1)


def test_the_mean_is_over_pairs_of_concepts() -> None:
    three = columns([1.0, 0.0], [2.0, 0.0], [0.0, 1.0])  # one pair alike, two apart
    assert pull_away(three, torch.ones(1, 1, 3)).item() == pytest.approx(1 / 3)


def test_a_concept_that_a_class_does_not_have_is_left_out() -> None:
    live = torch.tensor([[[1.0, 1.0, 0.0]]])
    assert pull_away(columns([1.0, 0.0], [0.0, 1.0], [1.0, 0.0]), live).item() == pytest.approx(0, abs=1e-6)
    assert pull_away(columns([1.0, 0.0], [1.0, 0.0]), torch.tensor([[[1.0, 0.0]]])).item() == 0


def test_a_dead_concept_gives_numbers_and_counts_as_one_that_is_everywhere() -> None:
    dead = columns([0.0, 0.0], [1.0, 0.0]).requires_grad_()
    found = pull_away(dead, BOTH)
    found.sum().backward()
    assert found.item() == pytest.approx(0.5)  # as (1, 1) would
    assert dead.grad is not None
    assert torch.isfinite(dead.grad).all()


def test_silence_counts_what_concepts_lack_to_be_heard_in_some_row() -> None:
    drives = columns([-0.2, -0.4], [0.05, -1.0], [0.3, -9.0])
    assert silence(drives, torch.ones(1, 1, 3)).item() == pytest.approx(0.3 + 0.05)
    assert silence(drives, torch.tensor([[[0.0, 1.0, 1.0]]])).item() == pytest.approx(0.05)


def test_silence_moves_a_concept_that_no_row_excites() -> None:
    drives = columns([-0.2, -0.4]).requires_grad_()
    silence(drives, torch.ones(1, 1, 1)).sum().backward()
    assert drives.grad is not None
    assert drives.grad.flatten().tolist() == [-1.0, 0.0]
