"""What every explanation method promises; a new file in stimuli/methods is covered without an edit here.

A method that needs other explanations is given Grad-CAM's maps, and Grad-CAM itself to be run again.
"""

from contextlib import suppress
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from stimuli import methods
from stimuli.classifier import Classifier
from stimuli.errors import StimuliError
from stimuli.explanation import Explanation, Heatmap
from stimuli.method import Method, Request
from stimuli.methods import grad_cam
from stimuli.target import ClassLogit
from tests.stimuli.conftest import patch_picture
from tests.stimuli.networks import colour_seeker

PICTURES = [patch_picture("red", 8, 40), patch_picture("blue", 32, 8), patch_picture("red", 40, 40)]
TARGETS = [1, 0, 1]

every_method = pytest.mark.parametrize("name", methods.names())


def request(name: str, classifier: Classifier, which: tuple[int, ...] = (0, 1, 2)) -> Request:
    method: Method[Any] = methods.load(name)
    inputs = classifier.inputs([PICTURES[n] for n in which])
    plain = Request(inputs, ClassLogit(classifier, torch.tensor([TARGETS[n] for n in which])))
    needed = {need: grad_cam_maps(classifier, plain) for need in method.needs(method.parameters())}
    return replace(plain, needed=needed, reruns=dict.fromkeys(method.reruns(method.parameters()), grad_cam_maps))


def grad_cam_maps(classifier: Classifier, asked: Request) -> list[Heatmap]:
    return grad_cam.explain(classifier, asked, grad_cam.GradCamParameters())


def explained(name: str, classifier: Classifier, which: tuple[int, ...] = (0, 1, 2)) -> list[Explanation]:
    method: Method[Any] = methods.load(name)
    return list(method.explain(classifier, request(name, classifier, which), method.parameters()))


def numbers(explanation: Explanation) -> dict[str, Any]:
    return {name: array.tolist() for name, array in explanation.arrays().items()}


def hooks(network: nn.Module) -> int:
    kinds = ("_forward_hooks", "_forward_pre_hooks", "_backward_hooks", "_backward_pre_hooks")
    return sum(len(getattr(layer, kind)) for layer in network.modules() for kind in kinds)


@every_method
def test_it_gives_one_explanation_of_its_kind_per_image(name: str) -> None:
    found = explained(name, colour_seeker())
    assert len(found) == 3
    assert {type(one) for one in found} == {methods.load(name).makes}


@every_method
def test_its_numbers_are_finite(name: str) -> None:
    for one in explained(name, colour_seeker()):
        assert all(np.isfinite(array).all() for array in one.arrays().values())


@every_method
def test_the_same_request_gives_the_same_explanation(name: str) -> None:
    first, second = (explained(name, colour_seeker()) for _ in range(2))
    assert list(map(numbers, first)) == list(map(numbers, second))


@every_method
def test_an_explanation_does_not_depend_on_its_neighbours(name: str) -> None:
    together, alone = explained(name, colour_seeker()), [explained(name, colour_seeker(), (n,))[0] for n in range(3)]
    for one, other in zip(together, alone, strict=True):
        for key, array in one.arrays().items():
            np.testing.assert_allclose(array, other.arrays()[key], atol=1e-5)


@every_method
def test_images_and_weights_are_left_as_they_were(name: str) -> None:
    classifier = colour_seeker()
    asked, method = request(name, classifier), methods.load(name)
    inputs = asked.inputs.clone()
    weights = {key: value.clone() for key, value in classifier.network.state_dict().items()}
    method.explain(classifier, asked, method.parameters())
    assert torch.equal(asked.inputs, inputs)
    assert not asked.inputs.requires_grad
    assert all(torch.equal(value, weights[key]) for key, value in classifier.network.state_dict().items())
    assert all(parameter.grad is None and not parameter.requires_grad for parameter in classifier.network.parameters())


@every_method
def test_it_leaves_no_hook_behind(name: str) -> None:
    classifier = colour_seeker()
    explained(name, classifier)
    assert hooks(classifier.network) == 0


@every_method
def test_it_leaves_no_hook_behind_after_an_error(name: str) -> None:
    class BrokenTarget:
        def __call__(self, inputs: Tensor, rows: Tensor) -> Tensor:
            raise ArithmeticError("the target fails")

        def on(self, classifier: Classifier) -> "BrokenTarget":
            return self

    classifier, method = colour_seeker(), methods.load(name)
    broken = replace(request(name, classifier), target=BrokenTarget())
    with suppress(ArithmeticError):
        method.explain(classifier, broken, method.parameters())
    assert hooks(classifier.network) == 0


@every_method
def test_its_options_have_defaults_and_refuse_what_they_do_not_know(name: str) -> None:
    parameters = methods.load(name).parameters
    assert parameters() == parameters.model_validate({})
    with pytest.raises(ValueError, match="Extra inputs are not permitted"):
        parameters(no_such_option=1)


@every_method
def test_every_option_says_what_it_is(name: str) -> None:
    fields = methods.load(name).parameters.model_fields
    assert all(field.description or key == "seed" for key, field in fields.items())


def test_an_unknown_method_brings_the_known_ones() -> None:
    with pytest.raises(StimuliError, match=r"no method 'grad_kam'; did you mean 'grad_cam'\? known: .*random_map"):
        methods.load("grad_kam")


def test_a_researchers_own_method_is_loaded_by_its_name() -> None:
    assert isinstance(methods.load("stimuli.methods.grad_cam:METHOD"), Method)
