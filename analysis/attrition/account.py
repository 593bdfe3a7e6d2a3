"""Attrition as the report shows it."""

from collections.abc import Sequence

from analysis import wording
from analysis.attrition.counts import DELETED, NOWHERE, ArmLosses
from analysis.evidence import Evidence
from analysis.figures.rows_by_arm import SHARES, Axis, Group, Row, as_percent, rows_by_arm
from analysis.question import Drawing, Table
from analysis.result import Result

OUTCOMES = {
    "in_progress": "under way, or gone without a word",
    "withdrew": "withdrew",
    "timed_out": "out of time",
    "failed_checks": "failed checks",
    "screened_out": "screened out",
    "incompatible_device": "device",
    "no_consent": "no consent",
    "full": "no seat",
}


def told_of_difference(shares: Sequence[Result], tested: Result, level: float) -> tuple[str, ...]:
    """One sentence for the top of the report, where arms differ."""
    if tested.test is None or tested.test.p >= 1 - level:
        return ()
    told = wording.listed([_of_arm(each) for each in shares if each.estimate is not None])
    return (
        f"Attrition differed between arms, so that those who stayed may differ too: {told} did not finish, "
        f"{wording.p_value(tested.test.p)} (exploratory).",
    )


def sentences(shares: Sequence[Result], pairs: Sequence[Result], tested: Result) -> tuple[str, ...]:
    """For a paper: shares with intervals, the test, and differences with intervals."""
    there = [each for each in shares if each.estimate is not None]
    arms = wording.listed([f"{_of_arm(each)}{_limits(each)}" for each in there])
    made = [f"Of those randomised, did not finish: {arms}{_test(tested)}."]
    made += [
        f"Attrition, {each.labels['first']} {wording.MINUS} {each.labels['second']}: {wording.difference(each)}."
        for each in pairs
        if each.estimate is not None
    ]
    return tuple(made)


def drawing(shares: Sequence[Result], level: float) -> Drawing:
    """The share of each arm that left, with its interval."""
    name = "attrition-left"
    told = "; ".join(_of_arm(each) if each.estimate is not None else f"{_arm(each)}: nobody" for each in shares)
    alt = f"Share of randomised participants who did not finish, by arm: {told}."
    rows = tuple(Row(_arm(each), place, each.estimate, each.interval, _said(each)) for place, each in enumerate(shares))
    axis = Axis("randomised participants who did not finish", SHARES, as_percent)
    caption = f"Attrition after randomisation: the share that did not finish, with its {100 * level:.3g}% interval."
    return Drawing(name, rows_by_arm([Group("", rows)], axis, name, alt), alt, caption)


def table(arms: Sequence[ArmLosses], shares: Sequence[Result], level: float) -> Table:
    """Per arm: randomised, finished, left, and how sessions of those who left ended."""
    kinds = sorted({kind for each in arms for kind in each.outcomes}, key=list(OUTCOMES).index)
    columns = ("Arm", "Randomised", "Finished", "Left", "Share", f"{100 * level:.3g}% CI", *map(_kind, kinds))
    rows = tuple(
        (
            each.arm,
            str(each.randomised),
            str(each.randomised - each.left),
            str(each.left),
            "–" if share.estimate is None else wording.percent(share.estimate),
            wording.in_percent(share.interval) if share.interval else "–",
            *(str(each.outcomes[kind]) for kind in kinds),
        )
        for each, share in zip(arms, shares, strict=True)
    )
    return Table("Attrition per arm", columns, rows, "Left: randomised, and did not come to the last page.")


def where_table(arms: Sequence[ArmLosses], evidence: Evidence) -> tuple[Table, ...]:
    """Where those who left were last; none where nobody left."""
    found = {block for each in arms for block in each.last}
    order = [NOWHERE, *evidence.plan.block_names, DELETED]
    blocks = sorted(found, key=lambda block: (order.index(block) if block in order else len(order), block))
    if not blocks:
        return ()
    rows = tuple((each.arm, *(str(each.last[block]) for block in blocks)) for each in arms)
    note = "Participants who left, by the block of their last answered trial."
    return (Table("Where participants left", ("Arm", *blocks), rows, note),)


def _kind(kind: str) -> str:
    return OUTCOMES[kind].capitalize()


def _arm(share: Result) -> str:
    return share.labels["arm"]


def _left(share: Result) -> str:
    """`2 of 20`."""
    n = share.n[_arm(share)]
    return f"{round((share.estimate or 0.0) * n)} of {n}"


def _of_arm(share: Result) -> str:
    return f"{_left(share)} ({wording.percent(share.estimate or 0.0)}) of arm {_arm(share)}"


def _said(share: Result) -> str:
    return "nobody" if share.estimate is None else f"{_left(share)} ({wording.percent(share.estimate, 0)})"


def _limits(share: Result) -> str:
    return f", {wording.level(share.interval)} {wording.in_percent(share.interval)}" if share.interval else ""


def _test(tested: Result) -> str:
    if tested.test is None:
        return ""
    how = tested.method.split(" by ")[-1]
    if "chi-square" in how:
        how += f", {wording.statistic(tested.test)}"
    return f"; {how}, {wording.p_value(tested.test.p)}"
