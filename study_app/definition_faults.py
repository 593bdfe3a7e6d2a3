"""What in a study's definition does not fit together; each line begins with a key path.

Only what the definition itself shows; task kinds, texts and stimuli are held against it by study_app.study_folder.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from study_app.definition_blocks import Block
from study_app.definition_design import Allocation, Arm, Balanced, Factor, Items, Strata, Within
from study_app.definition_moderation import moderation_faults
from study_app.definition_plan import Exclusion, Hypothesis


def up_to(after: str, names: Sequence[str]) -> tuple[str, ...]:
    """The blocks up to that one; all where there is no such block."""
    return tuple(names[: names.index(after) + 1] if after in names else names)


def names_of(blocks: Sequence[Block]) -> tuple[str, ...]:
    """The blocks' names in order."""
    return tuple(block.name for block in blocks)


def allocation_faults(allocation: Allocation, arms: Mapping[str, Arm], blocks: Sequence[Block]) -> Iterator[str]:
    """Blocks that are no multiple of the arms, seats that are no multiple of blocks, a block that is not there."""
    size, n_arms, names = allocation.block_size, len(arms), names_of(blocks)
    if size % n_arms:
        yield f"allocation.block_size: {size} is not a multiple of the {n_arms} arms; use {n_arms} or {2 * n_arms}"
    if allocation.seats % size:
        near = _near(allocation.seats, size)
        yield f"allocation.seats: {allocation.seats} is not a multiple of block_size {size}; use {near}"
    if allocation.after not in names:
        yield f"allocation.after: no block {allocation.after!r}; known: {', '.join(names)}"
    if (allocation.kind == "minimisation") != bool(allocation.minimise):
        yield "allocation.minimise: goes with kind = 'minimisation', which needs one { source = …, name = … } or more"
    yield from _strata_faults(allocation)


def _strata_faults(allocation: Allocation) -> Iterator[str]:
    strata = allocation.strata
    if strata is None:
        return
    if allocation.kind == "minimisation":
        yield "allocation.strata: minimisation keeps its own balance; name the stratum in minimise instead"
    for level, seats in strata.seats.items():
        if seats < 1 or seats % allocation.block_size:
            near = _near(seats, allocation.block_size)
            yield f"allocation.strata.seats.{level}: {seats} is not a multiple of block_size; use {near}"
    if sum(strata.seats.values()) != allocation.seats:
        yield f"allocation.seats: {allocation.seats}, but the strata have {sum(strata.seats.values())} together"


def _near(n: int, size: int) -> str:
    below, above = n // size * size, (n // size + 1) * size
    return f"{below} or {above}" if below > 0 else str(above)


def answer_faults(allocation: Allocation, blocks: Sequence[Block]) -> Iterator[str]:
    """Strata by an answer that is not given before the seat."""
    names, before = names_of(blocks), up_to(allocation.after, names_of(blocks))
    wanted: list[tuple[str, Strata | Balanced]] = [
        (f"minimise[{n}]", each) for n, each in enumerate(allocation.minimise)
    ]
    if allocation.strata is not None:
        wanted.append(("strata", allocation.strata))
    for path, each in wanted:
        if each.source != "answer":
            continue
        block, _, question = each.name.partition(".")
        if not question:
            yield f"allocation.{path}.name: {each.name!r}; write BLOCK.QUESTION"
        elif block not in names:
            yield f"allocation.{path}.name: no block {block!r}; known: {', '.join(names)}"
        elif block not in before:
            yield f"allocation.{path}.name: block {block!r} comes after the seat is claimed; known: {', '.join(before)}"


def factor_faults(factors: Mapping[str, Factor], arms: Mapping[str, Arm]) -> Iterator[str]:
    """Arms that lack a factor, name one that is not there, or are alike in all of them."""
    for name, arm in arms.items():
        for factor, level in arm.levels.items():
            if factor not in factors:
                yield f"arms.{name}.levels: no factor {factor!r}; known: {', '.join(factors) or 'none'}"
            elif level not in factors[factor].levels:
                known = ", ".join(factors[factor].levels)
                yield f"arms.{name}.levels.{factor}: no level {level!r}; known: {known}"
        missing = [factor for factor in factors if factor not in arm.levels]
        if missing:
            yield f"arms.{name}.levels: {', '.join(missing)} missing"
    if factors:
        cells = [tuple(sorted(arm.levels.items())) for arm in arms.values()]
        if len(set(cells)) < len(cells):
            yield "arms: two arms have the same levels of all factors"


