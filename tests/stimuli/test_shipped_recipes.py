"""The recipes that ship, as far as they can be held against the methods without a build."""

from pathlib import Path

import pytest

from stimuli.build.freshness import pictures_of
from stimuli.build.item_faults import item_faults
from stimuli.build.planning import planned
from stimuli.recipe import Recipe, read_recipe
from study_app.study_folder import SHIPPED

RECIPES = sorted(SHIPPED.glob("*/stimuli.toml"))
every_recipe = pytest.mark.parametrize("file", RECIPES, ids=[path.parent.name for path in RECIPES])


def shipped(name: str) -> Recipe:
    return read_recipe(SHIPPED / name / "stimuli.toml")


@every_recipe
def test_its_methods_take_their_parameters_and_its_pictures_can_be_had(file: Path) -> None:
    recipe = read_recipe(file)
    found, faults = planned(recipe.explanation, file)
    assert faults == []
    assert item_faults(recipe.items, found, recipe.explanation, file) == []
    assert pictures_of(recipe.images, file.parent)


def test_in_the_counterfactual_study_everything_is_of_the_class_that_is_asked_about() -> None:
    recipe = shipped("counterfactual")
    assert recipe.items is not None
    assert {recipe.items.of, *(plan.of for plan in recipe.explanation)} == {"predicted"}
    assert {recipe.items.baseline, recipe.scores.baseline} == {"blur"}


def test_in_the_counterfactual_study_graphs_with_and_without_edges_are_the_same_graphs() -> None:
    plans = {plan.name: plan for plan in shipped("counterfactual").explanation}
    with_edges, without = plans["sag"], plans["sag-without-edges"]
    assert with_edges.parameters == without.parameters
    assert without.picture is not None
    assert (without.picture.attention_graph.edges, without.picture.attention_graph.numbers) == (False, True)


def test_in_the_advice_study_a_quarter_of_the_advice_is_wrong_and_explained_as_it_is_given() -> None:
    recipe = shipped("advice")
    keep = recipe.images.keep
    assert keep is not None
    assert (keep.right, keep.wrong, keep.taken_for) == (9, 3, "classes")
    assert {plan.of for plan in recipe.explanation} == {"predicted"}
