"""What the network says of occluded versions of every picture: asked once, kept in the store."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

import numpy as np
import torch
from numpy.typing import NDArray

from stimuli.attention_graphs.asking import answered
from stimuli.attention_graphs.grid import Grid, indicators, members
from stimuli.attention_graphs.items import Draws, Verdict, drawn
from stimuli.attention_graphs.judge import Judge
from stimuli.attention_graphs.scorer import Versions
from stimuli.baselines import baseline
from stimuli.build.album import KnownPicture
from stimuli.build.workshop import Workshop
from stimuli.code_version import code_version
from stimuli.images import Pixels
from stimuli.inputs import denormalised
from stimuli.item_plan import ItemPlan
from stimuli.store import Entry, key_of


@dataclass(frozen=True, eq=False)
class Tried:
    """Versions of one picture, and what the network says of the target in each.

    key: where this is kept.  picture, baseline: (s, s, 3), as the network took them.
    """

    known: KnownPicture
    target: str
    key: str
    picture: Pixels
    baseline: Pixels
    draws: Draws


@dataclass(frozen=True, eq=False)
class _Asked:
    known: KnownPicture
    target: str
    key: str


def grid_of(shop: Workshop, plan: ItemPlan) -> Grid:
    """Which pixels are hidden together."""
    return Grid(plan.cells, shop.classifier.preprocessing.input_px, plan.feather_px)


def chance(plan: ItemPlan, *what: str) -> Random:
    """A stream of chance of its own for everything that is named: what one picture draws changes no other's."""
    return Random(" ".join([str(plan.seed), *what]))  # noqa: S311 - settles a design, guards nothing


def tried(shop: Workshop, plan: ItemPlan, pictures: Sequence[KnownPicture], targets: Sequence[str]) -> list[Tried]:
    """One per picture.  targets: the class that is asked about, per picture."""
    asked = [_Asked(one, target, _key(shop, plan, one, target)) for one, target in zip(pictures, targets, strict=True)]
    found = {n: _read(one, entry) for n, one in enumerate(asked) if (entry := shop.store.get(one.key))}
    missing = [n for n in range(len(asked)) if n not in found]

    def compute(batch: Sequence[int]) -> Sequence[Tried]:
        return _computed(shop, plan, [asked[n] for n in batch])

    def keep(n: int, made: Tried) -> None:
        shop.store.put(made.key, _arrays(made, plan.cells), {})
        found[n] = made

    shop.in_batches("versions tried for items", missing, compute, keep)
    shop.work.n_tried += len(missing)
    return [found[n] for n in range(len(asked))]


def _computed(shop: Workshop, plan: ItemPlan, asked: Sequence[_Asked]) -> list[Tried]:
    classifier, grid = shop.classifier, grid_of(shop, plan)
    inputs = classifier.inputs([view.taken for view in shop.album.views([one.known.picture for one in asked])])
    hidden = baseline(plan.baseline, inputs, classifier.preprocessing)
    seen, under = (denormalised(one, classifier.preprocessing) for one in (inputs, hidden))
    classes = torch.tensor([classifier.index(one.target) for one in asked], device=classifier.device)
    judge = Judge(classifier, classes, Versions(classifier.preprocessing, grid, seen, under))
    streams = [chance(plan, one.known.source_sha256) for one in asked]
    draws = answered([drawn(grid.n_patches, plan.draws, stream) for stream in streams], judge)
    pictures, baselines = (one.permute(0, 2, 3, 1).cpu().numpy() for one in (seen, under))
    parts = zip(asked, pictures, baselines, draws, strict=True)
    return [Tried(one.known, one.target, one.key, picture, below, told) for one, picture, below, told in parts]


def _key(shop: Workshop, plan: ItemPlan, known: KnownPicture, target: str) -> str:
    return key_of(
        "item draws",
        image=known.source_sha256,
        classifier=shop.classifier.identity,
        target=target,
        plan=plan.drawn_by(),
        code=_code(),
    )


@cache
def _code() -> str:
    return code_version("stimuli.attention_graphs.judge", "stimuli.baselines")


def _arrays(made: Tried, cells: int) -> dict[str, NDArray[np.generic]]:
    verdicts = [made.draws.full, made.draws.empty, *made.draws.hidden.values()]
    return {
        "picture": made.picture,
        "baseline": made.baseline,
        "hidden": indicators(list(made.draws.hidden), cells),
        "said": np.array([(one.p, one.margin) for one in verdicts], dtype=np.float64),
    }


def _read(asked: _Asked, entry: Entry) -> Tried:
    full, empty, *others = (Verdict(p, margin) for p, margin in np.asarray(entry.arrays["said"]).tolist())
    hidden = [members(one) for one in np.asarray(entry.arrays["hidden"], dtype=np.bool_)]
    draws = Draws(full, empty, dict(zip(hidden, others, strict=True)))
    picture, under = (np.asarray(entry.arrays[name], dtype=np.uint8) for name in ("picture", "baseline"))
    return Tried(asked.known, asked.target, asked.key, picture, under, draws)
