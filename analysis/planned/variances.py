"""How much participants and images differ, by the mixed model; and why each random effect is in it or not."""

from collections.abc import Sequence
from dataclasses import replace

from analysis import wording
from analysis.planned.model import CellModel
from analysis.question import Table
from analysis.result import Result

STEM = "sd_"
PLAIN = {"participant": "participants", "item": "images", "item:arm": "images, beyond that, within an arm"}


def spreads(blank: Result, model: CellModel) -> list[Result]:
    """The standard deviation of every grouping factor's random intercepts, in logits."""
    fit = model.declared.fit
    return [
        replace(
            blank,
            name=f"{blank.name.rpartition('/')[0]}/{STEM}{group.replace(':', '_')}",
            estimand=f"standard deviation between {PLAIN.get(group, group)} in the log odds of a right answer",
            scale="log odds",
            family="descriptive",
            method=f"mixed logistic model {model.text}; variances enlarged by what simulated answers lack",
            estimate=float(sizes[0]),
            std_error=None,
            interval=None,
            simultaneous=None,
            test=None,
            reference=None,
            smallest_effect=None,
            n={group: fit.n_levels[group]},
            labels={"hypothesis": blank.labels["hypothesis"], "block": blank.labels["block"], "group": group},
            status="no_interval",
            reason="an interval of a standard deviation is not computed",
        )
        for group, sizes in fit.sd.items()
    ]


def spread_table(results: Sequence[Result]) -> tuple[Table, ...]:
    """What `spreads` found, one row per block and grouping factor; hypotheses of the same model say the same."""
    rows = dict.fromkeys(
        (
            each.labels["block"],
            PLAIN.get(each.labels["group"], each.labels["group"]),
            str(each.n[each.labels["group"]]),
            wording.number(each.estimate or 0.0),
        )
        for each in results
        if each.name.rpartition("/")[2].startswith(STEM)
    )
    note = "Of the mixed model of planned comparisons, in log odds."
    columns = ("Block", "Between", "Levels", "Standard deviation")
    return (Table("How much participants and images differ", columns, tuple(rows), note),) if rows else ()


def reasons(model: CellModel) -> str:
    """The fitted formula with a sentence for every random effect in or out."""
    said = "; ".join(model.declared.derived.reasons)
    return f"Fitted was {model.text} ({said})." if said else f"Fitted was {model.text}."
