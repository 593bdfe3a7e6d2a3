"""Exports made of records, with a truth that is known: no database, no server."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from stimuli.manifest import StimulusSet
from study_app import definition
from study_app.exporting.provenance import Provenance, VersionFacts
from study_app.exporting.tables import Record, TableFacts, TableFile
from study_app.records import EventRecord, ParticipantRecord, TrialRecord
from tests.builders import write_stimulus_set

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HASH = "a" * 64
SET_ID = "0123456789abcdef"
SPECIES = ("California", "Herring", "Ring-billed", "Western")
STUDY = definition.Study.model_validate(
    {
        "study": {
            "name": "gulls",
            "title": "Which gull is it?",
            "summary": "Tell gulls apart.",
            "minutes": 10,
            "contact": "us",
        },
        "arms": {
            "none": {"description": "feedback: the right species, nothing more"},
            "placebo": {"explanation": "placebo", "description": "feedback with a random map"},
            "heatmap": {"explanation": "heatmap", "description": "feedback with the classifier's Grad-CAM map"},
        },
        "allocation": {"block_size": 6, "seats": 120, "seed": 1, "after": "consent"},
        "items": {"classes": list(SPECIES), "pools": {"train": {"per_class": 2}, "test": {"per_class": 6}}},
        "block": [
            {"name": "consent", "task": "consent"},
            {"name": "training", "task": "classify", "title": "Practice", "items": {"pool": "train"}},
            {"name": "test", "task": "classify", "title": "Test", "items": {"pool": "test"}},
            {"name": "ratings", "task": "rate"},
        ],
        "exclusion": [{"name": "unfinished", "rule": "not_complete"}],
        "hypothesis": [
            {"name": "heatmap-teaches", "block": "test", "contrast": "heatmap - none", "smallest_effect": 0.05},
            {"name": "heatmap-beats-placebo", "block": "test", "contrast": "heatmap - placebo"},
        ],
    }
)


@dataclass(frozen=True)
class Truth:
    """What is planted.  skill: probability of a right answer per arm.  spread: SD of people on the logit scale.

    n: participants per arm.  dropouts: how many of each arm leave after `leave_after` outcome trials.
    """

    skill: Mapping[str, float] = field(default_factory=lambda: {"none": 0.5, "placebo": 0.52, "heatmap": 0.65})
    n: Mapping[str, int] = field(default_factory=lambda: {"none": 20, "placebo": 20, "heatmap": 20})
    spread: float = 0.5
    n_trials: Mapping[str, int] = field(default_factory=lambda: {"training": 8, "test": 24})
    dropouts: int = 0
    leave_after: int = 12
    n_declined: int = 0
    n_left: int = 0
    mode: str = "live"
    seed: int = 1


def write_export(folder: Path, truth: Truth | None = None, study: definition.Study = STUDY) -> Path:
    """An export folder in which that truth is planted; returns the folder."""
    people, trials, events = records(truth or Truth())
    return write_records(folder, people, trials, events, study)


def write_records(
    folder: Path,
    people: list[ParticipantRecord],
    trials: Iterable[TrialRecord],
    events: Iterable[EventRecord],
    study: definition.Study = STUDY,
) -> Path:
    """An export folder of these records."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = {
        "participants": _write(folder, "participants", people),
        "trials": _write(folder, "trials", trials),
        "events": _write(folder, "events", events),
    }
    plan = study.model_dump(mode="json")
    (folder / "study.json").write_text(json.dumps(plan), encoding="utf-8")
    version = VersionFacts(
        study_hash=HASH,
        stimulus_set=SET_ID,
        stored_at=NOON,
        code_version="0.1.0",
        frozen_hash=None,
        n_participants=len(people),
        definition=plan,
        texts_sha256={"consent.md": "b" * 64},
    )
    provenance = Provenance("gulls", ("live",), NOON, tables, (version,), {SET_ID: _stimuli(folder)})
    (folder / "provenance.json").write_text(json.dumps(provenance.to_json()), encoding="utf-8")
    return folder


def records(truth: Truth) -> tuple[list[ParticipantRecord], list[TrialRecord], list[EventRecord]]:
    """The records of everybody who began."""
    rng = np.random.default_rng(truth.seed)
    people: list[ParticipantRecord] = []
    trials: list[TrialRecord] = []
    number = 0
    for lot, (arm, n) in enumerate(truth.n.items()):
        for place in range(n):
            leaves = place < truth.dropouts
            made = list(_trials(f"p{number:04d}", arm, truth, rng, leaves))
            people.append(_person(f"p{number:04d}", arm, len(truth.n) * place + lot, truth.mode, made))
            trials += made
            number += 1
    for outcome, n in (("no_consent", truth.n_declined), ("in_progress", truth.n_left)):
        for _ in range(n):
            people.append(_unseated(f"p{number:04d}", outcome, truth.mode))
            number += 1
    return people, trials, [event for person in people for event in _events(person)]


