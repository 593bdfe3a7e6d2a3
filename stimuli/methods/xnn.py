"""XNN (Qi, Khorram and Li 2021): the concepts a class's score is made of, each with its own heat map.

An explanation network per class is learnt once per set, on the classifier's features (stimuli/concepts).  In a picture,
what each concept adds to the score is a number that can be differentiated; the concepts that are worth showing are
explained by any method that makes heat maps.  Shown is the smallest set of positive contributions that together make
`coverage` of all of them.  Where the code and we differ stands beside it in stimuli/concepts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Annotated, Any, Literal

import numpy as np
import torch
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field
from torch import Tensor

from stimuli.classifier import Classifier
from stimuli.concepts.attachment import Attachment
from stimuli.concepts.contribution import ConceptContributions, Reader
from stimuli.concepts.learning import Plan, learnt
from stimuli.concepts.material import Division, lacking
from stimuli.concepts.module import ConceptModule, packed, unpacked
from stimuli.concepts.options import Training
from stimuli.concepts.significance import significant
from stimuli.explanation import Concepts
from stimuli.fit import Fit, Fitting
from stimuli.method import Method, Parameters, Request, Run, only_heatmap
from stimuli.picture import Picture
from stimuli.store import Entry

MAP = "map"
LEAST_SEEN = 0.05  # of the class's images: what is shown more rarely gets no row on a page of the class
FAR = 3.0  # times the module's error on held-out images
FAR_OFF = (
    "the explanation network is far off here: it says {said:.1f}, the classifier {is_:.1f} (usual error {usual:.1f})"
)
NO_MAPS = np.zeros((0, 1, 1), dtype=np.float32)
NONE = "no concept adds to the score of this class in this picture"


Width = Annotated[int, Field(ge=1)]


class MapOf(BaseModel):
    """map = { method = …, parameters = … }: what shows where a concept is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    method: str = "igos_pp"
    parameters: Mapping[str, Any] = {}


class XnnParameters(Parameters):
    """Options of xnn."""

    layer: str | None = Field(default=None, description="read after it; absent: what the last linear layer is given")
    concepts: Annotated[int, Field(ge=1, le=100)] | Literal["auto"] = Field(
        default=5, description="n, of each class; auto: the fewest that are as good"
    )
    hidden: tuple[Width, Width] | None = Field(
        default=None, description="widths; absent: 800 and 100, fewer for few features"
    )
    coverage: float = Field(default=0.9, gt=0, le=1, description="share of the positive contributions that is shown")
    shown: int | None = Field(
        default=None, ge=1, description="show just so many, the largest; absent: as coverage says"
    )
    most_shown: int = Field(default=5, ge=1, description="at most")
    map: MapOf = Field(default=MapOf(), description="the method, with its parameters, that shows where a concept is")
    least_r2: float = Field(default=0.5, le=1, description="within the class, held out; modules below it are refused")
    held_out: float = Field(default=0.25, gt=0, lt=1, description="share of each class's images, tested on")
    held_out_split: str | None = Field(default=None, description="test on the images of this split instead")
    views: int = Field(default=15, ge=0, description="of every image learnt from, beside itself")
    faithfulness: float = Field(
        default=Training.faithfulness, ge=0, description="weight of the score's error; authors 1, in other units"
    )
    reconstruction: float = Field(
        default=Training.reconstruction, ge=0, description="weight of the features' sparse reconstruction"
    )
    pull_away: float = Field(
        default=Training.pull_away, ge=0, description="weight of the likeness of two contributions; authors: 5"
    )
    waking: float = Field(
        default=Training.waking, ge=0, description="weight of the silence of a concept; the authors have none"
    )
    q: float = Field(default=Training.q, gt=0, description="how soon a feature that cannot be rebuilt is given up")
    rows: int = Field(default=Training.rows, ge=100, description="of an epoch, half of them the class's own")
    batch: int = Field(default=Training.batch, ge=2, description="rows at once; the authors: 50")
    pretraining: int = Field(default=Training.pretraining, ge=1, description="epochs of each layer by itself")
    epochs: int = Field(default=Training.epochs, ge=1, description="of all layers together")
    rate: float = Field(default=Training.rate, gt=0, description="of Adam; a tenth in the last 40 % of the epochs")
    weight_decay: float = Field(default=Training.weight_decay, ge=0, description="of Adam")
    dropout: float = Field(default=Training.dropout, ge=0, lt=1, description="of the first hidden layer")
    balance: float = Field(
        default=Training.balance, ge=0, le=1, description="second largest mean contribution / largest, at least"
    )
    rounds: int = Field(
        default=Training.rounds, ge=0, description="how often to begin anew where balance is not reached"
    )
    seed: int = Field(default=0, ge=0)


SHOWING = frozenset({"coverage", "shown", "most_shown", "map", "least_r2"})
TRAINING = frozenset(one.name for one in fields(Training)) & frozenset(XnnParameters.model_fields) - {"seed"}


