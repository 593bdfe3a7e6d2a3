from typing import Any

import pytest

from study_app.study.design import Design
from study_app.study.feasibility import faults
from tests.study_app.designs import CLASSES, design_of, stimulus, stimulus_set, study_of


def ordered(order: dict[str, Any], n_wrong: int = 0, **tables: Any) -> Design:
    """Six images of each class in block `test`, of which the classifier gets the first n_wrong wrong."""
    images = (stimulus(label, n, right=n >= n_wrong) for label in CLASSES for n in range(6))
    items = {"classes": CLASSES, "pools": {"test": {"per_class": 6}}}
    blocks = [
        {"name": "consent", "task": "consent"},
        {"name": "test", "task": "classify", "items": {"pool": "test"}, "order": order},
    ]
    return design_of(study_of(items=items, block=blocks, **tables), stimulus_set(*images))


@pytest.mark.parametrize("order", [{}, {"no_more_than": 1}, {"repeat": 3, "spacing": 23}, {"of": "predicted"}])
def test_what_can_be_planned_has_no_fault(order: dict[str, Any]) -> None:
    assert faults(ordered(order)) == []


def test_a_block_that_is_all_of_one_kind_cannot_have_short_runs_of_it() -> None:
    told = ["block[1].order: no order has at most 3 of the same classifier_correct in a row"]
    assert faults(ordered({"of": "classifier_correct"})) == told
    assert faults(ordered({"of": "classifier_correct"}, n_wrong=3)) == []


def test_a_fault_is_told_once_although_every_level_has_it() -> None:
    within = {"map": {"blocks": ["test"], "levels": {"plain": {}, "heatmap": {"explanation": "heatmap"}}}}
    assert len(faults(ordered({"of": "classifier_correct"}, within=within))) == 1


def test_what_only_some_seats_could_not_obey_is_told() -> None:
    """One of three images of each class is shown, and one of them is wrong: with this seed three of a later seat's."""
    images = [stimulus(label, n, right=n != 2) for label in CLASSES for n in range(3)]
    items = {"classes": CLASSES, "pools": {"test": {"per_class": 3}}, "seed": 37}
    shown = {"items": {"pool": "test", "per_class": 1}, "order": {"of": "predicted", "no_more_than": 1}}
    blocks = [{"name": "consent", "task": "consent"}, {"name": "test", "task": "classify", **shown}]
    design = design_of(study_of(items=items, block=blocks), stimulus_set(*images))
    n_wrong = [sum(design.pools["test"][label][rank].endswith("2") for label in CLASSES) for rank in range(3)]
    assert n_wrong == [1, 3, 0]
    assert faults(design) == ["block[1].order: no order has at most 1 of the same predicted in a row"]
