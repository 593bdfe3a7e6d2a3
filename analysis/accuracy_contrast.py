"""What a hypothesis about accuracy combines: per arm one value of each participant."""

import pandas as pd

from analysis import population
from analysis.contrasts import Compared
from analysis.evidence import Evidence
from study_app.definition import Hypothesis


def compared(evidence: Evidence, hypothesis: Hypothesis) -> Compared:
    """Per arm what each participant adds to the contrast; who lacks a part that counts adds nothing and is left out."""
    parts, measures, n_trials = {}, [], 0
    for arm in hypothesis.arms:
        tables = []
        for cell in (each for each in hypothesis.cells if each.arm == arm):
            measure, level = population.place_of(evidence, hypothesis, cell)
            measures.append(measure if level is None else f"{measure} ({level})")
            rows = population.accuracy_by_participant(evidence, measure, level)
            of_arm = rows[rows["arm"] == arm].set_index("participant")
            tables.append((cell.weight * of_arm["accuracy"], of_arm["n_trials"]))
        shared = pd.concat([weighted for weighted, _ in tables], axis=1, join="inner").sort_index()
        parts[arm] = shared.sum(axis=1).to_numpy(dtype="float64")
        n_trials += sum(int(n.reindex(shared.index).sum()) for _, n in tables)
    return Compared(hypothesis, ", ".join(dict.fromkeys(measures)), parts, n_trials)
