"""Integrated gradients (Sundararajan et al. 2017) by captum: the gradient along the way from a baseline to the picture.

A pixel's attribution is (picture - baseline) times the mean gradient on the straight line between them, summed over
channels; all attributions of an image add up to what the baseline takes from its score.

The paper starts at black, later work often at a blurred picture.  Here the baseline is by default the one that I-GOS
and iGOS++ would choose, so that arms of a study hide the class in the same way; for the same reason the probability is
explained where the recipe names no score.
"""

import torch
from captum.attr import IntegratedGradients
from pydantic import Field
from torch import Tensor

from stimuli.attribution import BACKWARD_AT_ONCE, Sign, heatmap, images, of_image, signed
from stimuli.baselines import BaselineName, baselines
from stimuli.classifier import Classifier
from stimuli.explanation import Heatmap
from stimuli.method import Method, Parameters, Request

MOST_MISSED = 0.05  # of the score that the baseline takes: beyond this the sum of the steps is not the integral


class IntegratedGradientsParameters(Parameters):
    """Options of integrated_gradients."""

    baseline: BaselineName = Field(default="auto", description="where the way begins; auto: the first that hides it")
    steps: int = Field(default=50, ge=2, le=1000, description="points on the way, by Gauss-Legendre")
    sign: Sign = Field(default="positive", description="positive: what speaks for the class; absolute: against, too")


def explain(classifier: Classifier, request: Request, parameters: IntegratedGradientsParameters) -> list[Heatmap]:
    """One map per image, a value per pixel of the input."""
    hidden = baselines(parameters.baseline, request.target, request.inputs, classifier.preprocessing)
    lost, warnings, found = (hidden.clean - hidden.hidden).tolist(), hidden.warnings(), []
    for n, image in images(request.inputs):
        integrated = IntegratedGradients(of_image(request.target, n)).attribute(
            image,
            baselines=hidden.images[n : n + 1],
            n_steps=parameters.steps,
            internal_batch_size=BACKWARD_AT_ONCE,
        )
        attributions = integrated[0].detach().sum(0)
        told = (*warnings[n], *_missed(attributions, lost[n]))
        found.append(heatmap(signed(attributions, parameters.sign), told))
    return found


def _missed(attributions: Tensor, lost: float) -> tuple[str, ...]:
    total = float(attributions.cpu().sum(dtype=torch.double))
    if abs(total - lost) <= MOST_MISSED * abs(lost) + 1e-6:
        return ()
    return (f"the attributions add up to {total:.3g}, not to {lost:.3g}: take more steps",)


METHOD = Method(makes=Heatmap, parameters=IntegratedGradientsParameters, explain=explain, score="probability")
