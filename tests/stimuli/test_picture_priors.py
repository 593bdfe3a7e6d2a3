"""The placebos that know the picture only: its middle, its edges."""

import numpy as np
import pytest
import torch

from stimuli.colour_seeker import patch_picture
from stimuli.explanation import FLAT, Heatmap
from stimuli.images import Pixels
from stimuli.method import Request
from stimuli.methods.centre_prior import CentrePriorParameters
from stimuli.methods.centre_prior import explain as centre_prior
from stimuli.methods.edges import EdgesParameters
from stimuli.methods.edges import explain as edges
from stimuli.target import ClassLogit
from tests.stimuli.networks import SIDE, colour_seeker


def request(picture: Pixels) -> Request:
    classifier = colour_seeker()
    return Request(classifier.inputs([picture]), ClassLogit(classifier, torch.tensor([0])))


def centre(sigma: float, cells: int) -> Heatmap:
    parameters = CentrePriorParameters(sigma=sigma, cells=cells)
    return centre_prior(colour_seeker(), request(patch_picture("red", 8, 8)), parameters)[0]


def edge_map(picture: Pixels, **options: float) -> Heatmap:
    return edges(colour_seeker(), request(picture), EdgesParameters.model_validate(options))[0]


def test_the_middle_is_strongest_and_falls_off_as_a_gaussian() -> None:
    values = centre(sigma=0.25, cells=5).values
    assert values[2, 2] == 1
    # A cell is .2 of the side, so the next but one centre lies 1.6 standard deviations away.
    assert values[2, 4] == pytest.approx(0.2780, abs=1e-4)
    assert values[4, 4] == pytest.approx(0.2780**2, abs=1e-4)


@pytest.mark.parametrize("cells", [6, 7])
def test_no_side_of_the_middle_is_preferred(cells: int) -> None:
    values = centre(sigma=0.2, cells=cells).values
    np.testing.assert_allclose(values, values[::-1], rtol=1e-6)
    np.testing.assert_allclose(values, values.T, rtol=1e-6)


def test_a_step_of_light_is_found_where_it_is() -> None:
    picture = np.full((SIDE, SIDE, 3), 40, dtype=np.uint8)
    picture[:, 32:] = 200
    values = edge_map(picture, smoothing=0, cells=64).values
    assert np.flatnonzero(values[10]).tolist() == [31, 32]


def test_smoothing_spreads_an_edge() -> None:
    picture = np.full((SIDE, SIDE, 3), 40, dtype=np.uint8)
    picture[:, 32:] = 200
    values = edge_map(picture, smoothing=0.05, cells=64).values
    assert values[10, 31:33].tolist() == pytest.approx([1, 1])
    assert 0.1 < values[10, 26] < 0.5


def test_the_colour_of_a_class_does_not_matter_where_its_light_is_the_same() -> None:
    grey = np.full((SIDE, SIDE, 3), 40, dtype=np.uint8)
    red, green = grey.copy(), grey.copy()
    red[8:24, 8:24] = (240, 40, 40)
    green[8:24, 8:24] = (40, 142, 40)  # 200 x .299 = 102 x .587 = 59.8
    np.testing.assert_allclose(edge_map(red).values, edge_map(green).values, atol=0.01)


def test_the_grid_is_no_finer_than_the_input() -> None:
    assert edge_map(patch_picture("red", 8, 8), cells=1000).values.shape == (SIDE, SIDE)


def test_a_picture_without_edges_gives_a_flat_map_with_a_warning() -> None:
    found = edge_map(np.full((SIDE, SIDE, 3), 90, dtype=np.uint8))
    assert found.warnings == (FLAT,)
