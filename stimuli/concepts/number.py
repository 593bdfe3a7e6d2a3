"""How many concepts a class gets, where its researcher leaves that to a criterion."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from stimuli.concepts.course import Trained
from stimuli.concepts.encoding import encoded, layers_of
from stimuli.concepts.faithfulness import explained_variance
from stimuli.concepts.material import Division, Material
from stimuli.concepts.rows import Rows

CANDIDATES = (2, 3, 4, 5, 6, 7, 8)
CHOICE_SHARE = 0.25  # of the learning images, on which candidates are compared
NEARLY_BEST = 0.02  # of R² within the class
Train = Callable[[Rows, Sequence[int]], Sequence[Trained]]


def fewest(rows: Rows, material: Material, seed: int, train: Train) -> list[int]:
    """How many concepts each class gets.

    The fewest whose R² within the class, on a quarter of the learning images that the candidates have not learnt from,
    is at most 0.02 below the best candidate's.  Held-out images take no part in the choice.
    train: the networks of rows with so many concepts each.
    """
    aside = _set_aside(material, seed)
    tested = [torch.tensor([n for n in own.tolist() if aside[n]]) for own in rows.own]
    kept = torch.tensor([not one for one in aside])
    fewer = replace(
        rows,
        own=tuple(own[kept[own]] for own in rows.own),
        others=tuple(others[kept[others]] for others in rows.others),
    )
    by_candidate = [
        [_r2(one, rows, c, tested[c]) for c, one in enumerate(train(fewer, [n] * len(rows)))] for n in CANDIDATES
    ]
    return [CANDIDATES[int(np.argmax(some >= some.max() - NEARLY_BEST))] for some in np.array(by_candidate).T]


def _set_aside(material: Material, seed: int) -> list[bool]:
    """Of every learning row, whether its image is one of those on which candidates are compared."""
    which = [n for n, out in enumerate(material.held_out) if not out]
    pictures = [material.pictures[n] for n in which]
    chosen = Division(CHOICE_SHARE, None, seed + 1).held_out(pictures)
    return [one for n, one in zip(which, chosen, strict=True) for _ in material.features[n]]


def _r2(one: Trained, rows: Rows, c: int, tested: Tensor) -> float:
    """Within a class, on these of its rows."""
    features, scores = rows.features[tested].numpy(), rows.scores[c, tested].numpy()
    concepts = encoded(layers_of(one), features) * one.state["live"][0]
    said = concepts @ one.state["head.weight"][:, 0] + one.state["head.bias"][0, 0]
    return explained_variance(said.astype(np.float64), scores.astype(np.float64))
