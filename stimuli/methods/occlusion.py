"""Occlusion (Zeiler and Fergus 2014) by captum: a square of the picture is hidden, and the score is asked again.

A pixel's value is what the score loses, averaged over the squares that cover the pixel.  The paper hides with grey;
here it is the image's baseline, by default the one that I-GOS and iGOS++ would choose.
"""

from captum.attr import Occlusion
from pydantic import Field
from torch import Tensor

from stimuli.attribution import FORWARD_AT_ONCE, Sign, heatmap, images, of_image, signed
from stimuli.baselines import BaselineName, baselines
from stimuli.classifier import Classifier
from stimuli.explanation import Heatmap
from stimuli.method import Method, Parameters, Request


class OcclusionParameters(Parameters):
    """Options of occlusion."""

    cells: int = Field(default=7, ge=2, le=32, description="hidden squares side by side; 7: 32 of 224 pixels each")
    overlap: int = Field(default=2, ge=1, le=8, description="steps in which a square moves by its own side")
    baseline: BaselineName = Field(default="auto", description="what is seen in the square; auto: the first that hides")
    sign: Sign = Field(default="positive", description="positive: what speaks for the class; absolute: against, too")


def explain(classifier: Classifier, request: Request, parameters: OcclusionParameters) -> list[Heatmap]:
    """One map per image, a value per pixel of the input."""
    hidden = baselines(parameters.baseline, request.target, request.inputs, classifier.preprocessing)
    warnings, found = hidden.warnings(), []
    for n, image in images(request.inputs):
        occlusion = Occlusion(of_image(request.target, n))
        lost = _lost(occlusion, image, hidden.images[n : n + 1], parameters)
        found.append(heatmap(signed(lost, parameters.sign), warnings[n]))
    return found


def _lost(occlusion: Occlusion, image: Tensor, baseline: Tensor, parameters: OcclusionParameters) -> Tensor:
    """What the score of an image (1, C, H, W) loses where each pixel is hidden: (H, W)."""
    channels, side = image.shape[1], max(1, round(image.shape[-1] / parameters.cells))
    step = max(1, side // parameters.overlap)
    lost: Tensor = occlusion.attribute(
        image,
        sliding_window_shapes=(channels, side, side),
        strides=(channels, step, step),
        baselines=baseline,
        perturbations_per_eval=FORWARD_AT_ONCE,
    )
    return lost[0, 0]  # the same for every channel


METHOD = Method(makes=Heatmap, parameters=OcclusionParameters, explain=explain, score="probability")
