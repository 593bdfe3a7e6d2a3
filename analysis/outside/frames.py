"""The tables of an export made of the rows of an outside table: the same columns and types, NA where nothing is known.

Times of day are not known.  `enrolled_at` and `seated_at` may not be missing where somebody was given an arm: they hold
UNKNOWN_TIME and tell only that.  `outcome` is NA where the table does not tell who came to the end.
"""

from typing import Any

import pandas as pd

from analysis.outside.checks import FINAL, OWN
from analysis.outside.definition import OutsidePlan
from study_app.records import ColumnMeaning, codebook

UNKNOWN_TIME = pd.Timestamp(0, tz="UTC").as_unit("us")
ADVISE = "advise"
CONFIDENCE = "confidence"
STAGES = {FINAL: "advice", CONFIDENCE: "confidence", f"{CONFIDENCE}_{FINAL}": "sure_final"}
KINDS = {"int": "Int64", "float": "float64", "bool": "boolean", "datetime": "datetime64[us, UTC]"}
TOLD, UNTOLD = '{"advice": true}', "{}"  # what a trial with, and without advice has stored


def trials(plan: OutsidePlan, placed: pd.DataFrame) -> pd.DataFrame:
    """trials.csv: a row per question; how sure one was is a question of its own."""
    advises = plan.study.task == "accept" or plan.is_in_two_stages
    asked = placed.assign(
        task=ADVISE if advises else "answer",
        image=placed["item"],
        answered=placed["correct"].notna() | placed["response"].notna(),
        n_served=0,  # by Gullseye
        timed_out=False,
        passed_over=False,
        values=placed["told"].map({True: TOLD, False: UNTOLD}).astype(str),
    )
    parts = [asked, *_sureness(asked)]
    if plan.columns.first is not None:
        parts.append(_own(asked))
    whole = pd.concat([part.drop(columns=["item", "told"]) for part in parts], ignore_index=True)
    whole = whole.assign(stage=whole["question"].map(STAGES).fillna("answer").astype(str))
    return _typed(whole.sort_values(["participant", "position", "stage"], kind="stable", ignore_index=True), "trials")


def participants(plan: OutsidePlan, made: pd.DataFrame, plan_sha256: str, completed: pd.Series) -> pd.DataFrame:
    """participants.csv.  made: the trials; completed: by participant, NA where the table does not tell."""
    of_each = made.groupby("participant", sort=True)
    first = of_each[["mode", "arm"]].first()
    n_answered = made[made["answered"]].groupby("participant")["position"].nunique()
    failed = made[(made["check"] == "attention") & ~made["correct"].fillna(True).astype(bool)]
    ended = completed.reindex(first.index)
    people = first.assign(
        study=plan.study.name,
        study_hash=plan_sha256,
        stimulus_set="unknown",
        code_version="unknown",
        platform="elsewhere",
        outcome=ended.map({True: "completed", False: "in_progress"}).astype(str).mask(ended.isna()),
        n_trials_planned=of_each["position"].nunique(),
        n_trials_answered=n_answered.reindex(first.index).fillna(0),
        enrolled_at=UNKNOWN_TIME,
        seated_at=UNKNOWN_TIME,
        data_complete=ended.fillna(False),
        counts_toward_target=ended.fillna(False),
        overrun=False,
        n_failed_checks=failed.groupby("participant").size().reindex(first.index).fillna(0),
        erased=False,
    )
    return _typed(people.reset_index(), "participants")


def events() -> pd.DataFrame:
    """events.csv without a row."""
    return _typed(pd.DataFrame(index=pd.RangeIndex(0)), "events")


def _own(asked: pd.DataFrame) -> pd.DataFrame:
    """The own answers of rows that hold two; times and confidence are of the final one."""
    right = (asked["own"] == asked["label"]).astype("boolean").mask(asked["own"].isna() | asked["label"].isna())
    return asked.assign(
        question=OWN, response=asked["own"], correct=right, answered=asked["own"].notna(), rt_ms=float("nan")
    )


def _sureness(asked: pd.DataFrame) -> list[pd.DataFrame]:
    """How sure one was of the answers, where it was asked."""
    made = asked[asked["confidence_points"] > 0]
    if made.empty:
        return []
    final = made["question"] == FINAL
    names = pd.Series(CONFIDENCE, index=made.index, dtype=str).mask(final, f"{CONFIDENCE}_{FINAL}")
    told = made["confidence"].map(lambda value: f"{value:.12g}").astype(str)
    return [
        made.assign(
            question=names,
            response=told.mask(made["confidence"].isna()),
            correct=pd.Series(pd.NA, index=made.index, dtype="boolean"),
            answered=made["confidence"].notna(),
            n_options=made["confidence_points"],
            rt_ms=float("nan"),
        )
    ]


def _typed(frame: pd.DataFrame, table: str) -> pd.DataFrame:
    """Every column of that table of an export, in its order and type."""
    meanings = [meaning for meaning in codebook() if meaning.table == table]
    made = {meaning.column: _column(frame, meaning) for meaning in meanings}
    return pd.DataFrame(made, index=frame.index)


def _column(frame: pd.DataFrame, meaning: ColumnMeaning) -> "pd.Series[Any]":
    if meaning.type == "str":
        blank = pd.Series("", index=frame.index, dtype=str)
        return frame[meaning.column] if meaning.column in frame.columns else blank.mask(blank == "")
    empty = pd.NaT if meaning.type == "datetime" else pd.NA
    values = frame[meaning.column] if meaning.column in frame.columns else pd.Series(empty, frame.index, dtype="object")
    kind: Any = KINDS[meaning.type]
    made: pd.Series[Any] = (pd.to_numeric(values) if meaning.type == "float" else values).astype(kind)
    return made
