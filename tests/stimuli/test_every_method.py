"""What every explanation method promises; a new file in stimuli/methods is covered without an edit here."""

from functools import cache

import pytest

from stimuli import method_contract as contract
from stimuli import methods
from stimuli.candidate import Candidate
from stimuli.errors import StimuliError
from stimuli.method import Method

SHORTER: dict[str, dict[str, object]] = {"xnn": {"rows": 500, "epochs": 10, "rounds": 0}}  # than by default

every_method = pytest.mark.parametrize("name", methods.names())


@cache
def candidate(name: str) -> Candidate:
    """One for all promises, so that what a method gives first is computed once."""
    return Candidate(methods.load(name), SHORTER.get(name))


@every_method
def test_it_gives_one_explanation_of_its_kind_per_image(name: str) -> None:
    assert contract.gives_one_of_its_kind_per_image(candidate(name)) is None


@every_method
def test_its_numbers_are_finite(name: str) -> None:
    assert contract.gives_finite_numbers(candidate(name)) is None


@every_method
def test_the_same_request_gives_the_same_explanation(name: str) -> None:
    assert contract.gives_the_same_for_the_same_request(candidate(name)) is None


@every_method
def test_an_explanation_does_not_depend_on_its_neighbours(name: str) -> None:
    assert contract.does_not_depend_on_neighbours(candidate(name)) is None


@every_method
def test_images_are_left_as_they_were(name: str) -> None:
    assert contract.leaves_the_images_as_they_were(candidate(name)) is None


@every_method
def test_the_network_is_left_as_it_was(name: str) -> None:
    assert contract.leaves_the_network_as_it_was(candidate(name)) is None


@every_method
def test_it_leaves_no_hook_behind(name: str) -> None:
    assert contract.leaves_no_hook(candidate(name)) is None


@every_method
def test_it_leaves_no_hook_behind_after_an_error(name: str) -> None:
    assert contract.leaves_no_hook_after_an_error(candidate(name)) is None


@every_method
def test_its_options_have_defaults(name: str) -> None:
    assert contract.options_have_defaults(candidate(name)) is None


@every_method
def test_its_options_refuse_what_they_do_not_know(name: str) -> None:
    assert contract.unknown_options_are_refused(candidate(name)) is None


@every_method
def test_every_option_says_what_it_is(name: str) -> None:
    assert contract.every_option_is_described(candidate(name)) is None


def test_an_unknown_method_brings_the_known_ones() -> None:
    with pytest.raises(StimuliError, match=r"no method 'grad_kam'; did you mean 'grad_cam'\? known: .*random_map"):
        methods.load("grad_kam")


def test_a_researchers_own_method_is_loaded_by_its_name() -> None:
    assert isinstance(methods.load("stimuli.methods.grad_cam:METHOD"), Method)
