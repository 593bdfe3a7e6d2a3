"""One picture before and after one mark was changed, and where they differ."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stimuli.gulls.picture import DEFAULT_DIFFICULTY, GullPicture, render


@dataclass(frozen=True)
class Intervention:
    """The same bird twice; all that differs is one mark."""

    mark: str
    before: GullPicture
    after: GullPicture

    @property
    def changed(self) -> NDArray[np.bool_]:
        """(H, W): the pixels that differ."""
        differs: NDArray[np.bool_] = (self.before.image != self.after.image).any(axis=2)
        return differs

    @property
    def difference(self) -> NDArray[np.uint8]:
        """(H, W, 3): the picture in pale grey, the changed pixels in their strength of change in red."""
        grey = 255 - (255 - self.before.image.mean(axis=2)) * 0.25
        strength = np.abs(self.before.image.astype(float) - self.after.image).max(axis=2) / 255
        alpha = np.where(self.changed, 0.35 + 0.65 * np.sqrt(strength), 0.0)[..., None]
        shown = grey[..., None] * (1 - alpha) + np.array([200.0, 20.0, 60.0]) * alpha
        return np.asarray(shown, dtype=np.uint8)


def intervene(
    species: str,
    seed: int,
    mark: str,
    source: str | None,
    *,
    difficulty: float = DEFAULT_DIFFICULTY,
    size_px: int = 448,
) -> Intervention:
    """Change one mark: take it from `source`, or take it away (None)."""
    before = render(species, seed, difficulty=difficulty, size_px=size_px)
    return Intervention(mark, before, with_mark(before, mark, source))


def with_mark(bird: GullPicture, mark: str, source: str | None) -> GullPicture:
    """The same bird, one of its own marks taken from `source`, or taken away (None)."""
    facts = bird.attributes
    return render(facts.species, facts.seed, difficulty=facts.difficulty, size_px=facts.size_px, swap={mark: source})
