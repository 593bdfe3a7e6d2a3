"""Baselines: what each looks like, and that the first that hides the class is taken."""

import pytest
import torch
from torch import Tensor

from stimuli.baselines import TRIED, baseline, baselines, blurred
from stimuli.classifier import Classifier
from stimuli.images import Preprocessing

PLAIN = Preprocessing(input_px=32, mean=(0.0, 0.0, 0.0), std=(1.0, 1.0, 1.0))


class Whiteness:
    """The score: a share that depends on what a baseline may or may not keep."""

    def __init__(self, score: object) -> None:
        self.score, self.asked = score, 0

    def __call__(self, inputs: Tensor, rows: Tensor) -> Tensor:
        self.asked += len(inputs)
        found: Tensor = self.score(inputs)  # type: ignore[operator]
        return found

    def on(self, classifier: Classifier) -> "Whiteness":
        return self


def picture() -> Tensor:
    """Two pictures of 32 px: a white square on black, and noise."""
    inputs = torch.zeros(2, 3, 32, 32)
    inputs[0, :, 8:24, 8:24] = 1
    inputs[1] = torch.rand(3, 32, 32, generator=torch.Generator().manual_seed(3))
    return inputs


def test_a_blur_mirrors_the_edge_and_keeps_the_sum_of_its_weights() -> None:
    line = torch.arange(5.0).expand(1, 1, 5, 5)
    # kernel of 3 with sd so large that its three weights are equal; mirrored: 1 0 1 2 3 4 3
    assert blurred(line, 3, 1e4)[0, 0, 0].tolist() == pytest.approx([2 / 3, 1, 2, 3, 10 / 3], abs=1e-5)


@pytest.mark.parametrize("name", TRIED)
def test_a_baseline_has_the_pictures_shape_and_no_picture_depends_on_another(name: str) -> None:
    inputs = picture()
    together, alone = baseline(name, inputs, PLAIN), baseline(name, inputs[1:], PLAIN)
    assert together.shape == inputs.shape
    torch.testing.assert_close(together[1:], alone, atol=1e-5, rtol=0)


def test_inpainting_keeps_the_border_and_is_as_smooth_as_can_be_inside() -> None:
    inputs = picture()
    filled = baseline("inpaint", inputs, PLAIN)
    assert filled[0].abs().max() < 1e-6  # a black border gives black
    assert torch.equal(filled[1, :, 0], inputs[1, :, 0])
    around = filled[1, :, :-2, 1:-1] + filled[1, :, 2:, 1:-1] + filled[1, :, 1:-1, :-2] + filled[1, :, 1:-1, 2:]
    torch.testing.assert_close(filled[1, :, 1:-1, 1:-1], around / 4, atol=1e-4, rtol=0)


def test_noise_has_the_pictures_mean_and_spread() -> None:
    noise = baseline("noise", picture(), PLAIN)
    assert noise[0].mean().item() == pytest.approx(0.25, abs=0.03)
    assert noise[0].std().item() == pytest.approx(0.433, abs=0.03)


def test_the_first_baseline_that_hides_the_class_is_taken() -> None:
    target = Whiteness(lambda inputs: inputs.amax((1, 2, 3)))
    found = baselines("auto", target, picture(), PLAIN)
    # any blur of the square keeps some white; its border is black, so inpainting is the first that hides it all
    assert found.names[0] == "inpaint"
    assert found.hidden[0].item() == pytest.approx(0, abs=1e-5)
    assert found.warnings()[0] == ()


def test_where_none_hides_the_class_the_one_that_leaves_least_is_taken_and_said() -> None:
    found = baselines("auto", Whiteness(lambda inputs: torch.full((len(inputs),), 0.5)), picture(), PLAIN)
    assert found.names == ("blur", "blur")
    assert found.warnings()[0] == ("the baseline does not hide the class: blur leaves 0.5 of 0.5",)


def test_a_baseline_without_a_number_is_passed_over() -> None:
    def nan_when_grey(inputs: Tensor) -> Tensor:
        flat = inputs.std((1, 2, 3)) < 0.2
        return torch.where(flat, torch.nan, inputs.amax((1, 2, 3)))

    found = baselines("auto", Whiteness(nan_when_grey), picture()[:1], PLAIN)
    assert torch.isfinite(found.hidden).all()


def test_no_more_is_asked_than_needed() -> None:
    target = Whiteness(lambda inputs: inputs.std((1, 2, 3)))
    baselines("blur", target, picture(), PLAIN)
    assert target.asked == 4  # two pictures, two baselines
