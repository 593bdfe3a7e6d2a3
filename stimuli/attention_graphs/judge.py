"""Asks the network whether it still says the class of pictures of which only some patches are shown."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from stimuli.attention_graphs.asking import DECIMALS, Question
from stimuli.attention_graphs.items import Verdict
from stimuli.attention_graphs.scorer import Versions
from stimuli.classifier import Classifier


@dataclass(frozen=True, eq=False)
class Judge:
    """classes: (B,), the class of each image of the versions."""

    classifier: Classifier
    classes: Tensor
    versions: Versions

    @torch.no_grad()
    def __call__(self, questions: Sequence[Question]) -> list[Verdict]:
        """The verdicts, in the order of the questions: probability and margin by one pass through the network."""
        found: list[Verdict] = []
        for inputs, rows in self.versions.batches(questions):
            probabilities = self.classifier(inputs).softmax(1)
            own = self.classes[rows].unsqueeze(1)
            p = probabilities.gather(1, own).squeeze(1)
            next_best = probabilities.scatter(1, own, -1.0).amax(1)
            pairs = zip(p.tolist(), (p - next_best).tolist(), strict=True)
            found += [Verdict(round(one, DECIMALS), round(margin, DECIMALS)) for one, margin in pairs]
        return found
