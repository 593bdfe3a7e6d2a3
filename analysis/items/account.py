"""Items as the report shows them: sentences, tables, and the tidy tables beside it."""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis import units, wording
from analysis.items.left_out import LeftOut, Without
from analysis.items.shares import FAR_OUT, ItemShare, ranked
from analysis.question import Table
from analysis.stats.estimable import NotEstimable

MOST_SHOWN = 10
MOST_NAMED = 5


def of_items(measure: str, items: Sequence[ItemShare]) -> str:
    """What there is to know of the items of a measure."""
    order = ranked(items)
    low, high = order[0], order[-1]
    if len(order) == 1:
        return f"The one item of {measure}, {low.name}, was answered rightly by {wording.percent(low.share)}."
    told = (
        f"Over the {len(order)} items of {measure}, the share of right answers went from "
        f"{wording.percent(low.share)} ({low.name}) to {wording.percent(high.share)} ({high.name})"
    )
    against = [item.name for item in order if not isinstance(item.with_rest, NotEstimable) and item.with_rest < 0]
    parts = [told, _outliers(order)]
    if against:
        parts.append(f"{_counted(against)} went against the rest (negative item-rest correlation): {_named(against)}")
    return "; ".join(parts) + "."


def left_out_sentence(left: LeftOut) -> str:
    """Whether one item carries the difference."""
    first, second = left.hypothesis.arms
    contrast = f"{first} {wording.MINUS} {second}"
    if left.reason is not None or isinstance(left.whole.estimate, NotEstimable):
        return f"Whether a single item carries the difference {contrast} cannot be said: {left.reason}."
    low, high = (wording.number(100 * estimate, 1) for estimate in (left.estimable[0][0], left.estimable[-1][0]))
    whole = wording.number(100 * left.whole.estimate, 1)
    told = (
        f"Without any one item of {left.measure}, the difference {contrast} lay between {low} and {high} "
        f"{units.POINTS} ({whole} with all items)"
    )
    return f"{told}; {_changes(left)}."


def _changes(left: LeftOut) -> str:
    test = f"Welch's test by itself, at the {wording.share(1 - left.level)} level,"
    signs, decisions = left.change_sign, left.change_decision
    if not signs and not decisions:
        return f"no single item changed its sign, or what {test} decides"
    told = [f"without {_named(signs)} it had the other sign"] if signs else []
    if decisions and left.whole.rejects(left.level):
        told.append(f"{test} finds a difference with all items, but none without {_either(decisions)}")
    elif decisions:
        told.append(f"{test} finds no difference with all items, but one without {_either(decisions)}")
    return "; ".join(told)


def _either(names: Sequence[str]) -> str:
    return f"{'one of ' if len(names) > 1 else ''}{_named(names)}"


def table_of(measure: str, items: Sequence[ItemShare], level: float) -> Table:
    """The hardest and the easiest, from the easiest down."""
    order = ranked(items)
    shown = order if len(order) <= 2 * MOST_SHOWN else [*order[:MOST_SHOWN], *order[-MOST_SHOWN:]]
    rows = tuple(
        (
            item.name,
            wording.percent(item.share),
            wording.in_percent(item.interval),
            str(item.n),
            _cell(item.with_rest),
            _cell(item.distance),
            item.remark or "–",
        )
        for item in reversed(shown)
    )
    note = f"Right: mean over participants of all arms. Distance: in robust SDs of logits; beyond {FAR_OUT} an outlier."
    if len(shown) < len(order):
        note = f"The {MOST_SHOWN} easiest and the {MOST_SHOWN} hardest of {len(order)} items. {note}"
    looked = [found for item in shown for found in (item.with_rest, item.distance)]
    reasons = {found.reason for found in looked if isinstance(found, NotEstimable)}
    columns = ("Item", "Right", f"{100 * level:.3g}% CI", "Participants", "With the rest", "Distance", "Remark")
    told = [f"{reason[0].upper()}{reason[1:]}." for reason in sorted(reasons)]
    return Table(f"Items of {measure}", columns, rows, " ".join([note, *told]))


