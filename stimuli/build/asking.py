"""One method asked for the explanations of one batch, and what each cost."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

import torch
from torch import Tensor

from stimuli.build.planning import PlannedExplanation
from stimuli.classifier import Classifier
from stimuli.evaluations import Cost, Counted
from stimuli.explanation import Explanation
from stimuli.method import Request, Rerun
from stimuli.store import Entry
from stimuli.target import class_score


def explained_batch(
    classifier: Classifier,
    planned: PlannedExplanation,
    inputs: Tensor,
    targets: Sequence[str],
    needed: Mapping[str, Sequence[Explanation]],
    fitted: Entry | None = None,
) -> list[tuple[Explanation, Cost]]:
    """An explanation per image of inputs (B, 3, H, W), with its cost.

    targets: the class to explain, per image.  needed: the explanations that the method needs, by name, one per image.
    fitted: what the method has learnt, where it learns.
    """
    classes = torch.tensor([classifier.index(name) for name in targets], device=classifier.device)
    target = Counted(class_score(planned.score, classifier, classes), len(inputs), classifier.device)
    others = {**{name: planned.others[name] for name in planned.reruns}, **planned.runs}
    reruns = {name: _rerun(one) for name, one in others.items()}
    request = Request(inputs, target, needed, reruns, targets, fitted, target.instead)
    began = time.perf_counter()
    made = planned.method.explain(classifier, request, planned.parameters)
    return list(zip(made, target.costs(time.perf_counter() - began), strict=True))


def _rerun(planned: PlannedExplanation) -> Rerun:
    """That explanation's method with its parameters, for whatever network and request it is given."""

    def run(classifier: Classifier, request: Request) -> Sequence[Explanation]:
        alone = replace(request, needed={}, reruns={}, fitted=None)
        return planned.method.explain(classifier, alone, planned.parameters)

    return run
