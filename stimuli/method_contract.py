"""What every explanation method promises, and which promises one breaks.  A researcher's own test calls `faults`.

A promise is a function that says in a line how a method breaks it, or None where it is kept.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from pydantic import ValidationError
from torch import nn

from stimuli.candidate import ALL, PICTURES, Candidate
from stimuli.colour_seeker import colour_seeker
from stimuli.explanation import Explanation
from stimuli.method import Method

Promise = Callable[[Candidate], str | None]
LAST_BITS = 1e-6  # what a library for linear algebra may change with where an array lies in memory
ROUNDING = 1e-5  # a batch of another size may be summed in another order


def faults(method: Method[Any], options: Mapping[str, object] | None = None) -> list[str]:
    """How a method breaks its contract, a line per promise; empty where it keeps it.

    options: where its default ones would take long.
    An error that the method raises of itself is not caught: its traceback says more than a line could.
    """
    candidate = Candidate(method, options)
    found = _broken(candidate, ABOUT_OPTIONS)
    if options_have_defaults(candidate):
        return found  # and cannot be run
    strange = _broken(candidate, [gives_one_of_its_kind_per_image])
    return [*found, *(strange or _broken(candidate, ABOUT_NUMBERS)), *_broken(candidate, ABOUT_WHAT_IS_LEFT)]


def _broken(candidate: Candidate, promises: Sequence[Promise]) -> list[str]:
    return [line for promise in promises if (line := promise(candidate))]


def options_have_defaults(candidate: Candidate) -> str | None:
    """A recipe that names no parameters is complete."""
    fields = candidate.method.parameters.model_fields
    return _named("these options have no default", [key for key, field in fields.items() if field.is_required()])


def unknown_options_are_refused(candidate: Candidate) -> str | None:
    """A misspelt option is a fault, not silence."""
    try:
        candidate.method.parameters.model_validate({"no_such_option": 1})
    except ValidationError as fault:
        if any(error["type"] == "extra_forbidden" for error in fault.errors()):
            return None
    return "an unknown option is not refused: derive the options from stimuli.method.Parameters"


def every_option_is_described(candidate: Candidate) -> str | None:
    """Every option says what it is; `seed` needs no words."""
    fields = candidate.method.parameters.model_fields
    silent = [key for key, field in fields.items() if not field.description and key != "seed"]
    return _named("these options have no description", silent)


def gives_one_of_its_kind_per_image(candidate: Candidate) -> str | None:
    """As many explanations as images, each of the kind that the method `makes`."""
    given, makes = candidate.first.given, candidate.method.makes
    if len(given) != len(PICTURES):
        return f"one explanation per image is promised: {len(PICTURES)} images got {len(given)}"
    strange = sorted({type(one).__name__ for one in given if type(one) is not makes})
    return _named(f"it makes {makes.__name__}, but gave", strange)


def gives_finite_numbers(candidate: Candidate) -> str | None:
    """No number is infinite or none at all."""
    named = [(n, key, array) for n, one in enumerate(candidate.first.given) for key, array in one.arrays().items()]
    strange = [f"{key} of image {n}" for n, key, array in named if not np.isfinite(array).all()]
    return _named("these have numbers that are not finite", strange)


def gives_the_same_for_the_same_request(candidate: Candidate) -> str | None:
    """Chance comes from the options alone."""
    if _alike(candidate.first.given, candidate.run().given, within=LAST_BITS):
        return None
    return "the same request got another explanation: draw from a generator of your own, seeded by an option"


def does_not_depend_on_neighbours(candidate: Candidate) -> str | None:
    """An image is explained alike in any batch."""
    together = candidate.first.given
    changed = [n for n in ALL if not _alike(together[n : n + 1], candidate.run([n]).given, within=ROUNDING)]
    return _named("these images, explained alone, got another explanation than in a batch", map(str, changed))


def leaves_the_images_as_they_were(candidate: Candidate) -> str | None:
    """The request's inputs are not written to and ask for no gradient."""
    asked, before = candidate.first.request.inputs, colour_seeker().inputs(PICTURES)
    if not torch.equal(asked, before):
        return "the request's inputs were changed: work on a copy, request.inputs.clone()"
    return "the request's inputs were left asking for gradients: work on a copy" if asked.requires_grad else None


def leaves_the_network_as_it_was(candidate: Candidate) -> str | None:
    """Weights, gradients and modes of the network are those of before."""
    network, before = candidate.first.classifier.network, colour_seeker().network.state_dict()
    weights = [key for key, value in network.state_dict().items() if not torch.equal(value, before[key])]
    asking = [key for key, one in network.named_parameters() if one.requires_grad or one.grad is not None]
    training = [key or "the whole" for key, layer in network.named_modules() if layer.training]
    said = [
        _named("other weights", weights),
        _named("with gradients", asking),
        _named("in training mode", training),
    ]
    return _named("the network was left changed", filter(None, said), "; ")


def leaves_no_hook(candidate: Candidate) -> str | None:
    """Nothing listens to the network any more."""
    return _named("hooks were left on", _hooked(candidate.first.classifier.network))


def leaves_no_hook_after_an_error(candidate: Candidate) -> str | None:
    """Nothing listens to the network any more, also where the target raised an error."""
    return _named("hooks were left after an error of the target on", _hooked(candidate.after_an_error().network))


def _hooked(network: nn.Module) -> list[str]:
    kinds = ("_forward_hooks", "_forward_pre_hooks", "_backward_hooks", "_backward_pre_hooks")
    return [key or "the whole" for key, layer in network.named_modules() if any(getattr(layer, kind) for kind in kinds)]


def _alike(some: Sequence[Explanation], others: Sequence[Explanation], within: float) -> bool:
    return len(some) == len(others) and all(_same(*pair, within) for pair in zip(some, others, strict=True))


def _same(one: Explanation, other: Explanation, within: float) -> bool:
    these, those = one.arrays(), other.arrays()
    if {key: array.shape for key, array in these.items()} != {key: array.shape for key, array in those.items()}:
        return False
    return all(np.allclose(these[key], those[key], rtol=within, atol=within, equal_nan=True) for key in these)


def _named(what: str, names: Iterable[str], between: str = ", ") -> str | None:
    found = between.join(names)
    return f"{what}: {found}" if found else None


ABOUT_OPTIONS: tuple[Promise, ...] = (options_have_defaults, unknown_options_are_refused, every_option_is_described)
ABOUT_NUMBERS: tuple[Promise, ...] = (
    gives_finite_numbers,
    gives_the_same_for_the_same_request,
    does_not_depend_on_neighbours,
)
ABOUT_WHAT_IS_LEFT: tuple[Promise, ...] = (
    leaves_the_images_as_they_were,
    leaves_the_network_as_it_was,
    leaves_no_hook,
    leaves_no_hook_after_an_error,
)
