"""Pictures under masks, through the network: scores, and integrated gradients of scores.

Colours lie innermost here, as the network takes them fastest.  A picture under a mask is composed in one pass, and the
slopes of a path's images are added up before they meet the picture, so that beside the network little is left to do.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from stimuli.baselines import Baselines
from stimuli.mask_objective import Game
from stimuli.masks import edge_weights
from stimuli.target import Target

MOST_AT_ONCE = {"cpu": 16, "cuda": 128, "mps": 64}  # images through the network


@dataclass(frozen=True, eq=False)
class MaskedPictures:
    """Pictures and their baselines, and the score that each has by itself.

    rows: (B,), which image of the target's batch each picture is.  pictures, baselines: (B, H, W, 3).
    lowest: (B,), the baseline's score.  spread: (B,), how far above it the picture's lies.  All scores that are given
    out are shares of this: 0 is the baseline's, 1 the picture's, whatever the target counts in.
    edges: the pictures' `edge_weights`, where the objective asks for them.
    """

    target: Target
    rows: Tensor
    pictures: Tensor
    baselines: Tensor
    lowest: Tensor
    spread: Tensor
    edges: tuple[Tensor, Tensor] | None = None

    @classmethod
    def of(cls, target: Target, inputs: Tensor, found: Baselines, edge_sigma: float | None = None) -> "MaskedPictures":
        """Of a batch of inputs (B, 3, H, W) with their baselines."""
        rows = torch.arange(len(inputs), device=inputs.device)
        pictures, baselines = (batch.permute(0, 2, 3, 1).contiguous() for batch in (inputs, found.images))
        edges = None if edge_sigma is None else edge_weights(inputs, edge_sigma)
        return cls(target, rows, pictures, baselines, found.hidden, found.clean - found.hidden, edges)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def side(self) -> int:
        """Width and height, in pixels."""
        return self.pictures.shape[1]

    def only(self, which: Tensor) -> "MaskedPictures":
        """Some of the pictures, by their positions."""
        parts = {name: getattr(self, name)[which] for name in ("rows", "pictures", "baselines", "lowest", "spread")}
        edges = None if self.edges is None else (self.edges[0][which], self.edges[1][which])
        return replace(self, **parts, edges=edges)

    @torch.no_grad()
    def scores(self, game: Game, opacity: Tensor) -> Tensor:
        """The scores of the pictures under masks (B, H, W): (B,)."""
        found = torch.empty_like(self.lowest)
        for part, start, change in self._parts(game, 1):
            found[part] = self._score(part, torch.addcmul(start, change, opacity[part, None, :, :, None]))
        return (found - self.lowest) / self.spread

    def integrated(
        self, game: Game, opacity: Tensor, path: Tensor, noise: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        """The mean score under path * opacity (B,), and its gradient with respect to the opacity (B, H, W).

        path: (S,), in (0, 1].  As in the authors' code an image of the path brings its factor of the chain rule.
        noise: (S, H, W, 3), added to the path's images, the same for every picture.
        """
        means, slopes = torch.empty_like(self.lowest), torch.empty_like(opacity)
        for part, start, change in self._parts(game, len(path)):
            veils = path[:, None, None, None] * opacity[part, None, :, :, None]
            shown = torch.addcmul(start, change, veils)
            shown = (shown if noise is None else shown + noise).detach().requires_grad_()
            scores = self._score(part, shown)
            (slope,) = torch.autograd.grad(scores.sum(), shown)
            along = torch.matmul(path / len(path), slope.flatten(2)).view_as(change[:, 0])
            slopes[part] = (along * change[:, 0]).sum(-1) / self.spread[part, None, None]
            means[part] = scores.detach().view(-1, len(path)).mean(1)
        return (means - self.lowest) / self.spread, slopes

    def _parts(self, game: Game, per_image: int) -> Iterator[tuple[slice, Tensor, Tensor]]:
        """Slices of the batch that fit the device; what a mask of 0 shows, and what one of 1 adds: (b, 1, H, W, 3)."""
        size = max(1, MOST_AT_ONCE.get(self.rows.device.type, 16) // per_image)
        for first in range(0, len(self), size):
            part = slice(first, first + size)
            hidden, shown = self.baselines[part, None], self.pictures[part, None]
            yield (part, hidden, shown - hidden) if game == "deletion" else (part, shown, hidden - shown)

    def _score(self, part: slice, shown: Tensor) -> Tensor:
        """(b, S, H, W, 3) → (b * S,)."""
        rows = self.rows[part].repeat_interleave(shown.shape[1])
        return self.target(shown.flatten(0, 1).permute(0, 3, 1, 2), rows)
