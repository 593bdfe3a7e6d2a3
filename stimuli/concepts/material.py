"""What explanation networks learn from and are tested on: features and logits of pictures and of views of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from stimuli.code_version import code_version
from stimuli.concepts.attachment import Attachment
from stimuli.fit import Desk
from stimuli.gulls.streams import child_seed, stream
from stimuli.images import Pixels, as_input
from stimuli.inputs import normalised
from stimuli.picture import Picture
from stimuli.store import Entry, key_of
from stimuli.training.augmentation import augmented

AT_ONCE = 32  # views through the network
LEAST_LEARNING, LEAST_HELD_OUT = 12, 6
WHY = (
    "a network is learnt from the class's own images, and R² within the class, which decides whether it may be shown, "
    "is measured on images held out from learning; on fewer both are chance"
)


@dataclass(frozen=True)
class Division:
    """Which images are held out.  share: of every class.  split: the images of this split in their place."""

    share: float
    split: str | None
    seed: int

    def held_out(self, pictures: Sequence[Picture]) -> list[bool]:
        """For every picture, whether it is kept from learning."""
        if self.split is not None:
            return [picture.split == self.split for picture in pictures]
        chosen = set[str]()
        for label in sorted({picture.label for picture in pictures}):
            names = sorted(picture.name for picture in pictures if picture.label == label)
            order = stream(self.seed, f"held out {label}").permutation(len(names))
            chosen |= {names[n] for n in order[: round(self.share * len(names))]}
        return [picture.name in chosen for picture in pictures]


@dataclass(frozen=True, eq=False)
class Material:
    """Of every picture: features (1 + V, d) and logits (1 + V, n_classes) of itself, first, and of its views."""

    pictures: Sequence[Picture]
    held_out: Sequence[bool]
    features: Sequence[NDArray[np.float32]]
    logits: Sequence[NDArray[np.float32]]

    def learning(self) -> tuple[Tensor, Tensor, list[str]]:
        """The rows to learn from: features (R, d), logits (R, n_classes), and each row's label."""
        which = [n for n, out in enumerate(self.held_out) if not out]
        labels = [self.pictures[n].label for n in which for _ in self.features[n]]
        features = np.concatenate([self.features[n] for n in which])
        return torch.from_numpy(features), torch.from_numpy(np.concatenate([self.logits[n] for n in which])), labels

    def plain(self, which: Sequence[int]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Features and logits of some pictures themselves, without views."""
        return np.stack([self.features[n][0] for n in which]), np.stack([self.logits[n][0] for n in which])


def lacking(division: Division, pictures: Sequence[Picture], classes: Sequence[str]) -> list[str]:
    """Where there are too few images of a class, how many are needed, and why; a line each."""
    out = division.held_out(pictures)
    pairs = list(zip(pictures, out, strict=True))
    learning, tested = (Counter(p.label for p, held in pairs if held is kind) for kind in (False, True))
    faults = []
    for name in classes:
        if learning[name] < LEAST_LEARNING or tested[name] < LEAST_HELD_OUT:
            there = f"{learning[name]} images to learn from and {tested[name]} held out"
            needed = f"{LEAST_LEARNING} and {LEAST_HELD_OUT} are needed{_in_all(division)}"
            faults.append(f"class {name!r} has {there}; {needed}: {WHY}")
    if len(learning) < 2:
        faults.append("images of at least two classes are needed: a network learns what its class is against others")
    return faults


def _in_all(division: Division) -> str:
    if division.split is not None:
        return f" (held out are those of split {division.split!r})"
    held = division.share
    least = max(LEAST_LEARNING / (1 - held), LEAST_HELD_OUT / held) if 0 < held < 1 else float("inf")
    return f" (with held_out = {held:g}, {int(np.ceil(least))} in all)" if np.isfinite(least) else ""


def gathered(
    attachment: Attachment, division: Division, pictures: Sequence[Picture], n_views: int, seed: int, desk: Desk
) -> Material:
    """The material of a set, from the store as far as it is there.  n_views: of every image that is not held out."""
    out = division.held_out(pictures)
    views = [0 if held else n_views for held in out]
    keys = [_key(attachment, *pair, seed) for pair in zip(pictures, views, strict=True)]
    found = {n: entry for n, key in enumerate(keys) if (entry := desk.store.get(key))}
    missing = [n for n in range(len(pictures)) if n not in found]

    def compute(batch: Sequence[int]) -> Sequence[tuple[Tensor, Tensor]]:
        return [_read(attachment, pictures[n], views[n], seed) for n in batch]

    def keep(n: int, made: tuple[Tensor, Tensor]) -> None:
        found[n] = desk.store.put(keys[n], {"features": made[0].numpy(), "logits": made[1].numpy()}, {})

    desk.in_batches("features", missing, compute, keep)
    read = partial(_floats, [found[n] for n in range(len(pictures))])
    return Material(pictures, out, read("features"), read("logits"))


def _floats(entries: Sequence[Entry], name: str) -> list[NDArray[np.float32]]:
    return [np.asarray(entry.arrays[name], dtype=np.float32) for entry in entries]


def _key(attachment: Attachment, picture: Picture, n_views: int, seed: int) -> str:
    return key_of(
        "features",
        origin=dict(picture.origin),
        classifier=attachment.classifier.identity,
        layer=attachment.name,
        views=n_views,
        seed=seed if n_views else None,
        code=code_version(__name__),
    )


def _read(attachment: Attachment, picture: Picture, n_views: int, seed: int) -> tuple[Tensor, Tensor]:
    classifier = attachment.classifier
    taken = as_input(picture.open().pixels, classifier.preprocessing)
    parts = [attachment.rows(classifier.inputs([taken]))]
    if n_views:
        for some in _views(taken, n_views, child_seed(seed, "views", picture.name)).split(AT_ONCE):  # type: ignore[no-untyped-call]
            inputs = normalised(some.to(classifier.device), classifier.preprocessing)
            parts.append(attachment.rows(inputs.to(memory_format=torch.channels_last)))
    features, logits = zip(*parts, strict=True)
    return torch.cat(features), torch.cat(logits)


def _views(taken: Pixels, n: int, seed: int) -> Tensor:
    """Looks of the picture as another photograph might show it: (n, 3, side, side) in [0, 1]."""
    copies = torch.from_numpy(taken.copy()).permute(2, 0, 1)[None].expand(n, -1, -1, -1)
    return augmented(copies, taken.shape[0], torch.Generator().manual_seed(seed))
