"""The rows of an outside table, one per answer, with the meaning that the plan gives them."""

from typing import Any

import numpy as np
import pandas as pd

from analysis.outside.cells import NO_VALUE, Cells, Column
from analysis.outside.checks import ALL, FINAL, OWN
from analysis.outside.definition import ConfidenceColumn, OutsidePlan
from study_app.records import LIVE, MODES

ANSWER, DECISION = "answer", "decision"
SLIDER_POINTS = 11  # a slider is told in steps of a tenth
MOST_OPTIONS = 1e6
WIDEST = 1e9


def kept(plan: OutsidePlan, table: pd.DataFrame) -> pd.DataFrame:
    """The rows that [keep] keeps, with the index that they have in the file."""
    for name, values in plan.keep.items():
        table = table[table[name].isin(values)]
    return table


def rows(plan: OutsidePlan, cells: Cells) -> pd.DataFrame:
    """One row per row of the table; faults are added to those of `cells`.

    Columns: participant, item, arm, level, block, question, position (as given, or the order of rows), response,
    label, predicted, correct, classifier_correct, p_predicted, rt_ms, confidence (from 1), confidence_points,
    n_options, check, completed, mode, told (whether advice was shown), own (where a row holds two answers).
    """
    columns, index = plan.columns, cells.table.index
    made: dict[str, Any] = {
        "participant": cells.given(columns.participant, "names no participant"),
        "item": cells.given(columns.item, "names no item; every answer is about one"),
        **_places(plan, cells),
        "response": _text(cells, columns.response),
        "label": _text(cells, columns.label),
        "predicted": _text(cells, columns.advice or columns.predicted),
        "p_predicted": cells.number(columns.p_predicted, (0.0, 1.0)) if columns.p_predicted else _nothing(cells),
        "rt_ms": _time(plan, cells),
        "n_options": _options(plan, cells),
        "check": _checks(plan, cells),
        "completed": cells.truth(columns.completed) if columns.completed else _unknown(cells),
        "mode": cells.named(columns.mode, {mode: mode for mode in MODES}, "modes") if columns.mode else LIVE,
        "own": _text(cells, columns.first),
    }
    made["told"] = made["predicted"].notna() if columns.advice else True
    made |= _confidence(columns.confidence, cells)
    frame = pd.DataFrame(made, index=index)
    return frame.assign(**_answers(plan, cells, frame))


def _places(plan: OutsidePlan, cells: Cells) -> dict[str, Any]:
    """Arm, level, block, question and position."""
    columns = plan.columns
    condition = cells.named(columns.arm, plan.values(plan.arms), "arms") if columns.arm else ALL
    level = cells.named(columns.level, plan.values(plan.levels), "levels") if columns.level else _no_text(cells)
    spelt = {part.name if part.value is None else part.value: part.name for part in plan.parts}
    return {
        "arm": ALL if plan.is_within else condition,
        "level": condition if plan.is_within else level,
        "block": cells.named(columns.block, spelt, "blocks") if columns.block else plan.parts[0].name,
        "question": _question(plan, cells),
        "position": _position(plan, cells),
    }


def _question(plan: OutsidePlan, cells: Cells) -> Any:
    if plan.columns.stage is not None and plan.stages is not None:
        return cells.named(plan.columns.stage, {plan.stages.first: OWN, plan.stages.final: FINAL}, "stages")
    if plan.study.task == "accept":
        return DECISION
    return FINAL if plan.is_in_two_stages else ANSWER


def _position(plan: OutsidePlan, cells: Cells) -> Any:
    name = plan.columns.position
    if name is None:
        return np.arange(len(cells.table), dtype=np.float64)
    values = cells.number(name)
    cells.refuse(name, cells.table[name].isin(NO_VALUE), "is no position; every row has one")
    return values


def _answers(plan: OutsidePlan, cells: Cells, frame: pd.DataFrame) -> dict[str, Column]:
    """response, correct and classifier_correct: as told, or as they follow from each other."""
    columns = plan.columns
    correct = cells.truth(columns.correct) if columns.correct else _unknown(cells)
    advised = cells.truth(columns.ai_correct) if columns.ai_correct else _same(frame["predicted"], frame["label"])
    response = frame["response"]
    if plan.study.task == "accept":
        accepts = cells.truth(columns.accepts) if columns.accepts else _agree(correct, advised)
        correct = correct if columns.correct else _agree(accepts, advised)
        advised = advised if columns.ai_correct else _agree(accepts, correct)
        said = accepts.map({True: "accept", False: "refuse"}).astype(str)
        response = said.mask(accepts.isna())
    elif plan.is_in_two_stages and columns.stage is None:
        response = cells.text(str(columns.final))
        correct = _same(response, frame["label"])
    elif not columns.correct:
        correct = _same(response, frame["label"])
    return {"response": response, "correct": correct, "classifier_correct": advised}


def _same(one: Column, other: Column) -> Column:
    """Whether two texts are the same; NA where one is missing."""
    return (one == other).astype("boolean").mask(one.isna() | other.isna())


def _agree(one: Column, other: Column) -> Column:
    """Whether two truths are the same; NA where one is missing."""
    return (one == other).astype("boolean")


def _time(plan: OutsidePlan, cells: Cells) -> Column:
    if plan.columns.rt is None:
        return _nothing(cells)
    values = cells.number(plan.columns.rt.name, (0.0, WIDEST))
    return values * 1000 if plan.columns.rt.unit == "s" else values


def _options(plan: OutsidePlan, cells: Cells) -> Column:
    if plan.columns.n_options is not None:
        return cells.whole(plan.columns.n_options, (2, MOST_OPTIONS))
    n = 2 if plan.study.task == "accept" else plan.study.n_options
    return pd.Series([n] * len(cells.table), index=cells.table.index, dtype="Int64")


def _checks(plan: OutsidePlan, cells: Cells) -> Column:
    check = plan.columns.check
    if check is None:
        return _no_text(cells)
    is_check = cells.truth(check).fillna(False).astype(bool)
    return pd.Series([check.kind] * len(is_check), index=is_check.index, dtype=str).where(is_check)


def _confidence(column: ConfidenceColumn | None, cells: Cells) -> dict[str, Any]:
    """A slider is told on eleven points, in between them too."""
    if column is None:
        return {"confidence": _nothing(cells), "confidence_points": 0}
    if column.points is not None:
        values = cells.whole(column.name, (1, column.points)).astype("Float64").astype("float64")
        return {"confidence": values, "confidence_points": column.points}
    low, high = column.range or (0.0, 1.0)
    values = cells.number(column.name, (low, high))
    return {"confidence": 1 + (SLIDER_POINTS - 1) * (values - low) / (high - low), "confidence_points": SLIDER_POINTS}


def _text(cells: Cells, name: str | None) -> Column:
    return _no_text(cells) if name is None else cells.text(name)


def _no_text(cells: Cells) -> Column:
    blank: Column = pd.Series([""] * len(cells.table), index=cells.table.index, dtype=str)
    return blank.mask(blank == "")


def _nothing(cells: Cells) -> Column:
    return pd.Series(np.nan, index=cells.table.index, dtype="float64")


def _unknown(cells: Cells) -> Column:
    return pd.Series(pd.NA, index=cells.table.index, dtype="boolean")
