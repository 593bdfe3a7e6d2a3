"""Masks found with fewer digits: the same places, float32 outside the network, and nothing left switched on."""

import numpy as np
import pytest
import torch
from torch import Tensor

from stimuli import methods
from stimuli.classifier import Classifier
from stimuli.explanation import Heatmap
from stimuli.method import Request
from stimuli.precision import reckoned
from stimuli.target import ClassLogit, ClassProbability
from tests.stimuli.networks import CLASSES, SIDE, colour_seeker

RED = torch.tensor([CLASSES.index("red")])


def red_on_the_left() -> Tensor:
    picture = torch.zeros(1, 3, SIDE, SIDE)
    picture[:, 0, :, : SIDE // 2] = 0.4
    return picture


def explained(name: str, classifier: Classifier, precision: str) -> Heatmap:
    method = methods.load(name)
    target = ClassProbability(classifier, RED)
    parameters = method.parameters(precision=precision, baseline="black", cells=14)
    (found,) = method.explain(classifier, Request(red_on_the_left(), target), parameters)
    assert isinstance(found, Heatmap)
    return found


@pytest.mark.parametrize("name", ["igos", "igos_pp"])
def test_fewer_digits_find_the_same_places(name: str) -> None:
    exact, coarse = (explained(name, colour_seeker(), precision) for precision in ("float32", "bfloat16"))
    assert exact.values.sum() > 0
    assert not np.array_equal(exact.values, coarse.values)
    assert np.corrcoef(exact.values.ravel(), coarse.values.ravel())[0, 1] >= 0.95


def test_the_network_multiplies_in_bfloat16_and_all_else_is_float32() -> None:
    classifier, inside = colour_seeker(), list[torch.dtype]()
    inputs = red_on_the_left().requires_grad_()
    target = reckoned(ClassLogit(classifier, RED), "bfloat16")
    layer = next(module for module in classifier.network.modules() if isinstance(module, torch.nn.Linear))
    with layer.register_forward_hook(lambda _module, _given, made: inside.append(made.dtype)):
        value = target(inputs, torch.tensor([0]))
    (slope,) = torch.autograd.grad(value.sum(), inputs)
    assert inside == [torch.bfloat16]
    assert (value.dtype, slope.dtype) == (torch.float32, torch.float32)
    assert not torch.is_autocast_enabled("cpu")


def test_fewer_digits_are_left_off_after_an_error() -> None:
    with pytest.raises(RuntimeError):
        reckoned(ClassLogit(colour_seeker(), RED), "bfloat16")(torch.zeros(3), torch.tensor([0]))
    assert not torch.is_autocast_enabled("cpu")


def test_the_authors_code_has_no_precision() -> None:
    with pytest.raises(ValueError, match="the authors' code has no precision"):
        methods.load("igos").parameters(compat=True, precision="bfloat16")
