"""In which order patches are tried: from a map of the picture, or from what each patch does by itself."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from stimuli.attention_graphs.asking import Asking
from stimuli.attention_graphs.patches import Patches, without


def order_of(evidence: NDArray[np.floating]) -> list[int]:
    """All patches by falling evidence, of any shape; equal ones by their number."""
    return [int(patch) for patch in np.argsort(-evidence.ravel(), kind="stable")]


def exhaustive_order(n_patches: int) -> Asking[Sequence[int]]:
    """All patches by what each adds to the empty picture and takes from the whole one: 2 r² scores."""
    everything: Patches = tuple(range(n_patches))
    alone: list[Patches] = [(patch,) for patch in everything]
    hidden = [without(everything, patch) for patch in everything]
    scores = np.array((yield [*alone, *hidden]))
    return order_of(scores[:n_patches] - scores[n_patches:])
