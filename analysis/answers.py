"""Answers that are right or wrong, one row each, with what was asked beside them: how sure, and how fast."""

import pandas as pd

from analysis import population
from analysis.evidence import Evidence

CONFIDENCE = "confidence"
KEPT = (
    "participant",
    "arm",
    "level",
    "block",
    "question",
    "position",
    "position_in_block",
    "item",
    "image",
    "label",
    "predicted",
    "p_predicted",
    "classifier_correct",
    "response",
    "correct",
    "n_options",
    "rt_ms",
    "timing_flags",
)


def answers(evidence: Evidence, measure: str) -> pd.DataFrame:
    """One row per answered trial of that measure, of randomised participants, in the order of people and positions.

    Columns: those of trials.csv in KEPT, but `item` is the image's name where there is no comparative item, `correct`
    is 0 or 1, and timing_flags is text, empty where nothing speaks against the time; and
    confidence: the point that was chosen of a scale, from 1, NaN where it was not asked or not answered;
    confidence_points: points of that scale, NaN where it was not asked.
    """
    rows = population.of_measure(evidence, measure)
    counted = rows[rows["answered"] & rows["arm"].notna()]
    made = counted[list(KEPT)].assign(
        item=counted["item"].fillna(counted["image"]),
        correct=counted["correct"].astype("int64"),
        timing_flags=counted["timing_flags"].fillna(""),
    )
    told = _confidence(evidence, made)
    return made.merge(told, on=["participant", "position"], how="left").sort_values(
        ["participant", "position"], ignore_index=True
    )


def _confidence(evidence: Evidence, made: pd.DataFrame) -> pd.DataFrame:
    """How sure people were of these answers: participant, position, confidence, confidence_points."""
    trials = evidence.trials
    (question, *_) = [*made["question"].unique(), ""]
    names = [CONFIDENCE, f"{CONFIDENCE}_{question.rpartition('_')[2]}"]
    blocks = trials[trials["block"].isin(made["block"].unique())]
    asked = [name for name in names if (blocks["question"] == name).any()]
    rows = blocks[(blocks["question"] == asked[-1]) & blocks["answered"]] if asked else blocks.iloc[:0]
    return pd.DataFrame(
        {
            "participant": rows["participant"],
            "position": rows["position"],
            "confidence": pd.to_numeric(rows["response"]).astype("float64"),
            "confidence_points": rows["n_options"].astype("float64"),
        }
    )
