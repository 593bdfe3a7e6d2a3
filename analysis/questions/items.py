"""Which items are hard, which lie far out, and does any single one carry a planned difference?

Shares are over participants of all arms: each gives one value per item.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis import population
from analysis.evidence import Evidence
from analysis.figures.caterpillar import Item, caterpillar
from analysis.items.account import left_out_data, left_out_sentence, left_out_table, methods, of_items, table_of
from analysis.items.left_out import LeftOut, left_out
from analysis.items.shares import FAR_OUT, ItemShare, answered, item_shares, ranked
from analysis.question import Account, Drawing
from analysis.result import Result, Scale
from analysis.stats.estimable import NotEstimable
from analysis.wording import percent, share

NAME = "items"
POPULATION = "everyone randomised who answered the item, of all arms"


@dataclass(frozen=True)
class Items:
    """The question, as the registry finds it."""

    title: str = "Items"
    rank: int = 70

    def results(self, evidence: Evidence) -> Sequence[Result]:
        """Per item its share right, its correlation with the rest and its distance; then differences without one."""
        shares = _shares(evidence)
        if not any(shares.values()):
            return ()
        made = [each for measure, items in shares.items() for item in items for each in _of_item(measure, item)]
        made += [_outliers(measure, items) for measure, items in shares.items() if items]
        return [*made, *(each for left in _left_out(evidence) for each in _of_difference(left))]

    def account(self, evidence: Evidence, results: Sequence[Result]) -> Account:
        """A caterpillar and a table per measure; a sentence per planned difference."""
        shares = {measure: items for measure, items in _shares(evidence).items() if items}
        left = _left_out(evidence) if shares else ()
        return Account(
            sentences=(*(of_items(m, items) for m, items in shares.items()), *map(left_out_sentence, left)),
            drawings=tuple(_drawing(evidence, measure, items) for measure, items in shares.items()),
            tables=(*(table_of(m, items, evidence.level) for m, items in shares.items()), *left_out_table(left)),
            methods=methods(evidence.level, bool(left)) if shares else (),
            data=left_out_data(shares, left),
        )


QUESTION = Items()


def _shares(evidence: Evidence) -> dict[str, tuple[ItemShare, ...]]:
    """The items of each outcome."""
    return {each: item_shares(answered(evidence, each), evidence.level) for each in population.outcomes(evidence)}


def _left_out(evidence: Evidence) -> tuple[LeftOut, ...]:
    """The planned differences in accuracy between two arms in one place; combinations of more cells are left out."""
    planned = [each for each in evidence.plan.hypothesis if each.is_pair and each.outcome == "accuracy"]
    made = []
    for hypothesis in planned:
        (measure,) = population.measures_of(evidence, hypothesis)
        made.append(left_out(hypothesis, measure, answered(evidence, measure), evidence.level))
    return tuple(made)


def _of_item(measure: str, item: ItemShare) -> tuple[Result, Result, Result]:
    def told(what: str, estimand: str, scale: Scale, method: str) -> Result:
        found = {"share": item.share, "with_rest": item.with_rest, "distance": item.distance}[what]
        missing = isinstance(found, NotEstimable)
        return Result(
            name=f"{NAME}/{measure}/{item.name}/{what}",
            question=NAME,
            estimand=f"{estimand} {item.name} in block {measure}, of {POPULATION}",
            scale=scale,
            family="descriptive",
            method=method,
            estimate=None if isinstance(found, NotEstimable) else found,
            n={"all": item.n},
            labels={"block": measure, "item": item.name},
            n_trials=item.n_trials,
            interval=item.interval if what == "share" else None,
            status="not_estimable" if missing else "ok",
            reason=found.reason if isinstance(found, NotEstimable) else None,
        )

    return (
        told("share", "mean share of right answers on item", "proportion",
             "mean over participants of each one's share of right answers on the item; Wilson's interval over "
             "participants"),
        told("with_rest", "correlation of being right on item", "agreement",
             "Pearson's correlation over participants of the share of right answers on the item with that on all "
             "other items they answered; for screening, without an interval"),
        told("distance", "distance from the median item, in robust standard deviations of logits, of item",
             "standard deviations",
             "modified z score: logit of the share with half a right and half a wrong answer added, less the median, "
             "times 0.6745 over the median absolute deviation"),
    )  # fmt: skip


def _outliers(measure: str, items: Sequence[ItemShare]) -> Result:
    reason = items[0].distance.reason if isinstance(items[0].distance, NotEstimable) else None
    named = [item.name for item in items if item.is_far_out]
    return Result(
        name=f"{NAME}/{measure}/outliers",
        question=NAME,
        estimand=f"items of block {measure} whose difficulty lies far from that of the others",
        scale="count",
        family="descriptive",
        method=f"items whose modified z score on the logit scale is beyond {FAR_OUT} either way",
        estimate=None if reason else float(len(named)),
        n={"all": max(item.n for item in items)},
        labels={"block": measure, "items": ", ".join(named)},
        n_trials=sum(item.n_trials for item in items),
        status="not_estimable" if reason else "ok",
        reason=reason,
    )


def _of_difference(left: LeftOut) -> tuple[Result, ...]:
    first, second = left.hypothesis.arms
    of = f"difference in mean share of right answers in block {left.measure}, {first} minus {second}"
    labels = {"hypothesis": left.hypothesis.name, "block": left.measure, "first": first, "second": second}
    values: dict[str, tuple[float, str]] = {}
    if left.reason is None:
        changed = {"change_sign": left.change_sign, "change_decision": left.change_decision}
        values = {what: (float(len(names)), ", ".join(names)) for what, names in changed.items()}
        values |= {"smallest": left.estimable[0], "largest": left.estimable[-1]}

    def told(what: str, estimand: str, scale: Scale) -> Result:
        value = values.get(what)
        return Result(
            name=f"{NAME}/{left.hypothesis.name}/without_one/{what}",
            question=NAME,
            estimand=estimand,
            scale=scale,
            family="descriptive",
            method="the planned difference of the arms' means over participants, computed once without each item; "
            f"Welch's test at the {share(1 - left.level)} level, not corrected for other comparisons",
            estimate=value[0] if value else None,
            n=dict(zip((first, second), left.whole.n, strict=True)),
            labels=labels | {"items": value[1] if value else ""},
            n_trials=left.n_trials,
            reference=0.0 if scale == "difference of proportions" else None,
            status="ok" if value else "not_estimable",
            reason=left.reason,
        )

    return (
        told("smallest", f"smallest {of}, without any one item", "difference of proportions"),
        told("largest", f"largest {of}, without any one item", "difference of proportions"),
        told("change_sign", f"items without which the {of} has the other sign", "count"),
        told("change_decision", f"items without which Welch's test of the {of} decides otherwise", "count"),
    )


def _drawing(evidence: Evidence, measure: str, items: Sequence[ItemShare]) -> Drawing:
    order = ranked(items)
    chance = population.chance(evidence, measure)
    far = [item.name for item in order if item.is_far_out]
    alt = (
        f"Share of right answers on each of {len(items)} items of {measure}: from {percent(order[0].share)} "
        f"({order[0].name}) to {percent(order[-1].share)} ({order[-1].name}). Outliers: {', '.join(far) or 'none'}."
    )
    caption = (
        f"{measure}: every dot is an item, with the share of right answers over participants of all arms and its "
        f"{100 * evidence.level:.3g}% confidence interval; diamonds are outliers by the rule of the methods."
    )
    drawn = [Item(item.name, item.share, item.interval, item.remark) for item in order]
    return Drawing(f"items-{measure}", caterpillar(drawn, chance, f"items-{measure}", alt), alt, caption)
