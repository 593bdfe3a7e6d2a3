"""iGOS++ (Khorram, Lawson and Li 2021): where the class is lost when it is hidden, and kept when only it is shown.

Two masks are optimised together, one that deletes and one that inserts, by themselves and in their product, which is
the map.  Differences between neighbouring cells count less across the picture's edges.  single_mask = true is iGOS+:
one mask for both.  The clean mode departs from the authors' code as `mask_optimiser.py` says; the gradient of the
scores is not halved, so that it is the gradient of what is minimised.  compat = true gives their code as it runs.
"""

from collections.abc import Mapping
from typing import ClassVar

from pydantic import Field

from stimuli.authors.igospp_v1 import igospp_v1
from stimuli.classifier import Classifier
from stimuli.explanation import Heatmap
from stimuli.mask_maps import authors_maps, mask_maps
from stimuli.mask_objective import Objective, Term
from stimuli.mask_parameters import MaskParameters
from stimuli.method import Method, Request

ONE_MASK = (Term("deletion"), Term("insertion"))
TWO_MASKS = (Term("deletion", (0,)), Term("insertion", (1,)), Term("deletion", (0, 1)), Term("insertion", (0, 1)))


class IgosPpParameters(MaskParameters):
    """Options of igos_pp."""

    authors: ClassVar[Mapping[str, object]] = {
        "baseline": "blur",
        "iterations": 20,
        "path_images": 15,
        "area": 1.0,
        "roughness": 20.0,
        "step": 1000.0,
        "noise": 0.2,
    }
    only_ours: ClassVar[frozenset[str]] = MaskParameters.only_ours | {"edge_sigma"}

    edge_sigma: float = Field(default=0.01, gt=0, description="an edge of the picture excuses roughness; not in compat")
    single_mask: bool = Field(default=False, description="iGOS+: one mask in the place of two")


def explain(classifier: Classifier, request: Request, parameters: IgosPpParameters) -> list[Heatmap]:
    """One map per image, of cells x cells."""
    target, inputs, baseline = request.target, request.inputs, parameters.baseline
    if parameters.compat:
        settings = parameters.authors_settings(single=parameters.single_mask)
        return authors_maps(classifier, target, inputs, igospp_v1, settings, baseline)
    terms = ONE_MASK if parameters.single_mask else TWO_MASKS
    objective = Objective(terms, parameters.area, parameters.roughness, parameters.edge_sigma)
    return mask_maps(classifier, target, inputs, objective, parameters.descent, baseline)


METHOD = Method(makes=Heatmap, parameters=IgosPpParameters, explain=explain, score="probability")
