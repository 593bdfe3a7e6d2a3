"""The sets of comparative questions: which item of the stimulus set serves which purpose.

No item and no image is in two sets, and no image is asked about twice.
"""

from collections.abc import Mapping

from stimuli.manifest import Item, StimulusSet
from study_app.definition import Comparisons, Items
from study_app.study.draw import Draw

Sets = Mapping[str, tuple[str, ...]]  # name → ids of items


def split(items: Items, stimuli: StimulusSet) -> Sets:
    """The sets of these items: a function of items.seed, the sets and the stimuli, the same for everybody.

    The set that fewest items fit is filled first.  Within a set the classes that are asked about take turns, so that
    their numbers differ by one at most as long as there are items.  A set stays short where items are missing.
    """
    fitting = {name: [one for one in stimuli.items if _fits(one, wanted)] for name, wanted in items.comparisons.items()}
    taken: set[str] = set()
    found = {}
    for name in sorted(fitting, key=lambda name: (len(fitting[name]), name)):
        found[name] = _taken(fitting[name], items.comparisons[name].n, Draw(items.seed, "comparisons", name), taken)
    return {name: found[name] for name in items.comparisons}


def faults(items: Items, stimuli: StimulusSet) -> list[str]:
    """The sets that the stimuli cannot fill; each line begins with a key path."""
    found = []
    for name, ids in split(items, stimuli).items():
        wanted = items.comparisons[name]
        if len(ids) < wanted.n:
            images = {one.image for one in stimuli.items if _fits(one, wanted)}
            found.append(
                f"items.comparisons.{name}.n: {wanted.n} wanted, the stimuli have {len(images)} images with a fitting "
                f"item ({len(ids)} left by other sets); [items] and [images] of the recipe make more"
            )
    return found


def _fits(item: Item, wanted: Comparisons) -> bool:
    easiest, hardest = wanted.difficulty
    return item.stratum in wanted.strata and easiest <= item.difficulty <= hardest


def _taken(fitting: list[Item], n: int, draw: Draw, taken: set[str]) -> tuple[str, ...]:
    """n of the items, an image each, classes in turn; `taken` grows by their images."""
    left = draw.shuffled(sorted(fitting, key=lambda one: one.id))
    counts: dict[str, int] = {}
    chosen: list[str] = []
    while len(chosen) < n:
        free = [one for one in left if one.image not in taken]
        if not free:
            break
        item = min(free, key=lambda one: counts.get(one.target, 0))  # the first of them in the shuffled order
        counts[item.target] = counts.get(item.target, 0) + 1
        taken.add(item.image)
        chosen.append(item.id)
    return tuple(chosen)
