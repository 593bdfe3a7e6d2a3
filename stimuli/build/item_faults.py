"""What is wrong with items beside the attention graphs of a recipe: both must show patches in one way."""

from collections.abc import Sequence
from pathlib import Path

from stimuli.build.planning import PlannedExplanation
from stimuli.item_plan import ItemPlan
from stimuli.recipe import ExplanationPlan

KIND = "attention_graph"
SHARED = ("cells", "baseline", "feather_px")
COMPAT = "compat"


def item_faults(
    plan: ItemPlan | None, explanations: Sequence[PlannedExplanation], written: Sequence[ExplanationPlan], file: Path
) -> list[str]:
    """A line for every option in which a graph differs from the items; none without a plan of items.

    written: all [[explanation]] tables, in order.  Graphs of a researcher's own count, too, where their options have
    these names.
    """
    if plan is None:
        return []
    graphs = [(written.index(one.plan), one) for one in explanations if one.method.makes.kind == KIND]
    return [line for n, one in sorted(graphs, key=lambda pair: pair[0]) for line in _differences(plan, n, one, file)]


def _differences(plan: ItemPlan, n: int, one: PlannedExplanation, file: Path) -> list[str]:
    given, wanted = one.parameters.model_dump(mode="json"), plan.model_dump(mode="json")
    where = f"{file}: explanation[{n}].parameters"
    faults = [
        f"{where}.{name}: {given[name]!r}, but items.{name} is {wanted[name]!r}; "
        "graphs and items must hide the same patches in the same way"
        for name in SHARED
        if name in given and given[name] != wanted[name]
    ]
    if given.get(COMPAT):
        faults.append(f"{where}.{COMPAT}: its patches are not the squares that items hide; take it away, or [items]")
    return faults
