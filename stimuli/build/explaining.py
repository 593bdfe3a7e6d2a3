"""The explanations of all pictures by one method."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch

from stimuli.build.album import KnownPicture
from stimuli.build.planning import PlannedExplanation
from stimuli.build.workshop import Workshop
from stimuli.explanation import Explanation
from stimuli.method import Request
from stimuli.store import Entry, key_of
from stimuli.target import ClassLogit


@dataclass(frozen=True, eq=False)
class Explained:
    """An explanation of one picture, the class it explains, and where it is kept."""

    explanation: Explanation
    target: str
    store_key: str


def explanations(
    shop: Workshop,
    planned: PlannedExplanation,
    pictures: Sequence[KnownPicture],
    targets: Sequence[str],
    before: Mapping[str, Sequence[Explained]],
) -> list[Explained]:
    """One explanation per picture.  targets: the class to explain, per picture.  before: explanations made already."""
    keys = [_key(shop, planned, known, target) for known, target in zip(pictures, targets, strict=True)]
    found = {n: _read(planned, entry) for n, key in enumerate(keys) if (entry := shop.store.get(key))}
    missing = [n for n in range(len(pictures)) if n not in found]

    def compute(batch: Sequence[int]) -> Sequence[Explanation]:
        views = shop.album.views([pictures[n].picture for n in batch])
        inputs = shop.classifier.inputs([view.taken for view in views])
        classes = torch.tensor([shop.classifier.index(targets[n]) for n in batch], device=shop.classifier.device)
        needed = {name: [before[name][n].explanation for n in batch] for name in planned.needs}
        request = Request(inputs, ClassLogit(shop.classifier, classes), needed)
        return planned.method.explain(shop.classifier, request, planned.parameters)

    def keep(n: int, explanation: Explanation) -> None:
        shop.store.put(keys[n], explanation.arrays(), {"warnings": list(explanation.warnings)})
        found[n] = explanation

    shop.in_batches(f"explanations: {planned.name}", missing, compute, keep)
    shop.work.n_explanations += len(missing)
    return [Explained(found[n], targets[n], keys[n]) for n in range(len(pictures))]


def _key(shop: Workshop, planned: PlannedExplanation, known: KnownPicture, target: str) -> str:
    return key_of(
        "explanation",
        image=known.source_sha256,
        classifier=shop.classifier.identity,
        method=planned.plan.method,
        parameters=planned.parameters.model_dump(mode="json"),
        target=target,
        code=planned.code,
    )


def _read(planned: PlannedExplanation, entry: Entry) -> Explanation:
    warnings = entry.facts["warnings"]
    assert isinstance(warnings, list)  # noqa: S101 - keep wrote it
    return planned.method.makes.of_arrays(entry.arrays, tuple(warnings))
