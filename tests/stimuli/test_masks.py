"""Masks enlarged, composed and measured: against torch's own enlargement and figures reckoned by hand."""

import pytest
import torch
from torch.nn import functional

from stimuli.masks import bilateral_variation, composed, edge_weights, enlarged, total_variation, upsampling


@pytest.mark.parametrize("corners", [False, True])
@pytest.mark.parametrize(("cells", "side"), [(7, 224), (28, 224), (28, 60), (5, 5), (1, 9)])
def test_enlarging_agrees_with_torch(cells: int, side: int, corners: bool) -> None:
    masks = torch.rand(3, cells, cells, generator=torch.Generator().manual_seed(1))
    other = functional.interpolate(masks[:, None], size=(side, side), mode="bilinear", align_corners=corners)[:, 0]
    torch.testing.assert_close(enlarged(masks, side, corners=corners), other, atol=2e-6, rtol=0)


def test_every_pixel_is_a_mean_of_cells() -> None:
    torch.testing.assert_close(upsampling(7, 224).sum(1), torch.ones(224))


def test_a_mask_of_one_shows_the_picture_and_of_nought_the_baseline() -> None:
    picture, baseline = torch.full((1, 3, 4, 4), 5.0), torch.full((1, 3, 4, 4), 1.0)
    opacity = torch.zeros(1, 1, 4, 4)
    opacity[..., :2] = 1
    shown = composed(picture, baseline, opacity)
    assert shown[0, 0, 0].tolist() == [5, 5, 1, 1]


def test_total_variation_is_the_mean_squared_difference_down_and_across() -> None:
    # down: (1-0)² three times of six; across: 0 everywhere but between the columns of the first row
    masks = torch.tensor([[[0.0, 0.0, 0.5], [1.0, 1.0, 1.0], [1.0, 1.0, 1.0]]])
    down, across = (1 + 1 + 0.25) / 6, 0.25 / 6
    assert total_variation(masks).tolist() == pytest.approx([down + across])


def test_an_edge_of_the_picture_excuses_roughness_there() -> None:
    picture = torch.zeros(1, 3, 8, 8)
    picture[..., 4:] = 1
    along, across = torch.ones(1, 2, 2), torch.ones(1, 2, 2)
    along[:, :, 0], across[:, 0] = 0, 0  # a step at the picture's edge, and one that crosses it
    edges = edge_weights(picture, 0.01)
    at_edge, elsewhere = (
        bilateral_variation(mask, mask.repeat_interleave(4, 1).repeat_interleave(4, 2), edges)
        for mask in (along, across)
    )
    assert at_edge.item() == pytest.approx(0.5)  # the mask's own half only
    assert elsewhere.item() == pytest.approx(0.5 * (1 + 1 / 7))