def explain(classifier: Classifier, request: Request, parameters: XnnParameters) -> list[Concepts]:
    """One explanation per image, of the class that is asked about."""
    if request.fitted is None:
        raise ValueError("xnn explains with networks that it has learnt: Request.fitted is missing")
    modules = unpacked(request.fitted.arrays, request.fitted.facts)
    attachment = Attachment.of(classifier, parameters.layer)
    used = list(dict.fromkeys(request.classes))
    readers = [Reader.of(modules[name], classifier.device) for name in used]
    which = torch.tensor([used.index(name) for name in request.classes], device=classifier.device)
    added, logits = _contributions(attachment, readers, which, request.inputs)
    chosen = [shown_concepts(row, parameters) for row in added]
    owners = _long([n for n, some in enumerate(chosen) for _ in some], classifier.device)
    concepts = _long([k for some in chosen for k in some], classifier.device)
    maps = _maps(classifier, request, ConceptContributions(attachment, readers, which[owners], concepts), owners)
    found = []
    for n, (name, some) in enumerate(zip(request.classes, chosen, strict=True)):
        logit = float(logits[n, classifier.index(name)])
        found.append(_explanation(modules[name], added[n], some, maps[owners.cpu().numpy() == n], logit))
    return found


def shown_concepts(added: NDArray[np.floating], parameters: XnnParameters) -> list[int]:
    """The concepts that people see of a picture, by what each adds: (n,)."""
    return significant(added, parameters.coverage, parameters.shown, parameters.most_shown)


@torch.no_grad()
def _contributions(
    attachment: Attachment, readers: Sequence[Reader], which: Tensor, inputs: Tensor
) -> tuple[list[NDArray[np.float32]], Tensor]:
    """What every concept adds, image by image, and the classifier's logits (B, n_classes)."""
    features, logits = attachment.read(inputs)
    rows = [
        readers[int(n)].contributions(features[k : k + 1].float())[0].cpu().numpy()
        for k, n in enumerate(which.tolist())
    ]
    return rows, logits.cpu()


def _maps(
    classifier: Classifier, request: Request, target: ConceptContributions, owners: Tensor
) -> NDArray[np.float32]:
    """The heat maps of all concepts of all images, made in one batch: (M, h, w)."""
    if not len(owners):
        return NO_MAPS
    asked = Request(request.inputs[owners], request.counted(target, owners))
    return np.stack([only_heatmap(one).values for one in request.reruns[MAP](classifier, asked)])


def _long(values: Sequence[int], device: torch.device) -> Tensor:
    return torch.tensor(values, dtype=torch.long, device=device)


def _explanation(
    module: ConceptModule, added: NDArray[np.float32], chosen: Sequence[int], maps: NDArray[np.float32], logit: float
) -> Concepts:
    said, usual = module.bias + float(added.sum()), module.faithfulness.rmse
    told = [FAR_OFF.format(said=said, is_=logit, usual=usual)] if abs(said - logit) > FAR * usual else []
    told += [] if len(chosen) else [NONE]
    maps = maps if len(chosen) else NO_MAPS  # whatever the neighbours' are
    return Concepts(added, np.array(chosen, dtype=np.int64), maps, module.bias, logit, tuple(told))


def _fit(fitting: Fitting, parameters: XnnParameters) -> Entry:
    first, second = parameters.hidden or (None, None)
    training = {name: getattr(parameters, name) for name in TRAINING}
    modules = learnt(
        fitting,
        Plan(
            layer=parameters.layer,
            concepts=parameters.concepts,
            first=first,
            second=second,
            division=_division(parameters),
            n_views=parameters.views,
            seed=parameters.seed,
            training=training,
        ),
    )
    return Entry(*packed(modules))


def _division(parameters: XnnParameters) -> Division:
    return Division(parameters.held_out, parameters.held_out_split, parameters.seed)


def _settled_by(parameters: XnnParameters) -> Mapping[str, Any]:
    return parameters.model_dump(mode="json", exclude=set(SHOWING))


def _lacks(parameters: XnnParameters, pictures: Sequence[Picture], classes: Sequence[str]) -> list[str]:
    return lacking(_division(parameters), pictures, classes)


def _refusals(entry: Entry, parameters: XnnParameters, classes: Sequence[str]) -> list[str]:
    modules = unpacked(entry.arrays, entry.facts)
    return [line for name in classes if (line := modules[name].refusal(parameters.least_r2))]


def _examples(entry: Entry, parameters: XnnParameters, name: str, n: int) -> list[tuple[int, tuple[str, ...]]]:
    """Of every concept that people see often enough, the images to which it adds most among those that show it."""
    module = unpacked(entry.arrays, entry.facts)[name]
    shown = [shown_concepts(row, parameters) for row in module.contributions]
    found = []
    for concept in range(module.n_concepts):
        having = [k for k, some in enumerate(shown) if concept in some]
        if len(having) >= LEAST_SEEN * len(shown):
            best = sorted(having, key=lambda k: -module.contributions[k, concept])[:n]
            found.append((concept, tuple(module.images[k] for k in best)))
    return found


def _runs(parameters: XnnParameters) -> Mapping[str, Run]:
    return {MAP: Run(parameters.map.method, parameters.map.parameters)}


METHOD = Method(
    makes=Concepts,
    parameters=XnnParameters,
    explain=explain,
    runs=_runs,
    fit=Fit(run=_fit, settled_by=_settled_by, lacks=_lacks, refusals=_refusals, examples=_examples),
)
