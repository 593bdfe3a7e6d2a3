"""A study in words: who is asked what, in which order, as far as its definition says it."""

from collections.abc import Sequence

from study_app.definition import Arm, Block, Pool, Within
from study_app.study.design import CheckedBlock, Design


def outline(design: Design) -> list[str]:
    """Lines to be read by the researcher; the pools of the design may be empty, as before there are any images."""
    study, items = design.study, design.study.items
    breaks = ", breaks among them," if any(map(design.n_breaks_of, design.blocks)) else ""
    lines = [
        f"{study.study.title} ({study.study.name})",
        f"{study.study.minutes} minutes, as participants are told.",
        "",
        f"{design.n_trials} trials{breaks} for each participant, in this order:",
        *_columns([_block(design, block) for block in design.blocks]),
        "",
        *_seats(design),
    ]
    if study.within:
        lines += ["", "Within participants:", *_columns([_within(name, each) for name, each in study.within.items()])]
    if items.pools:
        told = f"Images of each of {len(items.classes)} classes ({', '.join(items.classes)}), by pool:"
        lines += ["", told, *_columns([_pool(name, pool) for name, pool in items.pools.items()])]
    if items.comparisons:
        sets = [
            [name, _counted(each.n, "comparison"), ", ".join(each.strata)] for name, each in items.comparisons.items()
        ]
        lines += ["", "Comparisons, the same for everybody, by set:", *_columns(sets)]
    return lines


def _seats(design: Design) -> list[str]:
    """How many seats each arm has, and how they are given."""
    study, allocation = design.study, design.study.allocation
    arms = [_arm(name, arm, allocation.seats // len(study.arms)) for name, arm in study.arms.items()]
    if allocation.kind == "minimisation":
        alike = ", ".join(each.name for each in allocation.minimise)
        told = f"{allocation.seats} seats, arms alike in {alike} by minimisation (about as many as said):"
    else:
        strata = allocation.strata
        of = f" of {strata.name} ({', '.join(f'{n} {level}' for level, n in strata.seats.items())})" if strata else ""
        told = f"{allocation.seats} seats, arms equal in every {allocation.block_size}{of}:"
    seal = "drawn and sealed when the study is launched" if allocation.seed is None else "in study.toml, for all to see"
    return [
        told,
        *_columns(arms),
        f"  The seed is {seal}; a silent participant's seat is given again after {allocation.lease_minutes:g} minutes.",
    ]


def _within(name: str, within: Within) -> list[str]:
    shown = ", ".join(f"{level} ({one.explanation or 'no explanation'})" for level, one in within.levels.items())
    return [name, f"blocks {', '.join(within.blocks)} once for each of {shown}", within.order]


def _block(design: Design, checked: CheckedBlock) -> list[str]:
    block, n = checked.block, design.n_trials_of(checked)
    said = []
    if block.items is not None:
        shown = " and ".join(f"{n} of each class from pool {pool}" for pool, n in design.shown(checked).items())
        said.append(shown + (f", {block.order.repeat} times" if block.order.repeat > 1 else ""))
    if block.comparisons is not None:
        said.append(f"set {block.comparisons}")
    whose = "arm" if design.within(checked) is None else "level"
    if checked.class_pages:
        said.append(f"a page of examples for each of {', '.join(checked.class_pages)}, by {whose}")
    elif checked.shows_explanation:
        when = " before the answer" if checked.explains_before_answer else ""
        said.append(f"the {whose}'s explanation{when}")
    said += _rules(block)
    if block.name == design.study.allocation.after:
        said.append("then the seat is claimed")
    return [block.name, block.task, _counted(n, "trial"), "; ".join(said)]


def _rules(block: Block) -> list[str]:
    """What a block's answers lead to, besides the next trial."""
    said = []
    if block.catch is not None:
        said.append(f"{block.catch.per_class} easy ones of each class among them, from pool {block.catch.pool}")
    if block.criterion is not None:
        said.append(f"ends when {block.criterion.correct} of the last {block.criterion.of} are right")
    if block.check is not None:
        said.append(f"{block.check} check")
    if block.limit_seconds is not None:
        said.append(f"at most {block.limit_seconds:g} s for an answer")
    if block.break_after is not None:
        said.append(f"a break after every {block.break_after} trials")
    if block.keys is not None:
        said.append(f"answer keys {' '.join(block.keys)}" if block.keys else "no answer keys")
    return said


def _arm(name: str, arm: Arm, n_seats: int) -> list[str]:
    shown = "no explanation" if arm.explanation is None else f"explanation {arm.explanation!r}"
    levels = ", ".join(f"{factor} {level}" for factor, level in arm.levels.items())
    misled = f"misled: {arm.deception}" if arm.deception else ""
    return [name, _counted(n_seats, "seat"), shown, "; ".join(filter(None, (levels, misled, arm.description)))]


def _pool(name: str, pool: Pool) -> list[str]:
    said = []
    if pool.classifier_correct is not None:
        said.append(f"that the classifier gets {'right' if pool.classifier_correct else 'wrong'}")
    if pool.split is not None:
        said.append(f"of split {pool.split!r}")
    if pool.confidence is not None:
        said.append(f"predicted with a probability of {pool.confidence[0]:g} to {pool.confidence[1]:g}")
    said += [f"with {name} = {value}" for name, value in pool.where.items()]
    return [name, _counted(pool.per_class, "image"), ", ".join(said)]


def _counted(n: int, what: str) -> str:
    return f"{n:3d} {what}{'' if n == 1 else 's'}"


def _columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """The rows, indented, their cells one below the other."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    padded = (("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))) for row in rows)
    return [f"  {line}".rstrip() for line in padded]
