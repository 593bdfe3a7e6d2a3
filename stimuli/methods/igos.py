"""I-GOS (Qi, Khorram and Li 2020): the smallest, smoothest mask under which the picture loses its class.

A mask is optimised along the integrated gradient of the class's score, from the baseline to the masked picture.  The
clean mode departs from the authors' code where better maps in fewer evaluations were measured: `mask_optimiser.py`
says how, docs/lessons.md how much.  compat = true gives the authors' code as it runs.
"""

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from stimuli.authors.igos_v0 import igos_v0
from stimuli.classifier import Classifier
from stimuli.explanation import Heatmap
from stimuli.mask_maps import authors_maps, mask_maps
from stimuli.mask_objective import Objective, Term
from stimuli.mask_parameters import PRESSURE, MaskParameters
from stimuli.method import Method, Request


class IgosParameters(MaskParameters):
    """Options of igos."""

    authors: ClassVar[Mapping[str, object]] = {
        "baseline": "blur",
        "iterations": 15,
        "path_images": 20,
        "area": 1.0,
        "roughness": 20.0,
        "step": 200.0,
        "noise": 0.2,
    }

    most_pressure: float | None = Field(default=0.5, gt=0, description=PRESSURE)


def explain(classifier: Classifier, request: Request, parameters: IgosParameters) -> list[Heatmap]:
    """One map per image, of cells x cells."""
    target, inputs, baseline = request.target, request.inputs, parameters.baseline
    if parameters.compat:
        return authors_maps(classifier, target, inputs, igos_v0, parameters.authors_settings(), baseline)
    objective = Objective((Term("deletion"),), parameters.area, parameters.roughness)
    return mask_maps(classifier, target, inputs, objective, parameters.descent, baseline)


METHOD = Method(makes=Heatmap, parameters=IgosParameters, explain=explain, score="probability")