def within_faults(within: Mapping[str, Within], blocks: Sequence[Block], allocation: Allocation) -> Iterator[str]:
    """Blocks that are not there, come before the seat, do not follow each other, or belong to two factors."""
    names, before = names_of(blocks), up_to(allocation.after, names_of(blocks))
    seen: dict[str, str] = {}
    for factor, each in within.items():
        path = f"within.{factor}.blocks"
        unknown = [name for name in each.blocks if name not in names]
        if unknown:
            yield f"{path}: no block {unknown[0]!r}; known: {', '.join(names)}"
            continue
        for name in each.blocks:
            if name in before:
                yield f"{path}: block {name!r} comes before the seat is claimed"
            if name in seen:
                yield f"{path}: block {name!r} belongs to within.{seen[name]} already"
            seen[name] = factor
            if blocks[names.index(name)].comparisons is not None:
                yield f"{path}: block {name!r} would ask the same comparisons at every level; give it no level"
        first = names.index(each.blocks[0])
        if names[first : first + len(each.blocks)] != each.blocks:
            yield f"{path}: name blocks that follow each other, in the order of the file"


def share_faults(within: Mapping[str, Within], blocks: Sequence[Block], items: Items) -> Iterator[str]:
    """Blocks of a within-subject factor whose pools have too few images for every level to have others."""
    n_levels = {name: len(each.levels) for each in within.values() for name in each.blocks}
    for index, block in enumerate(blocks):
        n, parts = n_levels.get(block.name, 1), dict({} if block.items is None else block.items.parts)
        if block.catch is not None:
            parts[block.catch.pool] = block.catch.per_class
        for pool, per_class in parts.items():
            there = items.pools[pool].per_class if pool in items.pools else None
            if there is not None and n > 1 and there // n < (per_class or 1):
                yield (
                    f"block[{index}].items: {per_class or 1} of each class from pool {pool!r} for each of {n} levels, "
                    f"the pool has {there}; items.pools.{pool}.per_class must be {n * (per_class or 1)} or more"
                )


