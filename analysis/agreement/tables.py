"""The tables of agreement."""

from collections.abc import Mapping, Sequence

from analysis import wording
from analysis.arm_differences import estimate, level_text, p_values, reasons
from analysis.evidence import Evidence
from analysis.question import Table
from analysis.result import Result
from analysis.titles import title_of

Found = Mapping[tuple[str, str, str, str], Result]  # block, arm (the first of a difference), map or nothing, quantity
Shown = Mapping[str, tuple[str, ...]]
MAP_QUANTITIES = ("auroc", "auroc_other", "auroc_beyond", "pointing", "pointing_other", "pointing_beyond")


def said_of(arm: str, name: str, shown: Shown) -> str:
    """The arm, with a word where that map is what it was shown."""
    return f"{arm} (shown)" if name in shown.get(arm, ()) else arm


def maps_tables(
    evidence: Evidence, blocks: Sequence[str], maps: Sequence[str], shown: Shown, found: Found
) -> tuple[Table, ...]:
    """Every arm with every map, by either measure; none where nobody marked a picture or there is no map."""
    if not (blocks and maps):
        return ()
    cells = [(block, name, arm) for block in blocks for name in maps for arm in evidence.arms]
    of = {key: [found[block, arm, name, key] for block, name, arm in cells] for key in MAP_QUANTITIES}
    heads = [
        (title_of(evidence, block), name, said_of(arm, name, shown), str(found[block, arm, name, "auroc"].n[arm]))
        for block, name, arm in cells
    ]
    whose = ("Block", "Map", "Arm", "Participants")
    means = f"Means over participants with {level_text(evidence.level)} confidence intervals."
    others = "Other pictures: the same regions held against maps of all other pictures."
    auroc = Table(
        "What people marked, held against maps",
        (*whose, "AUROC", "Other pictures", "Beyond"),
        tuple(
            (*head, estimate(own), _bare(other), estimate(beyond))
            for head, own, other, beyond in zip(heads, of["auroc"], of["auroc_other"], of["auroc_beyond"], strict=True)
        ),
        f"{means} AUROC: the probability that the map has a marked place for more important than one that is not; .5 "
        f"by chance. {others} Shown: the arm was shown that explanation. "
        f"{reasons([*of['auroc'], *of['auroc_beyond']])}".strip(),
    )
    pointing = Table(
        "Pointing game: how often the map's most important place was marked",
        (*whose, "Marked (%)", "Other pictures (%)", "Beyond (points)"),
        tuple(
            (*head, estimate(own, scale=100, digits=1), _percent(other), estimate(beyond, scale=100, digits=1))
            for head, own, other, beyond in zip(
                heads, of["pointing"], of["pointing_other"], of["pointing_beyond"], strict=True
            )
        ),
        f"{means} {others}",
    )
    return auroc, pointing


def differences_table(
    evidence: Evidence, blocks: Sequence[str], maps: Sequence[str], found: Found
) -> tuple[Table, ...]:
    """Differences from the first arm; none where there is one arm or no map."""
    rows, used = [], []
    for block in blocks:
        for name in maps:
            for arm in evidence.arms[1:]:
                result = found[block, arm, name, "auroc_difference"]
                used.append(result)
                told = (title_of(evidence, block), name, wording.contrast(result), estimate(result), *p_values(result))
                rows.append(told)
    if not rows:
        return ()
    columns = ("Block", "Map", "Comparison", "Difference in AUROC beyond", "p", "Corrected p")
    note = (
        "Exploratory: Welch's t tests on participants' means; corrected: Benjamini and Hochberg's method over all rows "
        f"of the table. {reasons(used)}"
    )
    return (Table("Whose marks the maps point at more", columns, tuple(rows), note.strip()),)


def regions_table(evidence: Evidence, blocks: Sequence[str], found: Found) -> Table:
    """Agreement between people in what they mark."""
    rows, used = [], []
    for block in blocks:
        for arm in evidence.arms:
            of = [found[block, arm, "", key] for key in ("iou", "iou_chance", "iou_beyond")]
            used += [of[0], of[2]]
            counts = (str(of[0].n[arm]), str(of[0].n_trials))
            rows.append((title_of(evidence, block), arm, *counts, estimate(of[0]), _bare(of[1]), estimate(of[2])))
    columns = ("Block", "Arm", "Participants", "Regions", "Same picture", "Different pictures", "Beyond chance")
    note = (
        "Intersection over union of regions by two participants. Beyond chance: 1 where all mark the same, 0 where "
        f"regions of one picture agree no more than those of different pictures. {reasons(used)}"
    )
    return Table("Agreement between people in what they mark", columns, tuple(rows), note.strip())


def answers_table(evidence: Evidence, measures: Sequence[str], found: Found) -> Table:
    """Agreement between people in their answers."""
    rows, used = [], []
    for measure in measures:
        for arm in evidence.arms:
            same, alpha = found[measure, arm, "", "same"], found[measure, arm, "", "alpha"]
            used += [same, alpha]
            counts = (str(same.n[arm]), str(same.n_trials))
            told = (estimate(same, scale=100, digits=1), estimate(alpha))
            rows.append((title_of(evidence, measure), arm, *counts, *told))
    columns = ("Block", "Arm", "Participants", "Answers", "Same (%)", "Alpha")
    note = (
        "Of pictures that two or more participants of the arm answered. Same: pairs of answers that are the same. "
        f"Alpha: Krippendorff's, nominal. {reasons(used)}"
    )
    return Table("Agreement between people in their answers", columns, tuple(rows), note.strip())


def _bare(result: Result) -> str:
    return "–" if result.estimate is None else wording.number(result.estimate)


def _percent(result: Result) -> str:
    return "–" if result.estimate is None else wording.number(100 * result.estimate, 1)
