"""Published answers as tidy trials and as an export of ours, by nothing but what their plans say."""

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import evidence, tables
from analysis.evidence import Evidence
from study_app.definition import Study
from study_app.records import ParticipantRecord, TrialRecord
from tests.analysis.published.plans import Published
from tests.analysis.synthetic import STUDY, Truth, records, write_records

UNITS_MS = {"ms": 1.0, "s": 1000.0}
FLAGS = ("correct", "classifier_correct")


def plan_of(published: Published) -> dict[str, Any]:
    """The plan as a dictionary."""
    return tomllib.loads(published.plan)


def trials_of(published: Published, shared_data: Path) -> pd.DataFrame:
    """A row per trial, columns as the plan's [columns] calls them; arms by our names, flags as bool, rt as rt_ms.

    Where the plan names no block or position, the trials are those of its only block, in the order of the file.
    """
    plan = plan_of(published)
    columns = plan["columns"]
    raw = pd.read_csv(shared_data / published.table, dtype={columns["participant"]: str, columns["item"]: str})
    made = pd.DataFrame({ours: raw[theirs] for ours, theirs in columns.items()})
    names = {arm["value"]: name for name, arm in plan["arms"].items()}
    made = made.assign(arm=made["arm"].map(names), **{flag: made[flag] == 1 for flag in FLAGS if flag in made})
    if "rt" in made:
        made = made.assign(rt_ms=made["rt"] * UNITS_MS[plan["units"]["rt"]]).drop(columns="rt")
    if "block" not in made:
        made = made.assign(block=plan["block"][0]["name"])
    made = made if "position" in made else made.assign(position=made.groupby("participant").cumcount())
    return made.assign(position_in_block=made.groupby(["participant", "block"])["position"].rank().astype(int) - 1)


def without_the_authors_exclusions(published: Published, trials: pd.DataFrame) -> pd.DataFrame:
    """The trials of participants whose share of right answers is above what the plan's rule names."""
    (rule,) = plan_of(published)["exclusion"]
    accuracy = trials.groupby("participant")["correct"].transform("mean")
    kept: pd.DataFrame = trials[accuracy > rule["share"]]
    return kept


def evidence_of(published: Published, shared_data: Path, folder: Path) -> Evidence:
    """All trials as if Gullseye had run the study: written as an export, and read through the same door."""
    plan, trials = plan_of(published), trials_of(published, shared_data)
    (template,), (blank, *_), _ = records(Truth(n={"none": 1}))
    blocks = {block["name"]: block for block in plan["block"]}
    rows = [_trial(blank, row, blocks[row["block"]]) for row in trials.to_dict("records")]
    arms = trials.groupby("participant")["arm"].first()
    people = [_person(template, name, arm, seat) for seat, (name, arm) in enumerate(arms.items())]
    return evidence.of_mode(tables.read(write_records(folder / "export", people, rows, [], study_of(plan))), "live")


def study_of(plan: dict[str, Any]) -> Study:
    """The definition that a study of Gullseye with this plan would have, less exclusions that ours does not know."""
    bare = STUDY.model_dump(mode="json", exclude_unset=True)
    described = {name: {"description": arm["description"]} for name, arm in plan["arms"].items()}
    blocks = [
        {"name": block["name"], "task": block["task"], "title": block["name"], "items": {"pool": "test"}}
        for block in plan["block"]
    ]
    return Study.model_validate(
        bare
        | {
            "study": bare["study"] | plan["study"],
            "arms": described,
            "allocation": bare["allocation"] | {"block_size": len(described), "seats": 100 * len(described)},
            "block": [{"name": "consent", "task": "consent"}, *blocks],
            "exclusion": [],
            "hypothesis": plan["hypothesis"],
        }
    )


def _person(template: ParticipantRecord, name: Any, arm: str, seat: int) -> ParticipantRecord:
    return replace(template, participant=str(name), arm=arm, seat=seat, seat_block=seat // 6)


def _trial(blank: TrialRecord, row: dict[Any, Any], block: dict[str, Any]) -> TrialRecord:
    advised = "classifier_correct" in row
    accepted = "accept" if advised and row["correct"] == row["classifier_correct"] else "refuse"
    time = row.get("rt_ms")
    return replace(
        blank,
        participant=row["participant"],
        arm=row["arm"],
        position=row["position"],
        block=row["block"],
        position_in_block=row["position_in_block"],
        task=block["task"],
        question=block["question"],
        image=row["item"],
        label=row.get("label", "its class"),
        predicted="the advice" if advised else None,
        p_predicted=row.get("p_predicted"),
        classifier_correct=row.get("classifier_correct"),
        response=accepted if advised else row["response"],
        correct=row["correct"],
        n_options=block["n_options"],
        rt_ms=None if time is None or pd.isna(time) else time,
        timing_flags="missing" if time is None or pd.isna(time) else None,
    )
