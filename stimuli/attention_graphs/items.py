"""Draws sets of patches to hide from one picture, so many that the network keeps the class in about half of the draws.

What a comparative counterfactual item shows is chosen among them (`item_pairs`).  As in the searches for sufficient
sets nothing here needs a network: the draw asks about visible sets, and is told a verdict of each.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from stimuli.attention_graphs.asking import Inquiry
from stimuli.attention_graphs.patches import Patches, patches

PILOT = 16  # draws that settle how many patches are hidden


@dataclass(frozen=True)
class Verdict:
    """What the network says of a version: the class's probability, and how far it lies above the next class's."""

    p: float
    margin: float

    @property
    def keeps_class(self) -> bool:
        """Whether no other class is as probable."""
        return self.margin > 0


@dataclass(frozen=True)
class Draws:
    """full, empty: what is said of the whole picture and of its baseline.  hidden: of each set of hidden patches.

    Nothing is hidden where the question makes no sense: the whole picture is not taken for the class, or the baseline
    by itself is.
    """

    full: Verdict
    empty: Verdict
    hidden: Mapping[Patches, Verdict] = field(default_factory=dict)

    @property
    def is_answerable(self) -> bool:
        """Whether hiding patches can take the class away."""
        return self.full.keeps_class and not self.empty.keeps_class


def drawn(n_patches: int, n_draws: int, rng: Random) -> Inquiry[Verdict, Draws]:
    """At most n_draws sets of each of two sizes, side by side: the larger keeps the class in less than half of them.

    Hidden are the first so many patches of random orders, so that a larger draw holds a smaller one: then the share
    that keeps the class falls as evenly as can be, and is halved by bisection on the first PILOT orders.
    """
    full, empty = yield [tuple(range(n_patches)), ()]
    found = Draws(full, empty)
    if not found.is_answerable:
        return found
    orders = [tuple(rng.sample(range(n_patches), n_patches)) for _ in range(n_draws)]
    known: dict[Patches, Verdict] = {}
    fewer, more = 0, n_patches
    while more - fewer > 1:
        size = (fewer + more) // 2
        tried = [patches(order[:size]) for order in orders[:PILOT]]
        yield from _learnt(tried, known, n_patches)
        n_kept = sum(known[one].keeps_class for one in tried)
        fewer, more = (size, more) if 2 * n_kept >= len(tried) else (fewer, size)
    sizes = [size for size in (fewer, more) if 0 < size < n_patches]
    wanted = dict.fromkeys(patches(order[:size]) for size in sizes for order in orders)
    yield from _learnt(list(wanted), known, n_patches)
    return Draws(full, empty, {one: known[one] for one in wanted})


def _learnt(hidden: Sequence[Patches], known: dict[Patches, Verdict], n_patches: int) -> Inquiry[Verdict, None]:
    """Asks about those of which nothing is known."""
    missing = [one for one in dict.fromkeys(hidden) if one not in known]
    if missing:
        known.update(zip(missing, (yield [visible(one, n_patches) for one in missing]), strict=True))


def visible(hidden: Patches, n_patches: int) -> Patches:
    """The patches that are shown where these are hidden."""
    return patches(set(range(n_patches)) - set(hidden))
