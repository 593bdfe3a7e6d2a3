"""The items of a set: versions of every picture tried, pairs of them chosen, sides given, pictures written.

What is chosen among the versions tried is not kept but chosen again: that is quick, and follows recipe and graphs.
Which versions are tried, and which pairs are taken, depends on the picture, the seed and the graphs of that picture;
only on which side the right answer stands depends on the other pictures.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from stimuli.attention_graphs.explanation import AttentionGraph
from stimuli.attention_graphs.item_pairs import Pair, Terms, chosen, pairs, patch_areas
from stimuli.attention_graphs.item_sides import sides
from stimuli.attention_graphs.item_strata import ShownGraph, look_ups
from stimuli.attention_graphs.items import Draws
from stimuli.build.album import KnownPicture
from stimuli.build.explaining import Explained
from stimuli.build.item_draws import Tried, chance, grid_of, tried
from stimuli.build.item_values import Choice, item
from stimuli.build.workshop import Workshop
from stimuli.item_plan import ItemPlan
from stimuli.manifest import Item

NOT_TAKEN = "the whole picture is not taken for the class"
BASELINE = "the baseline by itself is taken for the class"
NO_PAIR = "no two versions differ enough"
TOO_FEW = "fewer pairs than items.per_image"


def items(
    shop: Workshop,
    plan: ItemPlan,
    pictures: Sequence[KnownPicture],
    targets: Sequence[str],
    explained: Mapping[str, Sequence[Explained]],
    placebos: Collection[str] = (),
) -> tuple[tuple[Item, ...], dict[str, int]]:
    """The items of all pictures, and how many pictures give none, or too few, by reason.

    targets: the class that is asked about, per picture.  explained: by name, one per picture.  placebos: the names of
    those whose graphs are others', changed.
    """
    choices, misses = list[Choice](), Counter[str]()
    terms = Terms(patch_areas(grid_of(shop, plan)), plan.least_gap, plan.area_tolerance)
    for n, one in enumerate(tried(shop, plan, pictures, targets)):
        graphs = _graphs({name: ones[n] for name, ones in explained.items()}, one.target, placebos)
        taken = _taken(plan, terms, one, list(graphs.values()))
        choices += [Choice(one, place, pair, graphs) for place, pair in enumerate(taken)]
        misses.update(_misses(one.draws, len(taken), plan.per_image))
    groups = [one.tried.target if plan.balance == "class" else "" for one in choices]
    made = []
    with shop.bar("items", len(choices), "item") as bar:
        for choice, correct in zip(choices, sides(groups, chance(plan, "sides")), strict=True):
            made.append(item(shop, plan, choice, correct))
            bar.update()
    return tuple(made), dict(misses)


def _graphs(explained: Mapping[str, Explained], target: str, placebos: Collection[str]) -> dict[str, ShownGraph]:
    """The attention graphs of a picture that explain that class; those of another class answer another question."""
    return {
        name: ShownGraph(one.explanation.sets, one.explanation.n_roots, is_true=name not in placebos)
        for name, one in explained.items()
        if isinstance(one.explanation, AttentionGraph) and one.target == target
    }


def _taken(plan: ItemPlan, terms: Terms, one: Tried, graphs: Sequence[ShownGraph]) -> list[Pair]:
    barred = look_ups(graphs, plan.cells**2) if plan.look_ups == "exclude" else ()
    found = pairs(one.draws, terms, barred)
    return chosen(found, plan.per_image, chance(plan, one.known.source_sha256, "pairs"))


def _misses(draws: Draws, n: int, wanted: int) -> list[str]:
    if not draws.full.keeps_class:
        return [NOT_TAKEN]
    if not draws.is_answerable:
        return [BASELINE]
    return [] if n == wanted else [TOO_FEW if n else NO_PAIR]
