"""Heat maps of single pictures: the map over its picture, with its scores."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from stimuli.classifier import Classifier
from stimuli.explanation import Arrays, Explanation, Heatmap
from stimuli.images import Pixels
from stimuli.method import only_heatmap
from stimuli.scores import ScoreSettings, map_scores
from stimuli.single.kind import Findings, Kind, drawn, png
from stimuli.single.record import Record
from stimuli.style import PictureStyle
from stimuli.target import class_score

NOTE = (
    "Under each map: the class's probability, averaged while the places of the map are hidden, most salient first "
    "(deletion: the lower, the better), or shown, most salient first (insertion: the higher, the better)."
)


def _arrays(heatmap: Heatmap) -> Arrays:
    """`saliency`, and `mask` where there is one."""
    return {"saliency": heatmap.values} | ({} if heatmap.mask is None else {"mask": heatmap.mask})


def _of_arrays(arrays: Arrays, warnings: tuple[str, ...]) -> Heatmap:
    names = {"saliency": "values"}
    return Heatmap.of_arrays({names.get(name, name): values for name, values in arrays.items()}, warnings)


def _drawings(heatmap: Heatmap, shown: Pixels, style: PictureStyle) -> Mapping[str, bytes]:
    return {".png": png(drawn(heatmap, shown, style))}


def _findings(
    classifier: Classifier, inputs: Tensor, targets: Sequence[str], explanations: Sequence[Explanation]
) -> list[Findings]:
    classes = torch.tensor([classifier.index(name) for name in targets], device=classifier.device)
    target = class_score("probability", classifier, classes)
    scored = map_scores(classifier, target, inputs, [*map(only_heatmap, explanations)], ScoreSettings())
    return [Findings(one.baseline, one.values, warnings=one.warnings) for one in scored]


def _words(record: Record) -> tuple[str, ...]:
    return (f"deletion {_number(record.deletion)}", f"insertion {_number(record.insertion)}")


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _nothing(_record: Record) -> tuple[str, ...]:
    """The table has columns of its own for the scores of maps."""
    return ()


KIND = Kind(
    makes=Heatmap,
    suffixes=(".npz", ".png"),
    arrays=_arrays,
    of_arrays=_of_arrays,
    drawings=_drawings,
    findings=_findings,
    drawing_code=("stimuli.renderers.heatmap",),
    scores_code=("stimuli.scores",),
    words=_words,
    told=_nothing,
    note=NOTE,
    scale=True,
)
