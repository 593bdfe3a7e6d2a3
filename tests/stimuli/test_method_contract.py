"""Methods that break one promise each: the contract names it, and nothing else."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from pydantic import BaseModel, Field

from stimuli import methods
from stimuli.classifier import Classifier
from stimuli.explanation import Explanation, Heatmap
from stimuli.method import Method, Parameters, Request
from stimuli.method_contract import faults

Explain = Callable[[Classifier, Request, Any], Sequence[Explanation]]


def lightness(_classifier: Classifier, request: Request, _parameters: BaseModel) -> list[Heatmap]:
    return [Heatmap.scaled(image.mean(0).cpu().numpy()) for image in request.inputs]


def method(explain: Explain, options: type[Parameters] = Parameters, makes: type[Explanation] = Heatmap) -> Method[Any]:
    return Method(makes=makes, parameters=options, explain=explain)


def test_a_method_that_keeps_all_promises_has_no_faults() -> None:
    assert faults(method(lightness)) == []


@pytest.mark.parametrize("name", ["other_image", "shuffled_weights"])
def test_what_a_method_needs_or_reruns_is_given(name: str) -> None:
    assert faults(methods.load(name)) == []


def test_an_explanation_too_few_is_named() -> None:
    assert faults(method(lambda *asked: lightness(*asked)[1:])) == [
        "one explanation per image is promised: 3 images got 2"
    ]


@dataclass(frozen=True, eq=False)
class Numbers:
    """Another kind of explanation, which checks nothing."""

    kind: ClassVar[str] = "numbers"
    values: NDArray[np.generic]
    warnings: tuple[str, ...] = ()

    def arrays(self) -> Mapping[str, NDArray[np.generic]]:
        return {"values": self.values}

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, NDArray[np.generic]], warnings: tuple[str, ...]) -> "Numbers":
        return cls(arrays["values"], warnings)


def test_an_explanation_of_another_kind_is_named() -> None:
    assert faults(method(lightness, makes=Numbers)) == ["it makes Numbers, but gave: Heatmap"]


def test_a_number_that_is_not_finite_is_named_with_its_image() -> None:
    def endless(_classifier: Classifier, request: Request, _parameters: Parameters) -> list[Numbers]:
        # Only the second of the planted pictures has a blue patch.
        return [Numbers(np.array([np.inf if image[2].max() == 1 else 0.0])) for image in request.inputs]

    assert faults(method(endless, makes=Numbers)) == ["these have numbers that are not finite: values of image 1"]


def test_chance_that_no_seed_decides_is_named() -> None:
    calls = iter(range(1000))

    def drifting(_classifier: Classifier, request: Request, _parameters: Parameters) -> list[Heatmap]:
        # By so little that only the same request, which is compared number by number, tells.
        return [Heatmap(np.array([[0, 1e-6 * (1 + next(calls))]], dtype=np.float32)) for _ in request.inputs]

    assert faults(method(drifting)) == [
        "the same request got another explanation: draw from a generator of your own, seeded by an option"
    ]


def test_images_that_depend_on_their_neighbours_are_named() -> None:
    def among_others(_classifier: Classifier, request: Request, _parameters: Parameters) -> list[Heatmap]:
        differences = (request.inputs - request.inputs[:1]).abs().mean(1)
        return [Heatmap.scaled(one.cpu().numpy()) for one in differences]

    assert faults(method(among_others)) == [
        "these images, explained alone, got another explanation than in a batch: 1, 2"
    ]


def test_images_that_were_written_to_are_named() -> None:
    def darkening(classifier: Classifier, request: Request, parameters: Parameters) -> list[Heatmap]:
        request.inputs.mul_(0.5)
        return lightness(classifier, request, parameters)

    assert faults(method(darkening)) == ["the request's inputs were changed: work on a copy, request.inputs.clone()"]


def test_images_that_ask_for_gradients_are_named() -> None:
    def asking(classifier: Classifier, request: Request, parameters: Parameters) -> list[Heatmap]:
        found = lightness(classifier, request, parameters)
        request.inputs.requires_grad_()
        return found

    assert faults(method(asking)) == ["the request's inputs were left asking for gradients: work on a copy"]


def test_a_network_that_was_changed_is_named_with_what_was() -> None:
    def careless(classifier: Classifier, request: Request, parameters: Parameters) -> list[Heatmap]:
        network = classifier.network
        network.get_parameter("fc.bias").add_(1)
        network.get_parameter("fc.weight").requires_grad_()
        network.get_submodule("fc").train()
        return lightness(classifier, request, parameters)

    assert faults(method(careless)) == [
        "the network was left changed: other weights: fc.bias; with gradients: fc.weight; in training mode: fc"
    ]


def listen(classifier: Classifier) -> Any:
    return classifier.layer("fc").register_forward_hook(lambda *_: None)


def ask_nothing(request: Request) -> None:
    request.target(request.inputs[:0], torch.empty(0, dtype=torch.long))


def test_a_hook_that_was_left_is_named_with_its_layer() -> None:
    def listening(classifier: Classifier, request: Request, parameters: Parameters) -> list[Heatmap]:
        ask_nothing(request)
        listen(classifier)
        return lightness(classifier, request, parameters)

    assert faults(method(listening)) == ["hooks were left on: fc"]


def test_a_hook_that_an_error_left_is_named_with_its_layer() -> None:
    def hasty(classifier: Classifier, request: Request, parameters: Parameters) -> list[Heatmap]:
        hook = listen(classifier)
        ask_nothing(request)
        hook.remove()
        return lightness(classifier, request, parameters)

    assert faults(method(hasty)) == ["hooks were left after an error of the target on: fc"]


def test_an_option_without_a_default_is_named_and_nothing_is_run() -> None:
    class Demanding(Parameters):
        samples: int = Field(description="how many")

    def never(*_asked: object) -> list[Heatmap]:
        raise AssertionError("it cannot be run")

    assert faults(method(never, Demanding)) == ["these options have no default: samples"]


def test_options_that_take_anything_are_named() -> None:
    class Lax(Parameters, extra="ignore"):
        pass

    assert faults(method(lightness, Lax)) == [
        "an unknown option is not refused: derive the options from stimuli.method.Parameters"
    ]


def test_an_option_without_words_is_named_but_for_the_seed() -> None:
    class Silent(Parameters):
        seed: int = 0
        samples: int = 50

    assert faults(method(lightness, Silent)) == ["these options have no description: samples"]


def test_all_broken_promises_are_named_at_once() -> None:
    class Silent(Parameters):
        samples: int = 50

    def listening(classifier: Classifier, request: Request, parameters: BaseModel) -> list[Heatmap]:
        listen(classifier)
        return lightness(classifier, request, parameters)[1:]

    assert faults(method(listening, Silent)) == [
        "these options have no description: samples",
        "one explanation per image is promised: 3 images got 2",
        "hooks were left on: fc",
        "hooks were left after an error of the target on: fc",
    ]


def test_an_error_of_the_methods_own_is_not_swallowed() -> None:
    def broken(*_asked: object) -> list[Heatmap]:
        raise ZeroDivisionError("on purpose")

    with pytest.raises(ZeroDivisionError, match="on purpose"):
        faults(method(broken))
