"""What a study wants and its stimuli will not have, as far as it is known before they are made.

Known are the names of the explanations and every image's class and split; not known is what the classifier will say.
"""

from collections.abc import Mapping, Sequence

from study_app.definition import Items, Study
from study_app.study.faults import unknown

Splits = Mapping[str, Sequence[str | None]]  # class → the split of each of its images


def faults(study: Study, explanations: Sequence[str], splits: Splits) -> list[str]:
    """What cannot come out right; each line begins with a key path."""
    return [*explanation_faults(study, explanations), *_pool_faults(study.items, splits)]


def explanation_faults(study: Study, known: Sequence[str]) -> list[str]:
    """The explanations that arms want and that are not among these."""
    return [
        unknown(f"arms.{name}.explanation", "explanation", arm.explanation, known)
        for name, arm in study.arms.items()
        if arm.explanation is not None and arm.explanation not in known
    ]


def _pool_faults(items: Items, splits: Splits) -> list[str]:
    strange = [name for name in items.classes if name not in splits]
    if strange:
        return [f"items.classes: the recipe has no class {name!r}; known: {', '.join(splits)}" for name in strange]
    named = sorted({pool.split for pool in items.pools.values() if pool.split is not None})
    return [line for split in (*named, None) for line in _too_few(items, split, splits)]


def _too_few(items: Items, split: str | None, splits: Splits) -> list[str]:
    """A line where the pools of a split (None: all pools) want more images of a class than there are."""
    asking = {name: pool.per_class for name, pool in items.pools.items() if split in (None, pool.split)}
    there = {label: sum(split in (None, one) for one in splits[label]) for label in items.classes}
    few = [f"{n} of {label}" for label, n in there.items() if n < sum(asking.values())]
    if not few:
        return []
    wanted = " + ".join(f"{n} ({name})" for name, n in asking.items())
    of_split = f" in split {split!r}" if split is not None else ""
    return [f"items.pools: {wanted} images of each class wanted, the recipe gives {', '.join(few)}{of_split}"]
