"""Optimised masks held against the truth: scores that look at known rectangles, a linear score, and nothing at all."""

from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from stimuli import methods
from stimuli.baselines import Baselines
from stimuli.classifier import Classifier
from stimuli.evaluations import Counted
from stimuli.explanation import Heatmap
from stimuli.mask_objective import Objective, Term
from stimuli.mask_optimiser import Descent, gradient, optimised
from stimuli.masked_pictures import MaskedPictures
from stimuli.masks import upsampling
from stimuli.method import Request
from stimuli.target import Target
from tests.stimuli.oracles import LEFT, RIGHT, Oracle, anything, both, either, one, overlap, share_inside, white

both_methods = pytest.mark.parametrize("name", ["igos", "igos_pp"])


def explained(name: str, target: Target, inputs: Tensor | None = None, **parameters: Any) -> list[Heatmap]:
    method = methods.load(name)
    asked = Request(white() if inputs is None else inputs, target)
    return list(method.explain(anything(), asked, method.parameters(**{"baseline": "black", **parameters})))


@both_methods
def test_the_one_rectangle_that_counts_is_found(name: str) -> None:
    oracle = Oracle(one, LEFT)
    (found,) = explained(name, oracle)
    assert overlap(found.values, oracle.truth) >= 0.6
    assert found.warnings == ()


@both_methods
@pytest.mark.parametrize("cells", [7, 14, 56])
def test_it_is_found_at_other_resolutions(name: str, cells: int) -> None:
    (found,) = explained(name, Oracle(one, LEFT), cells=cells)
    assert found.values.shape == (cells, cells)
    assert overlap(found.values, LEFT.mask()) >= 0.5
    assert share_inside(found.values, LEFT.mask()) >= 4 * LEFT.mask().mean()


def test_igos_hides_one_or_both_where_both_are_needed() -> None:
    (found,) = explained("igos", Oracle(both, LEFT, RIGHT))
    assert share_inside(found.values, LEFT.mask() | RIGHT.mask()) >= 0.6


def test_igos_pp_shows_both_where_both_are_needed() -> None:
    (found,) = explained("igos_pp", Oracle(both, LEFT, RIGHT))
    assert min(share_inside(found.values, part.mask()) for part in (LEFT, RIGHT)) >= 0.2
    assert overlap(found.values, LEFT.mask() | RIGHT.mask()) >= 0.6


@both_methods
def test_both_are_hidden_where_either_is_enough(name: str) -> None:
    (found,) = explained(name, Oracle(either, LEFT, RIGHT))
    assert min(share_inside(found.values, part.mask()) for part in (LEFT, RIGHT)) >= 0.2
    assert overlap(found.values, LEFT.mask() | RIGHT.mask()) >= 0.6


class Linear:
    """score = sum of weight * input."""

    def __init__(self, weight: Tensor) -> None:
        self.weight = weight

    def __call__(self, inputs: Tensor, rows: Tensor) -> Tensor:
        return (inputs * self.weight).sum((1, 2, 3))

    def on(self, classifier: Classifier) -> "Linear":
        return self


@pytest.mark.parametrize("game", ["deletion", "insertion"])
def test_the_integrated_gradient_of_a_linear_score_is_exact(game: str) -> None:
    draw = torch.Generator().manual_seed(5)
    weight, picture, hidden = (torch.randn(1, 3, 16, 16, generator=draw) for _ in range(3))
    target, path = Linear(weight), torch.tensor([0.2, 0.5, 0.9])
    ends = [target(images, torch.zeros(1)) for images in (picture, hidden)]
    pictures = MaskedPictures.of(target, picture, Baselines(hidden, ("grey",), *ends))
    masks = torch.rand(1, 1, 8, 8, generator=draw)
    objective = Objective((Term(game),), area=0, roughness=0)  # type: ignore[arg-type]
    _, slope = gradient(pictures, objective, masks, path)
    # d score / d cell = sum over the cell's pixels of weight * (picture - baseline), times the mean of the path;
    # an insertion shows the baseline where the mask is 1 and is subtracted, so both signs turn
    spread = upsampling(8, 16)
    exact = path.mean() * spread.T @ (weight * (picture - hidden)).sum(1) @ spread / (ends[0] - ends[1])
    torch.testing.assert_close(slope[0], exact, atol=1e-5, rtol=1e-4)


def constant(value: float) -> Target:
    return Oracle(lambda seen: seen[0] * 0 + value, LEFT)


@both_methods
@pytest.mark.parametrize(
    ("target", "told"),
    [
        (constant(0.4), "not explained: the score is 0.4 with the picture hidden, 0.4 with it shown"),
        (constant(0.0), "not explained: the score is 0 with the picture hidden, 0 with it shown"),
        (constant(float("nan")), "not explained: the network's score is not a number"),
    ],
)
def test_what_cannot_be_explained_is_named_and_flat(name: str, target: Target, told: str) -> None:
    (found,) = explained(name, target)
    assert found.warnings[0] == told
    assert found.is_flat


@both_methods
def test_a_score_that_no_mask_lowers_is_said_to_be_unexplained(name: str) -> None:
    # It falls only where every pixel is hidden for good, which has no slope before.
    step = Oracle(lambda seen: (seen[0] > 0.01).float() + 0 * seen[0], LEFT)
    (found,) = explained(name, step)
    assert any(warning.startswith("not explained: the mask hardly moved") for warning in found.warnings)


