"""SHAP (Lundberg and Lee 2017) by captum's KernelShap: each square's Shapley value in the picture's score.

Studies mostly mean this by SHAP of an image: segments are players, hidden ones show a baseline, and the values add up
to what the baseline takes from the score.  captum's GradientShap, the other choice, needs gradients and a distribution
of baselines and gives values per pixel that look like integrated gradients, of which it is an expectation.

Departures: captum draws coalitions by the Shapley kernel instead of weighing them by it, which is the same in
expectation; and the players are a plain grid of squares.
"""

from captum.attr import KernelShap
from pydantic import Field

from stimuli.attribution import Sign, heatmap, images, of_image, signed
from stimuli.baselines import BaselineName, baselines
from stimuli.classifier import Classifier
from stimuli.explanation import Heatmap
from stimuli.method import Method, Parameters, Request
from stimuli.surrogate import WeightedRidge, few_samples, slopes


class ShapParameters(Parameters):
    """Options of shap."""

    seed: int = Field(default=0, ge=0)
    cells: int = Field(default=7, ge=2, le=32, description="squares across and down")
    samples: int = Field(default=1000, ge=2, description="pictures with hidden squares, per image")
    baseline: BaselineName = Field(default="auto", description="what hidden squares show; auto: the first that hides")
    sign: Sign = Field(default="positive", description="positive: what speaks for the class; absolute: against, too")


def explain(classifier: Classifier, request: Request, parameters: ShapParameters) -> list[Heatmap]:
    """One map per image, a value per square: (cells, cells); every image gets the same draws of squares."""
    hidden = baselines(parameters.baseline, request.target, request.inputs, classifier.preprocessing)
    warnings, found = hidden.warnings(), []
    few = few_samples(parameters.samples, parameters.cells)
    for n, image in images(request.inputs):
        shap = KernelShap(of_image(request.target, n))
        shap.interpretable_model = WeightedRidge(penalty=0)
        values = slopes(shap, image, hidden.images[n : n + 1], parameters.cells, parameters.samples, parameters.seed)
        found.append(heatmap(signed(values, parameters.sign), (*warnings[n], *few)))
    return found


METHOD = Method(makes=Heatmap, parameters=ShapParameters, explain=explain, score="probability")
