"""Which image's map each image of a set is shown instead of its own."""

from collections.abc import Sequence
from itertools import cycle, islice
from typing import Literal

import numpy as np
from numpy.random import Generator

from stimuli.errors import StimuliError

FromClass = Literal["same", "other"]
EXCHANGES = 20  # tried per image: by then the first order has left no trace


def donors(names: Sequence[str], labels: Sequence[str], from_class: FromClass, seed: int) -> list[int]:
    """For every image, the position of the image whose map it gets: never its own.

    names, labels: of the images of the set; a label is a class.  Who gets whose depends on these and the seed, not on
    the order in which the images come.
    Every map is used once.  Only where from_class is "other" and more than half of the images are of one class, the
    maps of the others serve several of these, all about equally many.
    StimuliError where there are too few images for it.
    """
    rng = np.random.default_rng(seed)
    order = sorted(range(len(names)), key=names.__getitem__)
    chosen = (_same if from_class == "same" else _other)([labels[n] for n in order], rng)
    given = {order[n]: order[donor] for n, donor in enumerate(chosen)}
    return [given[n] for n in range(len(names))]


def _same(labels: Sequence[str], rng: Generator) -> list[int]:
    """Each class in a circle of random order, in which everybody gets the next one's."""
    alone = sorted(label for label in set(labels) if labels.count(label) == 1)
    if alone:
        raise StimuliError(
            f"there is one image only of {', '.join(alone)}, so no other of its class has a map to give; "
            'take two images of each class at least, or from_class = "other"'
        )
    chosen = dict[int, int]()
    for label in sorted(set(labels)):
        circle = rng.permutation(_of(label, labels)).tolist()
        chosen |= zip(circle, [*circle[1:], circle[0]], strict=True)
    return [chosen[n] for n in range(len(labels))]


def _other(labels: Sequence[str], rng: Generator) -> list[int]:
    """A first assignment that holds, and then many random exchanges that keep it so.

    Two images swap, or three pass theirs round: with three classes of one size, swaps alone would leave every class
    with maps of one other class only.
    """
    if len(set(labels)) < 2:
        raise StimuliError(
            f"all images are of class {labels[0]}, so no other class has a map to give; "
            'take images of two classes at least, or from_class = "same"'
        )
    chosen = _first(labels, rng)
    for circle in rng.integers(len(labels), size=(EXCHANGES * len(labels), 3)).tolist():
        _pass_round(chosen, circle[:2], labels)
        _pass_round(chosen, circle, labels)
    return chosen


def _pass_round(chosen: list[int], circle: Sequence[int], labels: Sequence[str]) -> None:
    """Everybody in the circle takes what the next one had, if that is of another class for all."""
    had = [chosen[n] for n in circle]
    passed = dict(zip(circle, [*had[1:], had[0]], strict=True))
    if len(passed) == len(circle) and all(labels[n] != labels[donor] for n, donor in passed.items()):
        for n, donor in passed.items():
            chosen[n] = donor


def _first(labels: Sequence[str], rng: Generator) -> list[int]:
    """Classes in a row, the largest first: everybody gets the map of whoever stands as far on as the largest is long.

    Where the largest class is more than half of all, its images share the others' maps, in turn.
    """
    classes = [rng.permutation(_of(label, labels)).tolist() for label in sorted(set(labels))]
    classes.sort(key=len, reverse=True)
    first, rest = classes[0], [n for one in classes[1:] for n in one]
    givers = [*islice(cycle(rest), max(len(first), len(rest))), *first]
    chosen = dict(zip([*first, *rest], givers, strict=False))
    return [chosen[n] for n in range(len(labels))]


def _of(label: str, labels: Sequence[str]) -> list[int]:
    return [n for n, other in enumerate(labels) if other == label]
