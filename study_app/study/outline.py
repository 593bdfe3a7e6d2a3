"""A study in words: who is asked what, in which order, as far as its definition says it."""

from collections.abc import Sequence

from study_app.definition import Arm, Pool
from study_app.study.design import CheckedBlock, Design


def outline(design: Design) -> list[str]:
    """Lines to be read by the researcher; the pools of the design may be empty, as before there are any images."""
    study, allocation = design.study, design.study.allocation
    classes = study.items.classes
    return [
        f"{study.study.title} ({study.study.name})",
        f"{study.study.minutes} minutes, as participants are told.",
        "",
        f"{design.n_trials} trials for each participant, in this order:",
        *_columns([_block(design, block) for block in design.blocks]),
        "",
        f"{allocation.seats} seats, arms equal in every {allocation.block_size}:",
        *_columns([_arm(name, arm, allocation.seats // len(study.arms)) for name, arm in study.arms.items()]),
        "",
        f"Images of each of {len(classes)} classes ({', '.join(classes)}), by pool:",
        *_columns([_pool(name, pool) for name, pool in study.items.pools.items()]),
    ]


def _block(design: Design, checked: CheckedBlock) -> list[str]:
    block, n = checked.block, design.n_trials_of(checked)
    said = []
    if block.items is not None:
        said.append(f"{design.n_shown(checked)} of each class from pool {block.items.pool}")
    if checked.class_pages:
        said.append(f"a page of examples for each of {', '.join(checked.class_pages)}, by arm")
    elif checked.shows_explanation:
        when = "before the answer" if checked.explains_before_answer else "after the answer"
        said.append(f"the arm's explanation {when}")
    if block.name == design.study.allocation.after:
        said.append("then the seat is claimed")
    return [block.name, block.task, _counted(n, "trial"), "; ".join(said)]


def _arm(name: str, arm: Arm, n_seats: int) -> list[str]:
    shown = "no explanation" if arm.explanation is None else f"explanation {arm.explanation!r}"
    return [name, _counted(n_seats, "seat"), shown, arm.description]


def _pool(name: str, pool: Pool) -> list[str]:
    said = []
    if pool.classifier_correct is not None:
        said.append(f"that the classifier gets {'right' if pool.classifier_correct else 'wrong'}")
    if pool.split is not None:
        said.append(f"of split {pool.split!r}")
    return [name, _counted(pool.per_class, "image"), ", ".join(said)]


def _counted(n: int, what: str) -> str:
    return f"{n:3d} {what}{'' if n == 1 else 's'}"


def _columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """The rows, indented, their cells one below the other."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    padded = (("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))) for row in rows)
    return [f"  {line}".rstrip() for line in padded]
