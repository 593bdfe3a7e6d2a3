"""What a hypothesis combines: in which blocks and levels, and per arm one value of each participant."""

import pandas as pd

from analysis import outcomes, population
from analysis.contrasts import Compared
from analysis.evidence import Evidence
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
    for arm in hypothesis.arms:
        tables = [_of_cell(evidence, hypothesis, cell) for cell in hypothesis.cells if cell.arm == arm]
        shared = pd.concat([each["value"] for each in tables], axis=1, join="inner").sort_index()
        parts[arm] = shared.sum(axis=1).to_numpy(dtype="float64")
        people[arm] = tuple(map(str, shared.index))
        n_trials += sum(int(each["n_trials"].reindex(shared.index).sum()) for each in tables)
    about = ", ".join(told(each) for each in places(evidence, hypothesis))
    return Compared(hypothesis, about, parts, n_trials, people)


def _of_cell(evidence: Evidence, hypothesis: Hypothesis, cell: Cell) -> pd.DataFrame:
    """The weighted values of a cell's participants, and their trials, by participant."""
    rows = outcomes.load(hypothesis.outcome).values(evidence, *population.place_of(evidence, hypothesis, cell))
    mine = rows[rows["arm"] == cell.arm].set_index("participant")
    return mine.assign(value=cell.weight * mine["value"])[["value", "n_trials"]]
