"""Patches are exactly the squares shown: what is scored is what is seen."""

import numpy as np
import pytest
import torch

from stimuli.attention_graphs.grid import Grid, bounds
from stimuli.attention_graphs.scorer import Scorer
from stimuli.classifier import Classifier
from stimuli.colour_seeker import colour_seeker
from stimuli.inputs import stacked
from stimuli.masks import upsampling
from stimuli.target import ClassProbability

GRIDS = [Grid(7, 64), Grid(3, 64), Grid(14, 64), Grid(7, 64, feather_px=2.0), Grid(7, 64, corners=True)]
chance = np.random.default_rng(3)
PICTURES = [chance.integers(0, 256, (64, 64, 3), dtype=np.uint8) for _ in range(2)]
BASELINES = [chance.integers(0, 256, (64, 64, 3), dtype=np.uint8) for _ in range(2)]


def test_cells_are_as_equal_as_can_be_where_their_number_does_not_divide_the_side() -> None:
    assert bounds(7, 224) == [0, 32, 64, 96, 128, 160, 192, 224]
    assert bounds(7, 64) == [0, 9, 18, 27, 37, 46, 55, 64]
    for cells in range(3, 15):
        sizes = np.diff(bounds(cells, 227))
        assert sizes.sum() == 227
        assert sizes.max() - sizes.min() <= 1


def test_a_patch_is_its_square_and_nothing_else() -> None:
    grid = Grid(7, 64)
    assert grid.square(9) == (18, 9, 27, 18)
    opacity = grid.opacity((9,))
    assert opacity.sum() == opacity[9:18, 18:27].sum() == 81
    assert grid.area((9,)) == 81 / 64**2
    assert grid.area(tuple(range(49))) == 1


def test_feathered_edges_are_soft_and_all_patches_together_show_everything() -> None:
    grid = Grid(7, 224, feather_px=4.0)
    opacity = grid.opacity((24,))
    assert opacity[112, 112] == 1
    assert opacity[96, 112] == pytest.approx(0.5, abs=0.06)
    assert opacity[80, 112] == 0
    assert (grid.opacity(tuple(range(49))) == 1).all()


def test_the_authors_patches_are_not_their_squares() -> None:
    grid, line = Grid(7, 224, corners=True), upsampling(7, 224, corners=True).numpy()
    np.testing.assert_allclose(grid.spread(), line, atol=1e-6)
    opacity = grid.opacity((24,))
    left, top, right, bottom = grid.square(24)
    inside = opacity[top:bottom, left:right].sum() / opacity.sum()
    assert 0.36 < inside < 0.46  # what the reference measured of the authors' code


def test_the_authors_patches_show_as_much_as_is_seen_of_them() -> None:
    """Centres are 223 / 6 pixels apart, and each fades to the next; in a corner is about a quarter of that."""
    grid = Grid(7, 224, corners=True)
    assert grid.area((24,)) == pytest.approx((223 / 6 / 224) ** 2, rel=1e-3)
    assert grid.area((0,)) == pytest.approx(((223 / 6 + 1) / 2 / 224) ** 2, rel=1e-3)  # its centre counts whole
    for some in ((24,), (0, 6), (0, 1, 8, 24)):
        assert grid.area(some) == pytest.approx(grid.opacity(some).mean(dtype=np.float64), abs=1e-7)
    assert grid.area(tuple(range(49))) == pytest.approx(1)


@pytest.mark.parametrize("grid", GRIDS, ids=str)
def test_what_is_scored_is_what_is_shown(grid: Grid) -> None:
    classifier, asked = Recording(colour_seeker()), [(1, (0, 5)), (0, ()), (0, (3,)), (1, tuple(range(grid.n_patches)))]
    scorer = Scorer(classifier, classifier.network.preprocessing, grid, stacked(PICTURES), stacked(BASELINES))
    scores = scorer(asked)
    shown = [grid.composed(PICTURES[n], BASELINES[n], some) for n, some in asked]
    assert torch.equal(classifier.seen, classifier.network.inputs(shown))
    target = ClassProbability(classifier.network, torch.tensor([1, 1]))
    assert scores == target(classifier.network.inputs(shown), torch.tensor([1, 0, 0, 1])).tolist()
    assert (shown[1] == BASELINES[0]).all()
    assert (shown[3] == PICTURES[1]).all()


class Recording:
    """The probability of red, and what was asked last."""

    def __init__(self, classifier: Classifier) -> None:
        self.network = classifier
        self.seen = torch.empty(0)

    def __call__(self, inputs: torch.Tensor, rows: torch.Tensor) -> torch.Tensor:
        """Keeps the inputs."""
        self.seen = inputs.contiguous()
        return ClassProbability(self.network, torch.tensor([1, 1]))(inputs, rows)

    def on(self, classifier: Classifier) -> "Recording":
        """The same of another network."""
        return Recording(classifier)