def _write(folder: Path, name: str, rows: Iterable[Record]) -> TableFacts:
    with TableFile(folder, name) as file:
        file.write(rows)
    return file.facts()


def _stimuli(folder: Path) -> StimulusSet:
    return write_stimulus_set(folder.parent / "stimuli", per_class=1)


def _person(name: str, arm: str, seat: int, mode: str, trials: list[TrialRecord]) -> ParticipantRecord:
    answered = sum(trial.answered for trial in trials)
    whole = answered == len(trials)
    return ParticipantRecord(
        participant=name,
        study="gulls",
        study_hash=HASH,
        stimulus_set=SET_ID,
        code_version="0.1.0",
        mode=mode,
        platform="open_link",
        arm=arm,
        seat=seat,
        seat_block=seat // 6,
        outcome="completed" if whole else "in_progress",
        n_trials_planned=len(trials),
        n_trials_answered=answered,
        enrolled_at=NOON,
        seated_at=NOON + timedelta(minutes=1),
        finished_at=NOON + timedelta(minutes=10) if whole else None,
    )


def _unseated(name: str, outcome: str, mode: str) -> ParticipantRecord:
    seated = _person(name, "", 0, mode, [])
    nothing = replace(seated, arm=None, seat=None, seat_block=None, seated_at=None)
    return replace(nothing, outcome=outcome, finished_at=NOON if outcome == "no_consent" else None)


def _trials(name: str, arm: str, truth: Truth, rng: np.random.Generator, leaves: bool) -> Iterator[TrialRecord]:
    skill = truth.skill[arm]
    logit = np.log(skill / (1 - skill)) if 0 < skill < 1 else np.sign(skill - 0.5) * np.inf
    p_right = 1 / (1 + np.exp(-(logit + rng.normal(0, truth.spread))))
    position = 0
    for block, n in truth.n_trials.items():
        for place in range(n):
            label = SPECIES[place % len(SPECIES)]
            right = bool(rng.random() < p_right)
            response = label if right else SPECIES[(place + 1 + int(rng.integers(3))) % len(SPECIES)]
            answered = not (leaves and block == "test" and place >= truth.leave_after)
            yield _trial(name, arm, truth.mode, block, (position, place), (label, response if answered else None), rng)
            position += 1


def _trial(
    name: str,
    arm: str,
    mode: str,
    block: str,
    places: tuple[int, int],
    label_and_response: tuple[str, str | None],
    rng: np.random.Generator,
) -> TrialRecord:
    label, response = label_and_response
    answered = response is not None
    shown = block == "training" and arm != "none"
    return TrialRecord(
        participant=name,
        mode=mode,
        arm=arm,
        position=places[0],
        block=block,
        position_in_block=places[1],
        task="classify",
        question="species",
        answered=answered,
        image=f"{label}/000",
        image_sha256="c" * 64,
        label=label,
        predicted=label,
        p_predicted=0.9,
        classifier_correct=True,
        explanation=arm if shown else None,
        explanation_method="grad_cam" if shown else None,
        explanation_sha256="d" * 64 if shown else None,
        response=response,
        correct=response == label if answered else None,
        n_options=4,
        rt_ms=float(rng.lognormal(7.8, 0.4)) if answered else None,
        first_action_ms=None,
        feedback_ms=4000.0 if block == "training" and answered else None,
        frame_ms=16.7 if answered else None,
        hidden_ms=0.0 if answered else None,
        blur_count=0 if answered else None,
        viewport="1280x800" if answered else None,
        device_pixel_ratio=1.0 if answered else None,
        clock="frame" if answered else None,
        n_served=1 if answered else 0,
        served_at=NOON if answered else None,
        received_at=NOON + timedelta(seconds=places[0]) if answered else None,
    )


def _events(person: ParticipantRecord) -> Iterator[EventRecord]:
    def event(kind: str) -> EventRecord:
        return EventRecord(person.participant, person.mode, NOON, kind, None, None)

    yield event("enrolled")
    if person.seated_at is not None:
        yield event("consented")
        yield event("seated")
    if person.finished_at is not None:
        yield event("finished")
