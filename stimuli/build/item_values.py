"""An item as the manifest has it, its two pictures written."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from stimuli.attention_graphs.grid import Grid
from stimuli.attention_graphs.item_pairs import Pair, patch_areas
from stimuli.attention_graphs.item_strata import ShownGraph, overlap, stratum
from stimuli.attention_graphs.items import visible
from stimuli.attention_graphs.patches import Patches
from stimuli.build.drawing import kept_or_drawn
from stimuli.build.item_draws import Tried, grid_of
from stimuli.build.workshop import Workshop
from stimuli.code_version import code_version
from stimuli.item_plan import ItemPlan
from stimuli.manifest import Asset, Item, NodeOverlap, Occluded, Side
from stimuli.renderer import Drawing
from stimuli.store import key_of

DECIMALS = 6
ALT = "{picture}, parts of it hidden"


@dataclass(frozen=True, eq=False)
class Choice:
    """A pair that was chosen among what was tried of one picture.

    place: which of the picture's items this is, from 0.  graphs: those of the same class, by their explanation's name.
    """

    tried: Tried
    place: int
    pair: Pair
    graphs: Mapping[str, ShownGraph]


def item(shop: Workshop, plan: ItemPlan, choice: Choice, correct: Side) -> Item:
    """The item.  correct: where the version stands that keeps the class."""
    pair, tried, grid = choice.pair, choice.tried, grid_of(shop, plan)
    left, right = (pair.keeping, pair.losing) if correct == "left" else (pair.losing, pair.keeping)
    gap = round(pair.gap, DECIMALS)
    return Item(
        id=f"{tried.known.picture.name}#{choice.place + 1}",
        image=tried.known.picture.name,
        target=tried.target,
        cells=plan.cells,
        baseline=plan.baseline,
        p_full=tried.draws.full.p,
        left=_occluded(shop, tried, grid, left),
        right=_occluded(shop, tried, grid, right),
        correct=correct,
        gap=gap,
        difficulty=round(max(0.0, 1.0 - gap), DECIMALS),
        n_hidden=len(left),
        overlaps={name: _overlaps(graph, left, right) for name, graph in choice.graphs.items()},
        stratum=stratum(pair, list(choice.graphs.values()), grid.n_patches),
    )


def _overlaps(graph: ShownGraph, left: Patches, right: Patches) -> tuple[NodeOverlap, ...]:
    return tuple(
        NodeOverlap(
            is_root=n < graph.n_roots,
            left=round(overlap(left, node), DECIMALS),
            right=round(overlap(right, node), DECIMALS),
        )
        for n, node in enumerate(graph.nodes)
    )


def _occluded(shop: Workshop, tried: Tried, grid: Grid, hidden: Patches) -> Occluded:
    said, areas = tried.draws.hidden[hidden], patch_areas(grid)
    return Occluded(
        asset=_asset(shop, tried, grid, hidden),
        hidden=hidden,
        hidden_area=round(sum(areas[patch] for patch in hidden), DECIMALS),
        p=said.p,
        share=round(said.p / tried.draws.full.p, DECIMALS),
        keeps_class=said.keeps_class,
    )


def _asset(shop: Workshop, tried: Tried, grid: Grid, hidden: Patches) -> Asset:
    alt = ALT.format(picture=shop.album.style.alt)
    quality = shop.album.style.quality
    key = key_of("item picture", tried=tried.key, hidden=hidden, alt=alt, quality=quality, code=_code())

    def shown() -> tuple[Drawing, ...]:
        pixels = grid.composed(tried.picture, tried.baseline, visible(hidden, grid.n_patches))
        return (Drawing(pixels, alt, lossless=True),)

    return kept_or_drawn(shop, key, shown)[0]


@cache
def _code() -> str:
    return code_version("stimuli.attention_graphs.grid", "stimuli.assets")
