"""What a hypothesis combines: in which blocks and levels, and per arm one value of each participant."""

import numpy as np
import pandas as pd

from analysis import outcomes, population
from analysis.contrasts import Compared
from analysis.evidence import Evidence
from analysis.stats.estimable import NotEstimable
from study_app.definition import Cell, Hypothesis

Place = tuple[str, str | None]  # a measure, and the level of a within-subject factor; None: all


def places(evidence: Evidence, hypothesis: Hypothesis) -> tuple[Place, ...]:
    """Where its cells lie, each once, in the order in which they are named."""
    return tuple(dict.fromkeys(population.place_of(evidence, hypothesis, cell) for cell in hypothesis.cells))


def told(place: Place) -> str:
    """A place as people read it."""
    measure, level = place
    return measure if level is None else f"{measure} ({level})"


def compared(evidence: Evidence, hypothesis: Hypothesis) -> Compared:
    """Per arm what each participant adds to the contrast; who lacks a part that counts adds nothing and is left out."""
    parts, people, n_trials = {}, {}, 0
    about = ", ".join(told(each) for each in places(evidence, hypothesis))
    of_cells = {cell: _of_cell(evidence, hypothesis, cell) for cell in hypothesis.cells}
    lacking = [each.reason for each in of_cells.values() if isinstance(each, NotEstimable)]
    if lacking:
        nobody = dict.fromkeys(hypothesis.arms, np.zeros(0))
        return Compared(hypothesis, about, nobody, 0, dict.fromkeys(hypothesis.arms, ()), lacking[0])
    there = {cell: table for cell, table in of_cells.items() if not isinstance(table, NotEstimable)}
    for arm in hypothesis.arms:
        tables = [table for cell, table in there.items() if cell.arm == arm]
        shared = pd.concat([each["value"] for each in tables], axis=1, join="inner").sort_index()
        parts[arm] = shared.sum(axis=1).to_numpy(dtype="float64")
        people[arm] = tuple(map(str, shared.index))
        n_trials += sum(int(each["n_trials"].reindex(shared.index).sum()) for each in tables)
    return Compared(hypothesis, about, parts, n_trials, people)


def _of_cell(evidence: Evidence, hypothesis: Hypothesis, cell: Cell) -> pd.DataFrame | NotEstimable:
    """The weighted values of a cell's participants, and their trials, by participant."""
    rows = outcomes.load(hypothesis.outcome).values(evidence, *population.place_of(evidence, hypothesis, cell))
    if isinstance(rows, NotEstimable):
        return rows
    mine = rows[rows["arm"] == cell.arm].set_index("participant")
    return mine.assign(value=cell.weight * mine["value"])[["value", "n_trials"]]
