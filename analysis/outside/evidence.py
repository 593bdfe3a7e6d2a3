"""The evidence that a table from elsewhere is, read by its plan."""

import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from analysis.errors import AnalysisError
from analysis.evidence import Evidence, nobody
from analysis.outside import between_rows, checks, csv_table, frames, plan_file
from analysis.outside.cells import Cells
from analysis.outside.csv_table import TextTable
from analysis.outside.definition import OutsidePlan
from analysis.outside.plan_file import PlanFile
from analysis.outside.rows import kept, rows
from analysis.plan import Plan, PlannedBlock
from analysis.provenance import OutsideFacts, Provenance, TableFacts
from study_app.definition import Hypothesis
from study_app.study.faults import unknown

CELL = re.compile(r"[a-z][a-z0-9_-]*")
MOST_CLASSES = 100


def of_table(csv: Path, plan: Path, mode: str = "live") -> Evidence:
    """The evidence of that table under that plan; AnalysisError names every fault of both."""
    return of_planned(csv, plan_file.read(plan), mode)


def of_planned(csv: Path, planned: PlanFile, mode: str = "live") -> Evidence:
    """The same under a plan that is read already."""
    table = csv_table.read(csv)
    trials, people = _frames(planned, table)
    if not (people["mode"] == mode).any():
        raise AnalysisError(nobody(mode, Counter(people["mode"]), csv.name))
    return Evidence(
        _plan(planned.plan, trials),
        _provenance(planned, table),
        mode,
        people[people["mode"] == mode].reset_index(drop=True),
        trials[trials["mode"] == mode].reset_index(drop=True),
        frames.events(),
    )


def _frames(planned: PlanFile, table: TextTable) -> tuple[pd.DataFrame, pd.DataFrame]:
    plan, there = planned.plan, list(table.cells.columns)
    named = plan.columns_named()
    absent = frozenset(named.values()) - set(there)
    faults = list(planned.faults)
    faults += [
        f"{planned.path}: {unknown(key, 'column', name, there)}" for key, name in named.items() if name in absent
    ]
    if planned.faults or any(name in absent for name in plan.keep):
        raise AnalysisError.of(faults)
    cells = Cells(kept(plan, table.cells.assign(**dict.fromkeys(absent, ""))), absent)
    if cells.table.empty:
        raise AnalysisError.of([*faults, f"{table.path}: [keep] keeps no row"])
    found = rows(plan, cells)
    wrong = faults + [f"{table.path}: {fault}" for fault in cells.faults]
    if wrong:
        raise AnalysisError.of(wrong)
    placed, between = between_rows.placed(plan, found)
    between = between_rows.faults(plan, found) + between
    if between:
        raise AnalysisError.of([f"{table.path}: {fault}" for fault in between])
    trials = frames.trials(plan, placed)
    ended = found.dropna(subset=["completed"]).groupby("participant")["completed"].first()
    return trials, frames.participants(plan, trials, planned.sha256, ended)


def _plan(plan: OutsidePlan, trials: pd.DataFrame) -> Plan:
    labels = sorted(trials["label"].dropna().unique())
    arms = {name: each.description for name, each in plan.arms.items()}
    return Plan(
        name=plan.study.name,
        title=plan.study.title,
        arms={checks.ALL: _levels_told(plan)} if plan.is_within or not arms else arms,
        blocks=tuple(PlannedBlock(part.name, part.title) for part in plan.parts),
        hypothesis=tuple(_hypothesis(plan, each) for each in plan.hypothesis),
        exclusion=plan.exclusion,
        classes=plan.study.classes or (tuple(labels) if len(labels) <= MOST_CLASSES else ()),
    )


def _levels_told(plan: OutsidePlan) -> str:
    """What the one arm of a study is shown: of one that varies within participants, everything."""
    if not plan.is_within:
        return "all participants"
    told = "; ".join(f"{name}: {each.description}" if each.description else name for name, each in plan.arms.items())
    return f"all participants, under each condition: {told}"


def _hypothesis(plan: OutsidePlan, hypothesis: Hypothesis) -> Hypothesis:
    """With its block; where conditions vary within participants, with cells of the one arm: xnn → all.xnn."""
    contrast = hypothesis.contrast
    if plan.is_within:
        contrast = CELL.sub(lambda cell: f"{checks.ALL}.{cell[0]}", contrast)
    return hypothesis.model_copy(update={"block": checks.block_of(plan, hypothesis), "contrast": contrast})


def _provenance(planned: PlanFile, table: TextTable) -> Provenance:
    changed = datetime.fromtimestamp(table.path.stat().st_mtime, tz=UTC)
    n_rows = len(table.cells)
    return Provenance(
        study=planned.plan.study.name,
        exported_at=changed,
        software={},
        tables={table.path.stem: TableFacts(rows=n_rows, sha256=table.sha256)},
        versions=(),
        stimulus_sets={},
        outside=OutsideFacts(
            file=table.path.name,
            rows=n_rows,
            rows_kept=len(kept(planned.plan, table.cells)),
            plan=planned.path.name,
            plan_sha256=planned.sha256,
            plan_text=planned.text,
        ),
    )
