"""Whether a few features tell the class: a small classifier, asked about images that it has not seen.  numpy only.

It is naive Bayes on counts: how often each value of a feature occurs in each class, one added to every count.
That is little to learn, so 14 images of a class are enough; it takes values without an order (which concept) and passes
over what is not there (a third tile).  The counts without one image are the counts less one, so leaving out each image
in turn costs no more than asking once, and a thousand shuffles of the labels take well under a second.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ABSENT = -1
SHUFFLES = 999
_FEWEST_SHUFFLES = 99
_MOST_STEPS = 10_000_000_000  # of all shuffles together; beyond, there are fewer of them
_MOST_CELLS = 2_000_000  # of the scores held at a time
_SAME = 1e-9  # log-likelihoods that are no farther apart are a tie

Codes = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Guess:
    """How well the class is named.  p: the share of shuffled labels, the true ones counted in, that did as well.

    accuracy: the mean over classes of the share of their images that are named rightly; a tie of k classes counts as
    1/k.  chance: one of the number of classes, whatever their sizes, as a study shows equally many images of each.
    """

    accuracy: float
    chance: float
    p: float


def guess(features: Sequence[Codes], labels: Codes, seed: int = 0, shuffles: int = SHUFFLES) -> Guess:
    """How well the features tell the labels, by leave-one-out, beside what shuffled labels give.

    features: each (N,), a whole number per image, ABSENT where it has none.  labels: (N,), of two classes at least.
    Where there is very much to count there are fewer shuffles, 99 at least.
    """
    table, sizes = _table(features, len(labels))
    classes, numbered = np.unique(labels, return_inverse=True)
    seen = float(_accuracies(table, sizes, numbered[None], len(classes))[0])
    steps = max(1, 2 * table.size * len(classes))
    n = min(shuffles, max(_FEWEST_SHUFFLES, _MOST_STEPS // steps))
    rng = np.random.default_rng(seed)
    as_good = sum(
        int((_accuracies(table, sizes, some, len(classes)) >= seen - _SAME).sum())
        for some in _shuffled(numbered, n, len(classes), rng)
    )
    return Guess(seen, 1 / len(classes), (1 + as_good) / (1 + n))


def _table(features: Sequence[Codes], n: int) -> tuple[Floats, Floats]:
    """(N, D), 1 where the image has that value of that feature; (D,), how many values that feature has."""
    columns, sizes = list[Floats](), list[int]()
    for one in features:
        values = np.unique(one[one != ABSENT])
        columns += [(one == value).astype(np.float64) for value in values]
        sizes += [len(values)] * len(values)
    return np.stack(columns, 1) if columns else np.zeros((n, 0)), np.array(sizes, dtype=np.float64)


def _shuffled(labels: Codes, n: int, n_classes: int, rng: np.random.Generator) -> Iterator[Codes]:
    """(P, N) at a time, n rows altogether."""
    at_a_time = max(1, _MOST_CELLS // (len(labels) * n_classes))
    for start in range(0, n, at_a_time):
        yield rng.permuted(np.tile(labels, (min(at_a_time, n - start), 1)), axis=1)


def _accuracies(table: Floats, sizes: Floats, labels: Codes, n_classes: int) -> Floats:
    """(P,), of P labellings (P, N) of the same images."""
    member = labels[..., None] == np.arange(n_classes)  # (P, N, C)
    counts = member.astype(np.float64).transpose(0, 2, 1) @ table  # (P, C, D)
    together = np.maximum(_together(counts, sizes), 1)  # images of the class that have this feature at all
    # The class that lacks the image would be favoured by its smaller total: of the others an average image is left out.
    of_others = _logs(counts - counts / together, together - 1, sizes)
    of_own = _logs(np.maximum(counts - 1, 0), together - 1, sizes)
    scores = np.where(member, table @ of_own, table @ of_others)  # (P, N, C)
    tied = scores >= scores.max(-1, keepdims=True) - _SAME
    right = (tied & member).any(-1) / tied.sum(-1)  # (P, N)
    shares = (member * right[..., None]).sum(1) / member.sum(1)
    return np.asarray(shares.mean(-1), dtype=np.float64)


def _logs(counts: Floats, together: Floats, sizes: Floats) -> Floats:
    """(P, D, C): the logarithm of each value's probability in each class, by Laplace's rule of succession."""
    return (np.log(counts + 1) - np.log(together + sizes)).transpose(0, 2, 1)


def _together(counts: Floats, sizes: Floats) -> Floats:
    starts, at = list[int](), 0
    while at < len(sizes):
        starts.append(at)
        at += int(sizes[at])
    if not starts:
        return counts
    return np.repeat(np.add.reduceat(counts, starts, axis=-1), sizes[starts].astype(int), axis=-1)
