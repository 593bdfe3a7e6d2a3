"""Searches for sufficient sets in real photographs, and all small sets of one, for tests and benchmarks."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import torch

from stimuli.attention_graphs.asking import Asking, Memo, answered, remembered
from stimuli.attention_graphs.explaining import Wish, attention_graph
from stimuli.attention_graphs.grid import Grid
from stimuli.attention_graphs.guide import order_of
from stimuli.attention_graphs.guide_maps import authors_guide
from stimuli.attention_graphs.patches import Patches
from stimuli.attention_graphs.scorer import Scorer
from stimuli.attention_graphs.search import Found, Limits
from stimuli.authors.sag import authors_search
from stimuli.baselines import BaselineName, baselines
from stimuli.classifier import Classifier
from stimuli.images import Pixels
from stimuli.inputs import denormalised
from stimuli.target import ClassProbability

CELLS, SUFFICIENT = 7, 0.9
TENTH = 1965  # of the 19,649 sets of one to three patches, the empty one among these too
SMALL: list[Patches] = [one for n in range(4) for one in combinations(range(CELLS**2), n)]


@dataclass(frozen=True, eq=False)
class Photograph:
    """One photograph, ready to be asked about.  full: of its class, the network's own choice."""

    scorer: Scorer
    order: Sequence[int]
    full: float

    @classmethod
    @torch.no_grad()
    def of(
        cls, classifier: Classifier, pixels: Pixels, baseline: BaselineName, *, corners: bool = False
    ) -> "Photograph":
        """corners: as the authors' code enlarges patches, and guided by their I-GOS; else without a guide."""
        inputs = classifier.inputs([pixels])
        target = ClassProbability(classifier, classifier(inputs).argmax(1))
        hidden = baselines(baseline, target, inputs, classifier.preprocessing)
        shown, under = (denormalised(one, classifier.preprocessing) for one in (inputs, hidden.images))
        grid = Grid(CELLS, inputs.shape[-1], corners=corners)
        with torch.enable_grad():
            order = order_of(authors_guide(target, inputs, hidden, CELLS, 0)[0]) if corners else []
        scorer = Scorer(target, classifier.preprocessing, grid, shown, under)
        return cls(scorer, order, scorer([(0, tuple(range(CELLS**2)))])[0])

    def enumerated(self) -> dict[Patches, float]:
        """The scores of all sets of up to three patches: 19,650 evaluations."""
        return dict(zip(SMALL, self.scorer([(0, one) for one in SMALL]), strict=True))

    def pairwise(self, evaluations: int) -> tuple[Found, Memo]:
        """What the pairwise search finds within so many evaluations."""
        limits, memo = Limits(sets=10_000, evaluations=evaluations - 1), Memo()  # the whole picture is one more
        wish = Wish(CELLS**2, SUFFICIENT, "pairwise", limits, overlap=CELLS**2, shown=0)
        outcome = answered([remembered(attention_graph(wish, None, memo), memo)], self.scorer)[0]
        assert outcome.found is not None
        return outcome.found, memo

    def as_the_authors(self) -> tuple[Found, Memo]:
        """What the authors' search finds with their settings, and what is known then."""
        memo = Memo()
        search: Asking[Found] = authors_search(self.order, SUFFICIENT * self.full, Limits())
        return answered([remembered(search, memo)], self.scorer)[0], memo


def minimal(scores: dict[Patches, float], threshold: float) -> set[Patches]:
    """The sufficient sets of an enumeration no part of which is sufficient."""
    enough = {one for one, score in scores.items() if score > threshold}

    def parts(one: Patches) -> list[Patches]:
        return [part for n in range(len(one)) for part in combinations(one, n)]

    return {one for one in enough if not enough.intersection(parts(one))}


def share_found(photograph: Photograph, evaluations: int) -> tuple[int, float, int] | None:
    """How many minimal sets of up to three patches there are, the share found, and the evaluations that it took.

    None where there are none, or where the baseline is sufficient by itself.
    """
    truth = minimal(photograph.enumerated(), SUFFICIENT * photograph.full)
    if not truth or () in truth:
        return None
    found, memo = photograph.pairwise(evaluations)
    return len(truth), float(np.mean([one in found.sets for one in truth])), memo.distinct
