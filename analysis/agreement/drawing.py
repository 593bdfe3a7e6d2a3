"""The pictures of agreement: arms in rows."""

from collections.abc import Sequence

from analysis.agreement.tables import Found, Shown, said_of
from analysis.arm_differences import estimate, level_text
from analysis.evidence import Evidence
from analysis.figures.rows_by_arm import Axis, Group, Row, rows_by_arm
from analysis.question import Drawing
from analysis.result import Result
from analysis.titles import title_of
from analysis.wording import number


def with_maps(evidence: Evidence, block: str, maps: Sequence[str], shown: Shown, found: Found) -> Drawing:
    """Under each map every arm: how much more the map points at what was marked than maps of other pictures."""
    groups = tuple(
        Group(
            f"Map {name}",
            tuple(
                _row(said_of(arm, name, shown), place, found[block, arm, name, "auroc_beyond"])
                for place, arm in enumerate(evidence.arms)
            ),
        )
        for name in maps
    )
    axis = Axis("AUROC, own map minus maps of other pictures", (-0.1, 0.3), number, zero=True)
    title, name = title_of(evidence, block), f"agreement-{block}-maps"
    alt = f"How much more maps point at what was marked in {title} than maps of other pictures do. {_told(groups)}"
    caption = (
        f"{title}: mean over participants of the AUROC of the picture's own map for what they marked, minus the same "
        f"with maps of other pictures, with {level_text(evidence.level)} confidence intervals. 0: the map says no more "
        "of what people mark in this picture than maps of other pictures do. Shown: the arm was shown that explanation."
    )
    return Drawing(name, rows_by_arm(groups, axis, name, alt), alt, caption)


def between_people(evidence: Evidence, blocks: Sequence[str], measures: Sequence[str], found: Found) -> Drawing:
    """Under each block every arm: agreement in what is marked, and in answers."""
    wanted = [(block, "iou_beyond", "what is marked") for block in blocks]
    wanted += [(measure, "alpha", "answers") for measure in measures]
    groups = tuple(
        Group(
            f"{title_of(evidence, block)}: {what}",
            tuple(_row(arm, place, found[block, arm, "", key]) for place, arm in enumerate(evidence.arms)),
        )
        for block, key, what in wanted
    )
    axis = Axis("agreement between people, beyond chance", (0.0, 1.0), number, zero=True)
    name = "agreement-between-people"
    alt = f"Agreement between people beyond chance, by arm. {_told(groups)}"
    caption = (
        f"Agreement between people beyond chance, with {level_text(evidence.level)} confidence intervals: 1 where all "
        "agree, 0 where they agree no more than by chance. Answers: Krippendorff's alpha."
    )
    if blocks:
        caption += " What is marked: intersection over union, beyond that of regions of different pictures."
    return Drawing(name, rows_by_arm(groups, axis, name, alt), alt, caption)


def _row(name: str, place: int, result: Result) -> Row:
    return Row(name, place, result.estimate, result.interval, estimate(result))


def _told(groups: Sequence[Group]) -> str:
    return " ".join(
        f"{group.heading}: " + "; ".join(f"{row.name} {row.said}" for row in group.rows) + "." for group in groups
    )
