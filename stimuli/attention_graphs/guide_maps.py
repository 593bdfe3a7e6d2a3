"""Maps that say which patches are tried first: I-GOS at the graph's own resolution."""

from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from stimuli.authors.igos_v0 import igos_v0
from stimuli.authors.pair import AuthorsSettings, Pair
from stimuli.baselines import Baselines
from stimuli.mask_maps import unexplainable
from stimuli.mask_objective import Objective, Term
from stimuli.mask_optimiser import Descent, optimised
from stimuli.masked_pictures import MaskedPictures
from stimuli.target import Target

Evidence = list[NDArray[np.float32]]  # per image: (r, r), high where patches are promising
OBJECTIVE = Objective((Term("deletion"),), area=3.0, roughness=50.0)  # igos' own defaults, as are those below
PATH_IMAGES, STEP, MOMENTUM, MOST_PRESSURE = 5, 0.1, 0.9, 0.5
AUTHORS = AuthorsSettings(
    cells=7, iterations=2, path_images=20, area=1.0, roughness=20.0, step=200.0, noise=0.2, seed=0
)


def igos_guide(target: Target, inputs: Tensor, found: Baselines, cells: int, iterations: int, seed: int) -> Evidence:
    """How much of each cell I-GOS hides; flat where there is nothing to explain."""
    evidence = [np.zeros((cells, cells), dtype=np.float32) for _ in range(len(inputs))]
    pairs = enumerate(zip(found.clean.tolist(), found.hidden.tolist(), strict=True))
    rows = [row for row, (clean, hidden) in pairs if unexplainable(clean, hidden) is None]
    if rows:
        pictures = MaskedPictures.of(target, inputs, found).only(torch.tensor(rows, device=inputs.device))
        descent = Descent(cells, iterations, PATH_IMAGES, STEP, MOMENTUM, MOST_PRESSURE, seed=seed)
        masks = optimised(pictures, OBJECTIVE, descent)
        evidence_of = masks.evidence.float().cpu().numpy()
        for row, one in zip(rows, evidence_of, strict=True):
            evidence[row] = one
    return evidence


def authors_guide(target: Target, inputs: Tensor, found: Baselines, cells: int, seed: int) -> Evidence:
    """What two iterations of the authors' I-GOS hide."""
    settings = replace(AUTHORS, cells=cells, seed=seed)
    evidence = []
    for row in range(len(inputs)):
        mask = igos_v0(Pair(target, row, inputs[row : row + 1], found.images[row : row + 1]), settings)
        evidence.append((1 - mask.detach().float()).cpu().numpy())
    return evidence
