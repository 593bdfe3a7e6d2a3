"""A plan with a hypothesis about every outcome, and trials in which each of them can be measured."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analysis import evidence, tables
from analysis.evidence import Evidence
from study_app.definition import Study
from study_app.records import TrialRecord
from tests.analysis.planted import POINTS, with_advice, with_confidence
from tests.analysis.planted_ratings import with_ratings
from tests.analysis.synthetic import STUDY, Truth, records, write_records

ADVICE = {"name": "test", "task": "advise", "title": "Test", "items": {"pool": "test"}, "question": "Which gull?"}
ASKED = {"confidence": {"points": POINTS}}
RATINGS = {"name": "ratings", "task": "rate", "items_file": "ratings.toml"}
EVERY: tuple[dict[str, Any], ...] = (
    {"outcome": "accuracy", "smallest_effect": 0.05},
    {"outcome": "response_time", "smallest_effect": 200},
    {"outcome": "confidence", "smallest_effect": 0.2, "claim": "equivalence"},
    {"outcome": "d_prime", "smallest_effect": 1.2, "family": "exploratory"},
    {"outcome": "over_reliance", "direction": "less"},
    {"outcome": "under_reliance"},
    {"outcome": "rating", "block": "ratings", "question": "ease", "smallest_effect": 0.5},
)


def study_of(*hypotheses: dict[str, Any], stages: str = "one") -> Study:
    """The synthetic study with advice in its test, and these hypotheses; each gets what it leaves out.

    name: its outcome; block: test; contrast: heatmap - none.
    """
    plan = STUDY.model_dump(mode="json")
    blocks = {each["name"]: each for each in plan["block"]} | {"test": ADVICE | ASKED | {"stages": stages}}
    asked = [
        {"name": each.get("outcome", "accuracy").replace("_", "-"), "block": "test", "contrast": "heatmap - none"}
        | each
        for each in hypotheses
    ]
    return Study.model_validate(plan | {"block": list((blocks | {"ratings": RATINGS}).values()), "hypothesis": asked})


def with_everything(trials: list[TrialRecord], seed: int = 2) -> list[TrialRecord]:
    """Advice to accept or refuse in the test, how sure people are of every answer, and ratings at the end."""
    return with_ratings(with_confidence(with_advice(trials, stages="one", seed=seed + 1), seed=seed))


def planned(folder: Path, *hypotheses: dict[str, Any], n: int = 12, seed: int = 2, **truth: Any) -> Evidence:
    """Evidence of n people in each arm under a plan with these hypotheses, who did all of `with_everything`."""
    people, trials, events = records(Truth(n=dict.fromkeys(STUDY.arms, n), **truth))
    return of_records(folder, study_of(*hypotheses), people, with_everything(trials, seed), events)


def of_records(folder: Path, study: Study, people: Any, trials: Sequence[TrialRecord], events: Any) -> Evidence:
    """Evidence of these records under that study."""
    return evidence.of_mode(tables.read(write_records(folder / "export", people, list(trials), events, study)), "live")
