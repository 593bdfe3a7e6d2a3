"""What a mask is asked for: to hide a class, to keep it, to be small and to be smooth.

The methods that optimise masks differ in this alone; how the optimum is found stands in `mask_optimiser.py`.
"""

from dataclasses import dataclass
from typing import Literal

from torch import Tensor

from stimuli.masks import bilateral_variation, enlarged, total_variation

Game = Literal["deletion", "insertion"]
USUAL_CELLS = 28  # the resolution at which the weights of the penalties are given


@dataclass(frozen=True)
class Term:
    """A score of the network under masks.

    deletion: the picture where the mask is 1, its baseline where it is 0; the score is to fall.
    insertion: the baseline where the mask is 1, the picture where it is 0; the score is to rise.
    masks: which masks; of several, the product.
    """

    game: Game
    masks: tuple[int, ...] = (0,)

    @property
    def sign(self) -> float:
        """With what sign the score enters the sum that is minimised."""
        return 1.0 if self.game == "deletion" else -1.0


@dataclass(frozen=True)
class Objective:
    """The sum of the terms' scores and of two penalties of the product of all masks.

    area: weight of the mean of |1 - mask|, whose slope is taken as 0 where the mask is 1: a cell that hides nothing is
    not pressed upwards, else all of them together would outweigh the few that are to move.
    roughness: weight of the total variation, the bilateral one where edge_sigma is given.  It is the weight for 28 x 28
    cells: on a finer grid the same slope makes smaller differences between neighbours, so their squares are multiplied
    by (s / 28)².  The authors' code leaves that to the user.
    """

    terms: tuple[Term, ...]
    area: float
    roughness: float
    edge_sigma: float | None = None

    @property
    def n_masks(self) -> int:
        """How many masks each image has."""
        return 1 + max(max(term.masks) for term in self.terms)

    def penalty(self, masks: Tensor, edges: tuple[Tensor, Tensor] | None) -> Tensor:
        """Of masks (B, n, s, s): (B,).  edges: the pictures' `edge_weights`, where there is an edge_sigma."""
        whole = masks.prod(1)
        if edges is None:
            rough = total_variation(whole)
        else:
            rough = bilateral_variation(whole, enlarged(whole, edges[0].shape[-1]), edges)
        return self.area * (1 - whole).abs().mean((-2, -1)) + self._roughness_at(masks.shape[-1]) * rough

    def pressure(self, side: int, depth: float) -> float:
        """With what slope the penalties press a cell back that is hidden deeper than its four neighbours by depth."""
        return (self.area + self._roughness_at(side) * 8 * depth) / side**2

    def _roughness_at(self, side: int) -> float:
        return self.roughness * (side / USUAL_CELLS) ** 2


def product(masks: Tensor, which: tuple[int, ...]) -> Tensor:
    """The product of some of the masks (B, n, s, s): (B, s, s)."""
    found = masks[:, which[0]]
    for n in which[1:]:
        found = found * masks[:, n]
    return found
