"""Tables of ratings: items by arm, points of scales, reliability, and differences from the first arm."""

from collections.abc import Sequence

from analysis import wording
from analysis.arm_differences import estimate, level_text, p_values, reasons
from analysis.evidence import Evidence
from analysis.question import Table
from analysis.ratings.drawing import Found
from analysis.ratings.measured import Item, Scale
from analysis.ratings.reliability import ALL
from analysis.titles import title_of


def items_table(evidence: Evidence, told: Sequence[Scale], found: Found) -> Table:
    """What every arm rated, item by item, and then all items of a scale together."""
    rows, used = [], []
    for scale in told:
        title = title_of(evidence, scale.block)
        for item in scale.items:
            for arm in evidence.arms:
                median, mean = found[item.key, arm, "median"], found[item.key, arm, "mean"]
                used.append(mean)
                counts = str(mean.n[arm]), str(mean.n_trials)
                rows.append((title, item.name, arm, *counts, estimate(median), estimate(mean)))
        for arm in evidence.arms if len(scale.items) > 1 else ():
            mean = found[scale.key, arm, "score"]
            of = f"{len(scale.items)} items of {scale.points} points"
            rows.append((title, of, arm, str(mean.n[arm]), str(mean.n_trials), "–", estimate(mean)))
    columns = ("Block", "Item", "Arm", "Participants", "Ratings", "Median", "Mean")
    note = f"Over participants, with {level_text(evidence.level)} confidence intervals. {reasons(used)}".strip()
    return Table("Ratings by item and arm", columns, tuple(rows), note)


def points_table(scale: Scale, evidence: Evidence, found: Found) -> Table:
    """How often each point of a scale was chosen."""
    rows = [(item.name, arm, *_points(item, arm, found)) for item in scale.items for arm in evidence.arms]
    points = [str(point) for point in range(1, scale.points + 1)]
    note = "Number of ratings and their share"
    note += (
        "."
        if all(item.of(arm).is_once for item in scale.items for arm in evidence.arms)
        else (", which is the mean over participants of each one's share.")
    )
    return Table(f"{scale.title(evidence)}: points chosen", ("Item", "Arm", *points), tuple(rows), note)


def _points(item: Item, arm: str, found: Found) -> list[str]:
    given = item.of(arm)
    if given.rows.empty:
        return ["–"] * item.points
    totals = given.counts(item.points).sum(axis=0).tolist()
    shares = [found[item.key, arm, f"point_{point}"].estimate or 0.0 for point in range(1, item.points + 1)]
    return [f"{n} ({wording.percent(share, 0)})" for n, share in zip(totals, shares, strict=True)]


def reliability_table(evidence: Evidence, told: Sequence[Scale], found: Found) -> tuple[Table, ...]:
    """Alpha, omega, and items against the others; none without a scale of two items."""
    rows, used = [], []
    for scale in told:
        alpha = found.get((scale.key, ALL, "alpha"))
        if alpha is None:
            continue
        omega = found[scale.key, ALL, "omega"]
        used += [alpha, omega]
        rows.append((scale.title(evidence), "all items", str(alpha.n[ALL]), estimate(alpha), estimate(omega), "–"))
        for item in scale.items:
            r = found[scale.key, ALL, f"item_rest/{item.name}"]
            used.append(r)
            rows.append((scale.title(evidence), item.name, str(r.n[ALL]), "–", "–", estimate(r)))
    columns = ("Scale", "Item", "Participants", "α", "ω", "r with the rest")
    note = (
        "Cronbach's α, McDonald's ω, and each item's correlation with the sum of the other items. Of those who rated "
        "every item, all arms together; items as they were answered. An item that correlates "
        f"negatively with the others may be worded the other way round: nothing was reversed. {reasons(used)}"
    )
    return (Table("Reliability of scales", columns, tuple(rows), note.strip()),) if rows else ()


def differences_tables(evidence: Evidence, told: Sequence[Scale], found: Found) -> tuple[Table, ...]:
    """Odds ratios or differences of means, then Cliff's deltas; none with one arm."""
    mains, ranks, used, of_ranks = [], [], [], []
    for scale in told:
        for arm in evidence.arms[1:]:
            key = "odds_ratio" if scale.points else "mean_difference"
            main, delta = found[scale.key, arm, key], found[scale.key, arm, "delta"]
            used.append(main)
            of_ranks.append(delta)
            about = (scale.title(evidence), f"{arm} against {evidence.arms[0]}")
            unit = "odds ratio" if scale.points else "difference of means"
            mains.append((*about, unit, estimate(main), *p_values(main)))
            statistic = wording.number(delta.test.statistic, 1) if delta.test else "–"
            ranks.append((*about, estimate(delta), statistic, *p_values(delta)))
    if not mains:
        return ()
    note = (
        "Exploratory. Odds ratio: of a rating above any point, of one participant and item where the model is mixed; "
        f"1 is no difference. {reasons(used)}"
    )
    of_rank = f"Exploratory. Of participants' mean ratings: Cliff's δ, Mann and Whitney's test. {reasons(of_ranks)}"
    columns, ends = ("Scale", "Comparison"), ("p", "p corrected")
    return (
        Table(
            "Ratings: differences from the first arm", (*columns, "Of", "Estimate", *ends), tuple(mains), note.strip()
        ),
        Table("Ratings: differences in ranks", (*columns, "δ", "U", *ends), tuple(ranks), of_rank.strip()),
    )
