"""What the classifier says of every picture."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from stimuli.build.album import KnownPicture
from stimuli.build.workshop import Workshop
from stimuli.code_version import code_version
from stimuli.store import key_of

Probabilities = NDArray[np.float32]  # (n_classes,)


def predictions(shop: Workshop, pictures: Sequence[KnownPicture]) -> list[Probabilities]:
    """The probabilities of all classes, picture by picture."""
    keys = [_key(shop, known) for known in pictures]
    found = {n: entry.arrays["probabilities"] for n, key in enumerate(keys) if (entry := shop.store.get(key))}
    missing = [n for n in range(len(pictures)) if n not in found]

    def compute(batch: Sequence[int]) -> Sequence[Probabilities]:
        views = shop.album.views([pictures[n].picture for n in batch])
        return list(shop.classifier.predict([view.taken for view in views]))

    def keep(n: int, row: Probabilities) -> None:
        found[n] = shop.store.put(keys[n], {"probabilities": row}, {}).arrays["probabilities"]

    shop.in_batches("predictions", missing, compute, keep)
    shop.work.n_predictions += len(missing)
    return [found[n].astype(np.float32) for n in range(len(pictures))]


def _key(shop: Workshop, known: KnownPicture) -> str:
    code = code_version("stimuli.classifier")
    return key_of("prediction", image=known.source_sha256, classifier=shop.classifier.identity, code=code)
