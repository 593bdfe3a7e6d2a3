"""Evidence in which nothing tells arms apart, for looking at data before exclusions are frozen."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from analysis.evidence import Evidence
from analysis.plan import Plan
from analysis.provenance import Provenance
from study_app.definition import Arm

MERGED = "all participants"
HIDDEN: Mapping[str, tuple[str, ...]] = {
    "participants": ("seat", "seat_block"),
    "trials": ("explanation", "explanation_method", "explanation_sha256", "level"),
    "events": ("detail",),
}
LEFT_OUT = (
    "Left out are the arms with their descriptions, levels of within-subject factors, hypotheses and planned "
    "comparisons, seats, and names, methods, maps and scores of explanations."
)


def blinded(evidence: Evidence) -> Evidence:
    """The same people and answers, all in one arm, under a plan without hypotheses.

    What stays could still tell an arm to somebody who knows that only this arm has a certain block or question.
    """
    return replace(
        evidence,
        plan=_plan(evidence.plan),
        provenance=_provenance(evidence.provenance),
        participants=_merged(evidence.participants, "participants"),
        trials=_merged(evidence.trials, "trials"),
        events=_merged(evidence.events, "events"),
        companions={name: table.iloc[:0] for name, table in evidence.companions.items()},
        is_blind=True,
    )


def _merged(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """With one arm for everybody who has one, and without what would tell which."""
    made = table.copy()
    for column in set(HIDDEN[name]) & set(table.columns):
        made[column] = pd.Series(pd.NA, index=table.index).astype(table[column].dtype)
    if "arm" in table.columns:
        made["arm"] = table["arm"].where(table["arm"].isna(), MERGED)
    return made


def _plan(plan: Plan) -> Plan:
    study = plan.study
    if study is not None:
        nothing: dict[str, object] = {"factors": {}, "within": {}, "hypothesis": (), "moderation": ()}
        study = study.model_copy(update={"arms": {MERGED: Arm()}, **nothing})
    return replace(plan, arms={MERGED: ""}, hypothesis=(), moderation=(), study=study)


def _provenance(origin: Provenance) -> Provenance:
    sets = {
        name: facts.model_copy(update={"explanation_names": ("not shown",) if facts.explanation_names else ()})
        for name, facts in origin.stimulus_sets.items()
    }
    return origin.model_copy(update={"stimulus_sets": sets})
