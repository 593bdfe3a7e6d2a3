"""The method on planted pictures: from pixels to graphs, whatever images come with it."""

from collections.abc import Mapping

import numpy as np
import pytest
import torch
from pydantic import ValidationError

from stimuli.attention_graphs.explanation import AttentionGraph
from stimuli.attention_graphs.grid import Grid
from stimuli.methods.attention_graph import AttentionGraphParameters, explain
from tests.stimuli.attention_graphs.pixel_oracle import PLANTED, BrightEither, request
from tests.stimuli.attention_graphs.planted import BOTH, PAIR, TRIO

ALONE = ((10,),)
NEVER = (tuple(range(49)),)


def explained(options: Mapping[str, object], *sets: tuple[tuple[int, ...], ...]) -> list[AttentionGraph]:
    parameters = AttentionGraphParameters.model_validate({"baseline": "black", **options})
    return explain(*request(*sets), parameters)


@pytest.mark.parametrize("overlap", [0, 1])
@pytest.mark.parametrize("beam_width", [1, 3, 10])
@pytest.mark.parametrize("guide", ["igos", "exhaustive"])
def test_exactly_the_planted_sets_are_roots(guide: str, beam_width: int, overlap: int) -> None:
    (found,) = explained({"guide": guide, "beam_width": beam_width, "overlap": overlap}, PLANTED)
    assert set(found.found_sets) == BOTH
    assert set(found.sets[: found.n_roots]) == BOTH
    assert found.warnings == ()


def test_the_graph_says_what_is_left_without_each_patch() -> None:
    (found,) = explained({"expand_above": 0.3, "children": "all", "levels": "all"}, PLANTED)
    shares = dict(zip(found.sets, found.shares.round(4).tolist(), strict=True))
    assert shares[TRIO] == shares[PAIR] == 1
    assert shares[8, 9] == shares[8, 15] == shares[9, 15] == pytest.approx(4 / 9, abs=1e-4)
    assert shares[33,] == shares[40,] == pytest.approx(1 / 4, abs=1e-4)
    assert {found.removed(n) for n in range(len(found.edges))} == {8, 9, 15, 33, 40}
    assert len(found.sets) == len(set(found.sets))


def test_images_together_are_explained_like_images_one_by_one() -> None:
    sets = (PLANTED, ALONE, NEVER)
    for one, alone in zip(explained({}, *sets), [explained({}, each)[0] for each in sets], strict=True):
        for name, values in one.arrays().items():
            np.testing.assert_array_equal(values, alone.arrays()[name], err_msg=name)
        assert one.warnings == alone.warnings


def test_no_sufficient_set_is_recorded_with_the_limit_that_was_reached() -> None:
    (found,) = explained({"most_patches": 10}, NEVER)
    assert found.n_roots == len(found.nodes) == len(found.found) == 0
    assert found.facts.stopped == "patches"
    assert found.warnings == (
        f"no sufficient explanation within the limit of patches: {found.facts.distinct} sets were scored",
    )


def test_a_constant_classifier_is_not_explained_and_says_why() -> None:
    (found,) = explained({}, ())
    assert found.facts.stopped is None
    assert found.warnings == ("not explained: the score is 0, of which no share can be asked for",)


def test_a_baseline_that_suffices_is_named() -> None:
    classifier, asked = request(PLANTED)
    options = AttentionGraphParameters.model_validate({"baseline": "blur"})  # of a white picture: white
    (found,) = explain(classifier, asked, options)
    assert found.warnings == (
        "not explained: with every patch hidden the score is 1 of 1, so that no patch is needed; "
        "name a baseline that hides the class better than blur, if there is one",
    )


def test_what_a_node_shows_scores_what_the_node_says() -> None:
    (found,) = explained({"feather_px": 1.0}, PLANTED)
    classifier, _ = request(PLANTED)
    shown = classifier.inputs([found.composed(n) for n in range(len(found.nodes))])
    scores = BrightEither((PLANTED,))(shown, torch.zeros(len(found.nodes), dtype=torch.long))
    np.testing.assert_allclose(found.scores, scores.numpy(), atol=1e-6)


def test_the_authors_patches_find_other_sets_than_were_planted() -> None:
    (found,) = explained({"compat": True, "most_sets": 2}, PLANTED)
    assert len(found.found_sets) >= 2
    assert TRIO not in found.found_sets  # only padded with a neighbour, which brightens its centres
    assert found.grid == Grid(7, 64, corners=True)


def test_it_comes_back_from_its_arrays() -> None:
    (found,) = explained({}, PLANTED)
    again = AttentionGraph.of_arrays(found.arrays(), found.warnings)
    assert again.facts == found.facts
    assert again.n_roots == found.n_roots
    assert all((again.arrays()[name] == values).all() for name, values in found.arrays().items())


def test_options_may_be_text_as_a_command_line_gives_them() -> None:
    read = AttentionGraphParameters.model_validate({"candidates": "4", "children": "all", "levels": "0"})
    assert (read.candidates, read.children, read.levels) == (4, "all", 0)
    as_theirs = AttentionGraphParameters.model_validate({"compat": "true"})
    assert (as_theirs.baseline, as_theirs.levels) == ("black", "all")


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        ({"cells": 2}, "greater than or equal to 3"),
        ({"cells": 15}, "less than or equal to 14"),
        ({"cells": 3, "most_patches": 10}, "most_patches: 10, but the grid has 9 patches"),
        ({"children": 0}, "children: 0 is too few; give a number from 1 on"),
        ({"levels": -1}, '-1 is no count; give a whole number, or "all"'),
        ({"candidates": "some"}, "'some' is no count"),
        ({"search": "pairwise", "beam_width": 7, "most_patches": 2}, "pairwise .* has no beam_width, most_patches"),
        ({"compat": True, "feather_px": 1.0}, "compat: the authors' code has no feather_px"),
        ({"sufficient": 1.2}, "less than or equal to 1"),
    ],
)
def test_options_that_cannot_be_are_refused(options: Mapping[str, object], fault: str) -> None:
    with pytest.raises(ValidationError, match=fault):
        AttentionGraphParameters.model_validate(options)