def left_out_table(left: Sequence[LeftOut]) -> tuple[Table, ...]:
    """Every planned difference with all items and without one; none without hypotheses."""
    if not left:
        return ()
    columns = ("Comparison", "All items", "Smallest", "without", "Largest", "without", "Sign", "Decision")
    notes = [f"{' − '.join(each.hypothesis.arms)}: {each.reason}." for each in left if each.reason]
    note = "Differences in percentage points; sign, decision: items without which it is another one."
    return (Table("Without one item", columns, tuple(map(_row, left)), " ".join([note, *notes])),)


def methods(level: float, compared: bool) -> tuple[str, ...]:
    """How items are looked at."""
    sentences = [
        "An item's share of right answers is the mean over participants of all arms, with Wilson's interval over "
        "participants; its item-rest correlation is that of the share right on the item with the share right on all "
        "other items the participant answered.",
        "An item is an outlier where the logit of its share, half a right and half a wrong answer added, lies more "
        f"than {FAR_OUT} robust standard deviations (median absolute deviation over 0.6745) from the median item; "
        "no item is excluded for it.",
    ]
    if compared:
        sentences.append(
            "Planned differences between two arms were computed again without each item in turn; a decision is that of "
            f"Welch's test at the {wording.share(1 - level)} level, not corrected for other comparisons."
        )
    return tuple(sentences)


def left_out_data(shares: Mapping[str, Sequence[ItemShare]], left: Sequence[LeftOut]) -> dict[str, pd.DataFrame]:
    """The tables behind it, by file name: items, and differences without each."""
    tables = {f"items-{measure}": pd.DataFrame(map(_item_row, items)) for measure, items in shares.items()}
    for each in left:
        rows = [_without_row(one) for one in (each.whole, *each.each)]
        tables[f"items-without-one-{each.hypothesis.name}"] = pd.DataFrame(rows)
    return tables


def _outliers(order: Sequence[ItemShare]) -> str:
    if isinstance(order[0].distance, NotEstimable):
        return f"outliers were not looked for ({order[0].distance.reason})"
    far = [f"{item.name} ({item.remark})" for item in order if item.is_far_out]
    return f"{_counted(far)} far out: {_named(far)}" if far else "no item lay far out"


def _counted(names: Sequence[str]) -> str:
    return "1 item" if len(names) == 1 else f"{len(names)} items"


def _named(names: Sequence[str]) -> str:
    """The first few."""
    more = len(names) - MOST_NAMED
    return wording.listed([*names[:MOST_NAMED], *([f"{more} more"] if more > 0 else [])])


def _row(left: LeftOut) -> tuple[str, ...]:
    contrast = f" {wording.MINUS} ".join(left.hypothesis.arms)
    whole = left.whole.estimate
    all_items = "–" if isinstance(whole, NotEstimable) else wording.number(100 * whole, 1)
    if left.reason is not None:
        return (contrast, all_items, *["–"] * 6)
    (low, low_item), (high, high_item) = left.estimable[0], left.estimable[-1]
    counts = (str(len(left.change_sign)), str(len(left.change_decision)))
    ends = (wording.number(100 * low, 1), low_item, wording.number(100 * high, 1), high_item)
    return (contrast, all_items, *ends, *counts)


def _cell(found: float | NotEstimable) -> str:
    return "–" if isinstance(found, NotEstimable) else wording.number(found)


def _value(found: float | NotEstimable) -> float | None:
    return None if isinstance(found, NotEstimable) else found


def _item_row(item: ItemShare) -> dict[str, object]:
    return {
        "item": item.name,
        "n_participants": item.n,
        "n_trials": item.n_trials,
        "share_right": item.share,
        "conf_low": item.interval.low,
        "conf_high": item.interval.high,
        "correlation_with_rest": _value(item.with_rest),
        "distance": _value(item.distance),
        "outlier": item.is_far_out,
    }


def _without_row(one: Without) -> dict[str, object]:
    return {
        "without": one.item or "",
        "difference": _value(one.estimate),
        "p": one.p,
        "n_first": one.n[0],
        "n_second": one.n[1],
    }
