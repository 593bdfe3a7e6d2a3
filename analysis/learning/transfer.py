"""What stays of a training: a test after it, adjusted for a test before it."""

from dataclasses import dataclass, replace

import pandas as pd

from analysis import population
from analysis.evidence import Evidence
from analysis.result import Result, Test
from analysis.stats.adjusted import Group, adjusted
from analysis.stats.estimable import NotEstimable
from analysis.stats.intervals import mean

NAME = "learning"
ANCOVA = (
    "least squares on participants' shares, with arms and the centred share before as explanations, of one slope for "
    "all arms; standard errors HC3, t test, two-sided, interval cut to the range from -1 to 1"
)


@dataclass(frozen=True)
class Transfer:
    """A measure before the training and one after it.  rows: participant, arm, before, after, n_trials."""

    before: str
    after: str
    rows: pd.DataFrame

    def group(self, arm: str) -> Group:
        """The accuracies of an arm's participants."""
        mine = self.rows[self.rows["arm"] == arm]
        return Group(mine["before"].to_numpy(dtype="float64"), mine["after"].to_numpy(dtype="float64"))


def transfers(evidence: Evidence) -> tuple[Transfer, ...]:
    """The first measure before the training, with each measure after it that is not part of a training.

    A training is a block that shows feedback or explanations.
    """
    trials = evidence.trials
    helped = trials["feedback_ms"].notna() | trials["explanation"].notna()
    order = {block: place for place, block in enumerate(evidence.plan.block_names)}
    trainings = {block for block in trials.loc[helped, "block"].unique() if block in order}
    if not trainings:
        return ()
    first = min(order[block] for block in trainings)
    bare = [each for each in population.measures(evidence) if population.block_of(each) not in trainings]
    before = [each for each in bare if order[population.block_of(each)] < first]
    after = [each for each in bare if order[population.block_of(each)] > first]
    found = [_transfer(evidence, before[0], each) for each in after] if before else []
    return tuple(each for each in found if len(each.rows))


def _transfer(evidence: Evidence, before: str, after: str) -> Transfer:
    first, second = (population.accuracy_by_participant(evidence, each) for each in (before, after))
    both = first.merge(second, on=["participant", "arm"], suffixes=("_before", "_after"))
    rows = both.rename(columns={"accuracy_before": "before", "accuracy_after": "after"})
    rows = rows.assign(n_trials=rows["n_trials_before"] + rows["n_trials_after"])
    return Transfer(before, after, rows[["participant", "arm", "before", "after", "n_trials"]])


def of_transfer(transfer: Transfer, evidence: Evidence) -> tuple[list[Result], list[Result]]:
    """Accuracy before and after by arm; and the adjusted differences from the first arm, not yet corrected."""
    own = [_of_test(transfer, arm, which, evidence.level) for arm in evidence.arms for which in ("before", "after")]
    return own, [_adjusted(transfer, arm, evidence) for arm in evidence.arms[1:]]


def _of_test(transfer: Transfer, arm: str, which: str, level: float) -> Result:
    group = transfer.group(arm)
    values = group.before if which == "before" else group.after
    found = mean(values, level)
    bare = isinstance(found, NotEstimable)
    block = transfer.before if which == "before" else transfer.after
    return Result(
        name=f"{NAME}/{transfer.before}_to_{transfer.after}/{arm}/{which}",
        question=NAME,
        estimand=f"mean share of right answers in block {block} of {_both(transfer)}: {arm}",
        scale="proportion",
        family="descriptive",
        method="mean over participants; Student's t interval, cut to the range from 0 to 1",
        estimate=float(values.mean()) if values.size else None,
        n={arm: values.size},
        labels={"before": transfer.before, "after": transfer.after, "arm": arm, "which": which},
        interval=None if isinstance(found, NotEstimable) else found.interval.cut(0.0, 1.0),
        status="ok" if not bare else "no_interval" if values.size else "not_estimable",
        reason=found.reason if isinstance(found, NotEstimable) else None,
    )


def _both(transfer: Transfer) -> str:
    return f"everyone randomised with answers in {transfer.before} and {transfer.after}, in the arm as randomised"


def _adjusted(transfer: Transfer, arm: str, evidence: Evidence) -> Result:
    """That arm minus the first, in accuracy after the training, adjusted for accuracy before it."""
    first = evidence.arms[0]
    groups = {each: transfer.group(each) for each in evidence.arms}
    blank = Result(
        name=f"{NAME}/{transfer.before}_to_{transfer.after}/{arm}/adjusted_difference",
        question=NAME,
        estimand=f"difference in mean share of right answers in block {transfer.after}, {arm} minus {first}, between "
        f"participants with the same share in block {transfer.before}, of {_both(transfer)}",
        scale="difference of proportions",
        family="exploratory",
        method=ANCOVA,
        estimate=None,
        n={each: groups[each].after.size for each in (arm, first)},
        labels={"before": transfer.before, "after": transfer.after, "first": arm, "second": first},
        n_trials=int(transfer.rows.loc[transfer.rows["arm"].isin([arm, first]), "n_trials"].sum()),
        reference=0.0,
        status="not_estimable",
        reason="not computed",
    )
    if min(blank.n.values()) < 2:
        return replace(blank, reason="each arm needs two participants who took both tests")
    model = adjusted({each: group for each, group in groups.items() if group.after.size > 1})
    found = model if isinstance(model, NotEstimable) else model.difference(arm, first, evidence.level)
    if isinstance(found, NotEstimable):
        return replace(blank, reason=found.reason)
    return replace(
        blank,
        estimate=found.estimate,
        std_error=found.std_error,
        interval=found.interval.cut(-1.0, 1.0),
        test=Test("t", found.t, found.df, found.p),
        status="ok",
        reason=None,
    )