def spacing_faults(within: Mapping[str, Within], blocks: Sequence[Block], items: Items) -> Iterator[str]:
    """Blocks with more trials wanted between repeats of an image than there are other images."""
    n_levels = {name: len(each.levels) for each in within.values() for name in each.blocks}
    for index, block in enumerate(blocks):
        parts = {} if block.items is None else block.items.parts
        if not parts or block.order.repeat == 1 or not all(pool in items.pools for pool in parts):
            continue
        shown = [per or items.pools[pool].per_class // n_levels.get(block.name, 1) for pool, per in parts.items()]
        n_images = len(items.classes) * sum(shown)
        if block.order.spacing > n_images - 1:
            yield f"block[{index}].order.spacing: {block.order.spacing} others wanted, there are {n_images} images"


def item_faults(items: Items) -> Iterator[str]:
    """A class that is there twice; a range that is none."""
    for name in sorted({name for name in items.classes if items.classes.count(name) > 1}):
        yield f"items.classes: {name!r} is there twice"
    for name, pool in items.pools.items():
        if pool.confidence is not None and not 0 <= pool.confidence[0] < pool.confidence[1] <= 1:
            yield f"items.pools.{name}.confidence: two probabilities, the lower first; found {list(pool.confidence)}"


def block_faults(blocks: Sequence[Block], items: Items) -> Iterator[str]:
    """Names that are there twice; pools and sets of comparisons that are not there, or are too small."""
    names = [block.name for block in blocks]
    for index, block in enumerate(blocks):
        where = f"block[{index}]"
        if block.name in names[:index]:
            yield f"{where}.name: {block.name!r} is there twice"
        if block.items is not None:
            path = "items.mix" if block.items.mix else "items"
            wanted = block.items.parts
            yield from _pool_faults(where, path, wanted, items)
        if block.criterion is not None and block.check is not None:
            yield f"{where}.criterion: goes with a block that is no check itself; leave out check or criterion"
        if block.catch is not None:
            yield from _pool_faults(where, "catch", {block.catch.pool: block.catch.per_class}, items)
            if block.items is not None and block.catch.pool in block.items.parts:
                yield f"{where}.catch.pool: {block.catch.pool!r} is the block's own; easy images need another"
        if block.comparisons is not None and block.comparisons not in items.comparisons:
            known = ", ".join(items.comparisons) or "none; name some in [items.comparisons]"
            yield f"{where}.comparisons: no set {block.comparisons!r}; known: {known}"


def _pool_faults(where: str, path: str, wanted: Mapping[str, int | None], items: Items) -> Iterator[str]:
    known = ", ".join(items.pools) or "none"
    for name, per_class in wanted.items():
        key = f"{where}.{path}" + ("" if path == "items.mix" else ".pool")
        if name not in items.pools:
            yield f"{key}: no pool {name!r}; known: {known}"
        elif (per_class or 0) > items.pools[name].per_class:
            key = f"{where}.{path}" + (f".{name}" if path == "items.mix" else ".per_class")
            yield f"{key}: {per_class} of a pool of {items.pools[name].per_class} per class"


def hypothesis_faults(
    hypotheses: Sequence[Hypothesis], blocks: Sequence[Block], arms: Mapping[str, Arm], within: Mapping[str, Within]
) -> Iterator[str]:
    """Hypotheses about blocks, arms or levels that are not there."""
    names = names_of(blocks)
    for index, hypothesis in enumerate(hypotheses):
        where = f"hypothesis[{index}]"
        if hypothesis.block is not None and hypothesis.block not in names:
            yield f"{where}.block: no block {hypothesis.block!r}; known: {', '.join(names)}"
        for arm in hypothesis.arms:
            if arm not in arms:
                yield f"{where}.contrast: no arm {arm!r}; known: {', '.join(arms)}"
        levels = [level for each in within.values() if hypothesis.block in each.blocks for level in each.levels]
        for part in dict.fromkeys(cell.part for cell in hypothesis.cells):
            if part is None and hypothesis.block is None:
                yield f"{where}.block: missing; name it here, or a block in every cell of the contrast: ARM.BLOCK"
            elif part is not None and part not in (*names, *levels):
                known = ", ".join([*levels, *names])
                yield f"{where}.contrast: {part!r} is no block, and no level of its block; known: {known}"


def hypothesis_name_faults(hypotheses: Sequence[Hypothesis]) -> Iterator[str]:
    """Names that are there twice."""
    names = [each.name for each in hypotheses]
    for index, name in enumerate(names):
        if name in names[:index]:
            yield f"hypothesis[{index}].name: {name!r} is there twice"


def outcome_faults(
    hypotheses: Sequence[Hypothesis], blocks: Sequence[Block], items: Items, allocation: Allocation
) -> Iterator[str]:
    """Outcomes that a block does not have.  What a task kind of one's own asks is not known here."""
    names, before = names_of(blocks), up_to(allocation.after, names_of(blocks))
    for index, hypothesis in enumerate(hypotheses):
        for name in hypothesis.blocks(names):
            block = next((each for each in blocks if each.name == name), None)
            lacking = None if block is None or ":" in block.task else _lacking(hypothesis.outcome, block, items)
            if lacking is None and hypothesis.outcome == "rating" and name in before:
                lacking = "comes before the seat is claimed; name one after it"
            if lacking is not None:
                yield f"hypothesis[{index}].outcome: {hypothesis.outcome!r}, but block {name!r} {lacking}"


def _lacking(outcome: str, block: Block, items: Items) -> str | None:
    """What a block would need for that outcome; None where it has it."""
    advises = block.task == "advise" and block.options.get("advice", True) is not False
    in_two_stages = block.options.get("stages") == "two"
    if outcome == "confidence" and block.options.get("confidence") is None:
        return "does not ask how sure one is; add confidence = { points = … }"
    if outcome in ("over_reliance", "under_reliance", "switching") and not advises:
        return "gives no advice; it needs task 'advise'"
    if outcome == "switching" and not in_two_stages:
        return "asks for no answer before the advice; it needs stages = 'two'"
    of_two = block.task == "compare" or (block.task == "advise" and not in_two_stages) or len(items.classes) == 2
    if outcome == "d_prime" and not of_two:
        return "has more than two answers; it needs task 'compare', advice to accept or refuse, or two classes"
    if outcome == "rating" and block.task != "rate":
        return "asks for no ratings; it needs task 'rate'"
    return None


def exclusion_faults(exclusions: Sequence[Exclusion], blocks: Sequence[Block]) -> Iterator[str]:
    """Exclusions about blocks that are not there, and what rules lack."""
    names = names_of(blocks)
    for index, exclusion in enumerate(exclusions):
        where = f"exclusion[{index}]"
        if exclusion.block is not None and exclusion.block not in names:
            yield f"{where}.block: no block {exclusion.block!r}; known: {', '.join(names)}"
        if (exclusion.rule == "faster_than") != (exclusion.milliseconds is not None):
            yield f"{where}.milliseconds: goes with rule = 'faster_than', which needs it"


# The tables that must be sound for them to be held against each other, and how they are.
_BETWEEN: tuple[tuple[tuple[str, ...], Callable[..., Iterator[str]]], ...] = (
    (("factors", "arms"), factor_faults),
    (("allocation", "arms", "block"), allocation_faults),
    (("allocation", "block"), answer_faults),
    (("items",), item_faults),
    (("block", "items"), block_faults),
    (("within", "block", "allocation"), within_faults),
    (("within", "block", "items"), share_faults),
    (("within", "block", "items"), spacing_faults),
    (("hypothesis", "block", "arms", "within"), hypothesis_faults),
    (("hypothesis",), hypothesis_name_faults),
    (("hypothesis", "block", "items", "allocation"), outcome_faults),
    (("exclusion", "block"), exclusion_faults),
    (("moderation", "hypothesis", "block"), moderation_faults),
)


def between(tables: Mapping[str, Any]) -> list[str]:
    """What does not fit together among these tables of a study; those that are not sound by themselves are left out."""
    return [
        fault
        for wanted, check in _BETWEEN
        if all(name in tables for name in wanted)
        for fault in check(*(tables[name] for name in wanted))
    ]
