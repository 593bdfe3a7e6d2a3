"""A linear model in a network's place: squares are hidden at random, and the score is fitted to what is left.

LIME and SHAP differ in how they draw and weigh the samples; what they share is here.
"""

from collections.abc import Iterable

import torch
from captum.attr import Lime
from torch import Tensor

from stimuli.attribution import FORWARD_AT_ONCE, seeded


class WeightedRidge:
    """Least squares with weights, an intercept and a penalty on the slopes, as captum's LIME takes it.

    captum's own models are scikit-learn's, which would be one more dependency for one equation.
    """

    def __init__(self, penalty: float) -> None:
        self._penalty = penalty
        self._slopes = torch.empty(0)

    def fit(self, samples: Iterable[tuple[Tensor, Tensor, Tensor]]) -> None:
        """Fits to one batch of samples: features (N, M), scores (N,), weights (N,)."""
        ((features, scores, weights),) = ([part.cpu().double() for part in batch] for batch in samples)
        shares = (weights / weights.sum()).unsqueeze(1)
        centred = features - (shares * features).sum(0), scores.unsqueeze(1) - (shares * scores.unsqueeze(1)).sum(0)
        left, right = (weights.sqrt().unsqueeze(1) * part for part in centred)
        penalty = self._penalty**0.5 * torch.eye(features.shape[1], dtype=torch.double)
        rows, wanted = torch.cat([left, penalty]), torch.cat([right, right.new_zeros(len(penalty), 1)])
        # gelsd: the smallest solution where there are fewer samples than features
        self._slopes = torch.linalg.lstsq(rows, wanted, driver="gelsd").solution.squeeze(1)

    def representation(self) -> Tensor:
        """The slopes: (M,)."""
        return self._slopes


def squares(side: int, cells: int, device: torch.device) -> Tensor:
    """Which of cells x cells squares each pixel lies in, row by row: (side, side)."""
    line = torch.arange(side, device=device) * cells // side
    return line.unsqueeze(1) * cells + line


def few_samples(n_samples: int, cells: int) -> tuple[str, ...]:
    """A warning where there are fewer than two samples for each of the linear model's slopes."""
    if n_samples >= 2 * cells**2:
        return ()
    return (f"{n_samples} samples for {cells**2} squares: another seed may give another map; take {20 * cells**2}",)


def slopes(lime: Lime, image: Tensor, baseline: Tensor, cells: int, n_samples: int, seed: int) -> Tensor:
    """What the linear model says of each square of an image (1, 3, H, W) with its baseline: (cells, cells)."""
    with seeded(seed, image.device):
        found: Tensor = lime.attribute(
            image,
            baselines=baseline,
            feature_mask=squares(image.shape[-1], cells, image.device)[None, None],
            n_samples=n_samples,
            perturbations_per_eval=FORWARD_AT_ONCE,
            return_input_shape=False,
        )
    return found.reshape(cells, cells)
