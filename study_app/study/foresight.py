"""What a study wants and its stimuli will not have, as far as it is known before they are made.

Known are the names of the explanations and every image's class and split; not known is what the classifier will say,
but how many images the recipe keeps at most of those that it gets right and wrong.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from study_app.definition import Items, Study
from study_app.study.design import CheckedBlock
from study_app.study.faults import unknown

Splits = Mapping[str, Sequence[str | None]]  # class → the split of each of its images
Pages = Mapping[str, Collection[str]]  # explanation, under the empty name none → the classes that have a page


@dataclass(frozen=True)
class Kept:
    """Of each class, how many images at most will be there that the classifier gets right, and wrong; None: all."""

    right: int | None = None
    wrong: int | None = None

    def most(self, n: int) -> int:
        """How many of n images will be there at most."""
        return n if self.right is None or self.wrong is None else min(n, self.right + self.wrong)


ALL = Kept()


def faults(study: Study, explanations: Sequence[str], splits: Splits, kept: Kept = ALL) -> list[str]:
    """What cannot come out right; each line begins with a key path."""
    return [*explanation_faults(study, explanations), *_pool_faults(study.items, splits, kept)]


def explanation_faults(study: Study, known: Sequence[str]) -> list[str]:
    """The explanations that arms and levels want and that are not among these."""
    return [
        unknown(f"{path}.explanation", "explanation", one.explanation, known)
        for path, one in study.conditions.items()
        if one.explanation is not None and one.explanation not in known
    ]


def page_faults(study: Study, blocks: Sequence[CheckedBlock], pages: Pages) -> list[str]:
    """The pages of examples that blocks show and that are not among these."""
    return [
        f"block[{index}]: no page of examples of {', '.join(lacking)} ({', '.join(explanations)}); "
        f"a table [class_pages] in {study.stimuli.recipe} makes them"
        for index, checked in enumerate(blocks)
        for lacking, explanations in _lacking(study, checked.class_pages, pages).items()
    ]


def _lacking(study: Study, classes: Sequence[str], pages: Pages) -> dict[tuple[str, ...], list[str]]:
    """Classes without a page → the explanations, in words, that they lack it for."""
    found: dict[tuple[str, ...], list[str]] = {}
    for explanation in dict.fromkeys(one.explanation for one in study.conditions.values()):
        lacking = tuple(name for name in classes if name not in pages.get(explanation or "", ()))
        if lacking:
            said = "without an explanation" if explanation is None else f"with explanation {explanation!r}"
            found.setdefault(lacking, []).append(said)
    return found


def _pool_faults(items: Items, splits: Splits, kept: Kept) -> list[str]:
    strange = [name for name in items.classes if name not in splits]
    if strange:
        return [f"items.classes: the recipe has no class {name!r}; known: {', '.join(splits)}" for name in strange]
    named = sorted({pool.split for pool in items.pools.values() if pool.split is not None})
    found = [line for split in (*named, None) for line in _too_few(items, split, splits, kept)]
    return [*found, *_too_few_kept(items, True, kept.right), *_too_few_kept(items, False, kept.wrong)]


def _too_few_kept(items: Items, correct: bool, n: int | None) -> list[str]:
    """A line where pools want more images that the classifier gets right, or wrong, than are kept of each class."""
    asking = {name: pool.per_class for name, pool in items.pools.items() if pool.classifier_correct is correct}
    if n is None or n >= sum(asking.values()):
        return []
    verdict = "right" if correct else "wrong"
    return [
        f"items.pools: {_sum(asking)} images of each class wanted that the classifier gets {verdict}, "
        f"the recipe keeps {n} by images.keep.{verdict}"
    ]


def _sum(asking: Mapping[str, int]) -> str:
    return " + ".join(f"{n} ({name})" for name, n in asking.items())


def _too_few(items: Items, split: str | None, splits: Splits, kept: Kept) -> list[str]:
    """A line where the pools of a split (None: all pools) want more images of a class than there are."""
    asking = {name: pool.per_class for name, pool in items.pools.items() if split in (None, pool.split)}
    there = {label: kept.most(sum(split in (None, one) for one in splits[label])) for label in items.classes}
    few = [f"{n} of {label}" for label, n in there.items() if n < sum(asking.values())]
    if not few:
        return []
    of_split = f" in split {split!r}" if split is not None else ""
    return [f"items.pools: {_sum(asking)} images of each class wanted, the recipe gives {', '.join(few)}{of_split}"]
