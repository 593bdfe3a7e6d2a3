"""Excitation backprop on networks small enough to be reckoned by hand."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from stimuli.errors import StimuliError
from stimuli.excitation import Excitation


class Computed(nn.Module):
    """Any computation as a network."""

    def __init__(self, compute: Callable[[Tensor], Tensor]) -> None:
        super().__init__()
        self._compute = compute

    def forward(self, inputs: Tensor) -> Tensor:
        return self._compute(inputs)


def linear(weight: list[list[float]], bias: list[float] | None = None) -> nn.Linear:
    layer = nn.Linear(len(weight[0]), len(weight)).requires_grad_(False)
    layer.weight.copy_(torch.tensor(weight))
    layer.bias.copy_(torch.tensor(bias or [0.0] * len(weight)))
    return layer


def won(network: nn.Module, inputs: list[list[float]]) -> list[Any]:
    """How much of each row's winning probability reaches its inputs."""
    given = torch.tensor(inputs, dtype=torch.float32, requires_grad=True)
    with Excitation(network.eval()):
        values = network(given)
    (found,) = torch.autograd.grad(values.sum(), given)
    return [pytest.approx(row, abs=1e-6) for row in found.tolist()]


def test_probability_is_shared_by_activation_times_positive_weight() -> None:
    # hidden: 1 + 2 = 3 and 2 - 1 = 1; output: 2 * 3 + 4 * 1, so .6 and .4;
    # the first hidden unit hands .2 and .4 on, the second all of its .4 to the first input
    network = nn.Sequential(linear([[1, 1], [2, -0.5]]), nn.ReLU(), linear([[2, 4]]))
    assert won(network, [[1, 2]]) == [[0.6, 0.4]]


def test_a_bias_takes_no_part_in_it() -> None:
    network = nn.Sequential(linear([[1, 1], [2, -0.5]], [5, 0]), nn.ReLU(), linear([[2, 4]], [-100]))
    # hidden: 8 and 1; output: 16 + 4
    assert won(network, [[1, 2]]) == [[0.8 / 3 + 0.2, 1.6 / 3]]


def test_what_nothing_excites_is_lost() -> None:
    assert won(linear([[-1, -1]], [5]), [[1, 2]]) == [[0, 0]]


def test_an_input_below_zero_excites_through_a_negative_weight() -> None:
    assert won(linear([[1, -2, 3]]), [[1, -1, -7]]) == [[1 / 3, 2 / 3, 0]]


def test_each_image_has_a_probability_of_its_own() -> None:
    assert won(linear([[1, 1]]), [[1, 3], [0, 2]]) == [[0.25, 0.75], [0, 1]]


def test_a_sum_shares_by_what_is_added() -> None:
    def compute(inputs: Tensor) -> Tensor:
        one, other = inputs[:, :1], inputs[:, 1:]
        return one + other

    assert won(Computed(compute), [[1, 3]]) == [[0.25, 0.75]]
    assert won(Computed(compute), [[-1, 3]]) == [[0, 1]]
    assert won(Computed(compute), [[-1, -3]]) == [[0.25, 0.75]]


def test_a_sum_in_place_shares_alike() -> None:
    class Residual(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.triple = linear([[3]])

        def forward(self, inputs: Tensor) -> Tensor:
            found: Tensor = self.triple(inputs[:, :1])
            found.add_(inputs[:, 1:])
            return found

    assert won(Residual(), [[1, 1]]) == [[0.75, 0.25]]


def test_a_mean_shares_by_activation() -> None:
    assert won(Computed(lambda inputs: inputs.mean(1)), [[1, 3, 0]]) == [[0.25, 0.75, 0]]


def test_a_maximum_takes_it_all() -> None:
    pool = Computed(lambda inputs: nn.functional.max_pool2d(inputs.view(-1, 1, 1, 3), (1, 3)).flatten())
    assert won(pool, [[1, 3, 2]]) == [[0, 1, 0]]


def test_a_clipped_unit_hands_it_on() -> None:
    assert won(nn.Sequential(linear([[5, 15]]), nn.ReLU6()), [[1, 1]]) == [[0.25, 0.75]]


def test_a_normalisation_that_turns_signs_makes_negative_weights_excite() -> None:
    normalisation = nn.BatchNorm1d(2).requires_grad_(False)
    normalisation.weight.copy_(torch.tensor([1.0, -1.0]))
    normalisation.bias.copy_(torch.tensor([0.0, 20.0]))
    network = nn.Sequential(linear([[1, -1], [4, -2]]), normalisation, nn.ReLU(), linear([[0, 1]]))
    assert won(network, [[1, 1]]) == [[0, 1]]


def test_a_probability_hands_it_to_its_own_logit() -> None:
    network = nn.Sequential(linear([[1, 3], [2, 0]]), nn.Softmax(1), Computed(lambda found: found[:, 0]))
    assert won(network, [[1, 1]]) == [[0.25, 0.75]]


def test_what_is_computed_stays_as_it_was() -> None:
    network = nn.Sequential(linear([[1, 1], [2, -0.5]], [1, 2]), nn.ReLU(inplace=True), linear([[2, 4]], [3]))
    with Excitation(network):
        found = network(torch.tensor([[1.0, 2.0]], requires_grad=True))
    assert found.tolist() == [[23]]  # 2 * 4 + 4 * 3 + 3


@pytest.mark.parametrize(
    ("layer", "what"),
    [
        (nn.SiLU(), "'1': no rule for silu"),
        (nn.LayerNorm(2), "'1': no rule for layer_norm"),
        (Computed(lambda inputs: inputs * inputs), "'1': no rule for mul"),
        (Computed(lambda inputs: inputs + 1), "'1': no rule for a sum of anything but two maps of one shape"),
        (nn.Sequential(nn.ReLU(), nn.BatchNorm1d(2)), "'1.1': no rule for a batch normalisation that does not follow"),
    ],
)
def test_a_network_with_a_part_without_a_rule_is_refused_by_the_layers_name(layer: nn.Module, what: str) -> None:
    network = nn.Sequential(linear([[1, 1], [1, 1]]), layer.eval())
    with pytest.raises(StimuliError, match=f"layer {what}"):
        won(network, [[1, 2]])
    assert sum(len(one._forward_pre_hooks) for one in network.modules()) == 0


def test_afterwards_gradients_are_gradients_again() -> None:
    network = linear([[2, 4]])
    won(network, [[1, 2]])
    inputs = torch.tensor([[1.0, 2.0]], requires_grad=True)
    (found,) = torch.autograd.grad(network(inputs).sum(), inputs)
    assert found.tolist() == [[2, 4]]
