"""Declared rules by which participants are left out, applied in the order of the plan, blind to arms."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from analysis.attrition.counts import ArmLosses
from analysis.evidence import Evidence
from analysis.population import COMPLETED
from study_app.definition import Exclusion


@dataclass(frozen=True)
class Applied:
    """A rule and whom it leaves out.

    newly: participants whom no earlier rule had left out.  alone: those whom it would leave out by itself.
    """

    rule: Exclusion
    newly: frozenset[str]
    alone: frozenset[str]


def ledger(evidence: Evidence) -> tuple[Applied, ...]:
    """Every rule of the plan, in order, on everybody randomised."""
    people = evidence.participants
    randomised = left = frozenset(people.loc[people["arm"].notna(), "participant"])
    made = []
    for rule in evidence.plan.exclusion:
        counts = RULES[rule.rule](evidence, rule)
        alone = frozenset(counts.index[counts >= rule.at_least]) & randomised
        made.append(Applied(rule, alone & left, alone))
        left -= alone
    return tuple(made)


def by_arm(evidence: Evidence, applied: Applied) -> tuple[ArmLosses, ...]:
    """How many of each arm a rule would leave out by itself, as the test of independence takes it."""
    people = evidence.participants
    arms = people.loc[people["arm"].notna()].set_index("participant")["arm"]
    hit = arms[arms.index.isin(applied.alone)]
    n, n_hit = arms.value_counts(), hit.value_counts()
    return tuple(
        ArmLosses(arm, int(n.get(arm, 0)), int(n_hit.get(arm, 0)), Counter(), Counter()) for arm in evidence.arms
    )


def without(evidence: Evidence, participants: frozenset[str]) -> Evidence:
    """The same evidence as if these had never answered: they stay in no table."""

    def kept(table: pd.DataFrame) -> pd.DataFrame:
        return table[~table["participant"].isin(participants)].reset_index(drop=True)

    return replace(
        evidence,
        participants=kept(evidence.participants),
        trials=kept(evidence.trials),
        events=kept(evidence.events),
    )


def told(rule: Exclusion) -> str:
    """What a rule says, in words."""
    times = "" if rule.at_least == 1 else f" in {rule.at_least} trials or more"
    where = f" of block {rule.block}" if rule.block is not None else ""
    return {
        "not_complete": "did not come to the last page",
        "failed_attention": f"failed {rule.at_least} attention checks or more",
        "failed_catch": f"failed {rule.at_least} catch trials or more",
        "faster_than": f"answered a trial{where} in less than {rule.milliseconds:g} ms{times}"
        if rule.milliseconds is not None
        else "",
        "looked_away": f"left the page during a trial{where}{times}",
    }[rule.rule]


Count = Callable[[Evidence, Exclusion], "pd.Series[int]"]


def _not_complete(evidence: Evidence, rule: Exclusion) -> "pd.Series[int]":
    people = evidence.participants.set_index("participant")
    return (people["outcome"] != COMPLETED).astype("int64") * rule.at_least


def _failed_attention(evidence: Evidence, _: Exclusion) -> "pd.Series[int]":
    return evidence.participants.set_index("participant")["n_failed_checks"].astype("int64")


def _failed_catch(evidence: Evidence, _: Exclusion) -> "pd.Series[int]":
    trials = evidence.trials
    failed = (trials["check"] == "catch") & trials["correct"].notna() & ~trials["correct"].fillna(True).astype(bool)
    return _per_participant(trials, failed)


def _faster_than(evidence: Evidence, rule: Exclusion) -> "pd.Series[int]":
    trials = _of_block(evidence, rule)
    return _per_participant(trials, trials["answered"] & (trials["rt_ms"] < (rule.milliseconds or 0.0)))


def _looked_away(evidence: Evidence, rule: Exclusion) -> "pd.Series[int]":
    trials = _of_block(evidence, rule)
    hidden, blurred = trials["hidden_ms"].fillna(0.0) > 0, trials["blur_count"].fillna(0) > 0
    return _per_participant(trials, hidden | blurred)


def _of_block(evidence: Evidence, rule: Exclusion) -> pd.DataFrame:
    trials = evidence.trials
    return trials if rule.block is None else trials[trials["block"] == rule.block]


def _per_participant(trials: pd.DataFrame, hit: "pd.Series[bool]") -> "pd.Series[int]":
    """In how many trials it happened: a trial that asks several questions counts once."""
    hits = trials.loc[hit, ["participant", "position"]].drop_duplicates()
    return hits.groupby("participant").size()


RULES: Mapping[str, Count] = {
    "not_complete": _not_complete,
    "failed_attention": _failed_attention,
    "failed_catch": _failed_catch,
    "faster_than": _faster_than,
    "looked_away": _looked_away,
}