@both_methods
def test_penalties_yield_where_a_sure_score_hardly_slopes(name: str) -> None:
    def sure(seen: list[Tensor]) -> Tensor:  # falls only where nearly the whole rectangle is hidden
        return torch.sigmoid(200 * (seen[0] - 0.01))

    (held,), (found,) = (
        explained(name, Oracle(sure, LEFT), roughness=5000, most_pressure=most) for most in (None, 0.5)
    )
    assert held.mask is not None
    assert found.mask is not None
    assert held.mask.min() > 0.8
    assert found.mask.min() < 0.1
    assert overlap(found.values, LEFT.mask()) >= 0.9


@pytest.mark.parametrize("area", [0.0, 3.0])
def test_masks_without_penalties_are_found_too(area: float) -> None:
    (found,) = explained("igos", Oracle(one, LEFT), area=area, roughness=0)
    assert found.mask is not None
    assert found.mask.min() < 0.5


@both_methods
def test_a_score_near_zero_is_warned_of_and_explained_all_the_same(name: str) -> None:
    (found,) = explained(name, Oracle(lambda seen: 0.004 * seen[0], LEFT))
    assert found.warnings == ("the score is near zero: 0.004",)
    assert overlap(found.values, LEFT.mask()) >= 0.6


@both_methods
def test_a_score_in_any_unit_gives_the_same_map(name: str) -> None:
    (found,) = explained(name, Oracle(one, LEFT))
    (other,) = explained(name, Oracle(lambda seen: 25 * seen[0], LEFT))
    np.testing.assert_allclose(found.values, other.values, atol=1e-3)


@both_methods
def test_one_failing_picture_does_not_touch_its_neighbours(name: str) -> None:
    inputs = torch.cat([white(), torch.zeros_like(white()), white()])
    found = explained(name, Oracle(one, LEFT), inputs)
    assert found[1].is_flat
    np.testing.assert_allclose(found[0].values, found[2].values, atol=1e-5)
    assert overlap(found[0].values, LEFT.mask()) >= 0.6


@both_methods
def test_the_cost_of_an_image_does_not_depend_on_how_many_there_are(name: str) -> None:
    def costs(n: int) -> list[tuple[int, int]]:
        counted = Counted(Oracle(one, LEFT), n, torch.device("cpu"))
        explained(name, counted, white().repeat(n, 1, 1, 1), iterations=3)
        return [(cost.images_forward, cost.images_backward) for cost in counted.costs(1.0)]

    assert costs(5) == costs(1) * 5


def test_the_cost_is_what_the_documentation_says() -> None:
    counted = Counted(Oracle(one, LEFT), 1, torch.device("cpu"))
    explained("igos", counted, iterations=4, path_images=3)
    (cost,) = counted.costs(1.0)
    assert (cost.images_forward, cost.images_backward) == (2 + 4 * 3, 4 * 3)


def _done(descent: Descent) -> list[int]:
    oracle = Oracle(one, LEFT)
    inputs = torch.cat([white(), 0.55 * white()])
    rows = torch.arange(2)
    hidden = torch.zeros_like(inputs)
    found = Baselines(hidden, ("black",) * 2, oracle(inputs, rows), oracle(hidden, rows))
    masks = optimised(MaskedPictures.of(oracle, inputs, found), Objective((Term("deletion"),), 3, 50), descent)
    return masks.iterations.tolist()


def test_an_image_leaves_when_its_objective_is_flat() -> None:
    patient = Descent(side=14, iterations=30, path_images=4, step=0.1, momentum=0.9, patience=30)
    hasty = Descent(side=14, iterations=30, path_images=4, step=0.1, momentum=0.9, patience=3)
    assert _done(patient) == [30, 30]
    assert max(_done(hasty)) < 30


@both_methods
def test_a_line_search_asks_more_and_finds_the_rectangle_too(name: str) -> None:
    (found,) = explained(name, Oracle(one, LEFT), line_search=3)
    assert overlap(found.values, LEFT.mask()) >= 0.6


@both_methods
def test_noise_is_seeded(name: str) -> None:
    same, again, other = (explained(name, Oracle(one, LEFT), noise=0.2, seed=seed)[0] for seed in (1, 1, 2))
    assert np.array_equal(same.values, again.values)
    assert not np.array_equal(same.values, other.values)


@both_methods
def test_compat_takes_the_authors_figures_and_none_of_ours(name: str) -> None:
    parameters = methods.load(name).parameters
    chosen = parameters(compat=True)
    assert (chosen.area, chosen.roughness, chosen.noise, chosen.baseline) == (1, 20, 0.2, "blur")
    assert (chosen.step, chosen.path_images) == ((200, 20) if name == "igos" else (1000, 15))
    with pytest.raises(ValueError, match="the authors' code has no momentum"):
        parameters(compat=True, momentum=0.5)


def test_compat_refuses_an_edge_sigma_as_the_authors_is_fixed() -> None:
    with pytest.raises(ValueError, match="the authors' code has no edge_sigma"):
        methods.load("igos_pp").parameters(compat=True, edge_sigma=0.1)


@both_methods
def test_compat_finds_the_rectangle_too(name: str) -> None:
    (found,) = explained(name, Oracle(one, LEFT), compat=True, baseline="black", iterations=5)
    assert overlap(found.values, LEFT.mask()) >= 0.6


def test_igos_plus_has_one_mask_and_half_the_cost_of_two() -> None:
    def cost(**parameters: Any) -> int:
        counted = Counted(Oracle(one, LEFT), 1, torch.device("cpu"))
        explained("igos_pp", counted, iterations=2, **parameters)
        return counted.costs(1.0)[0].images_backward

    assert cost() == 2 * cost(single_mask=True) == 2 * 2 * 2 * 5
