"""A large export with planted effects: three arms, images of their own difficulty, confidence, ratings, dropouts."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from study_app import definition
from study_app.records import ParticipantRecord, TrialRecord
from tests.analysis.planted_checks import answer
from tests.analysis.synthetic import SPECIES, STUDY, Truth, records, write_records

ARMS = {"none": 0.0, "placebo": 0.05, "heatmap": 0.4}  # log odds of a right answer
N_IMAGES, N_TRIALS, N_RATINGS, POINTS = 100, 50, 5, 7
LEAVES = 30  # every so many-th participant leaves after half of the trials
BLOCKS = [
    {"name": "consent", "task": "consent"},
    {"name": "before", "task": "rate"},
    {"name": "test", "task": "classify", "title": "Test", "items": {"pool": "test"}},
    {"name": "after", "task": "rate"},
]


def study_of(n_participants: int) -> definition.Study:
    """The plan: two confirmatory hypotheses about the block of 50 pictures."""
    plan = STUDY.model_dump(mode="json")
    plan["block"] = BLOCKS
    plan["allocation"]["after"] = "before"
    plan["allocation"]["seats"] = 6 * -(-n_participants // 6)
    return definition.Study.model_validate(plan)


def write_large(folder: Path, n_participants: int, *, with_scales: bool = True) -> Path:
    """The export, row by row.  with_scales: confidence after each answer, five ratings before and five after."""
    n = dict.fromkeys(ARMS, n_participants // 3) | {"heatmap": n_participants - 2 * (n_participants // 3)}
    people, first, events = records(Truth(n=n, n_trials={"test": 1}))
    rows = _rows(first, np.random.default_rng(11), with_scales=with_scales)
    return write_records(folder, [_seated(each) for each in people], rows, events, study_of(n_participants))


def _leaves(name: str) -> bool:
    return int(name[1:]) % LEAVES == 0


def _seated(person: ParticipantRecord) -> ParticipantRecord:
    if not _leaves(person.participant):
        return person
    return replace(person, outcome="in_progress", finished_at=None)


def _rows(first: list[TrialRecord], rng: np.random.Generator, *, with_scales: bool) -> Iterator[TrialRecord]:
    easiness = rng.normal(0, 0.7, N_IMAGES)
    for like in first:
        own = rng.normal(0, 0.6)
        leaves = _leaves(like.participant)
        if with_scales:
            yield from _ratings(like, "before", own, rng)
        images = rng.choice(N_IMAGES, N_TRIALS, replace=False)
        for place, image in enumerate(images[: N_TRIALS // 2 if leaves else N_TRIALS]):
            log_odds = 0.3 + ARMS[str(like.arm)] + own + easiness[image]
            row = _trial(like, place, int(image), bool(rng.random() < 1 / (1 + np.exp(-log_odds))))
            yield replace(row, rt_ms=float(rng.lognormal(7.8 - 0.1 * own, 0.4)))
            if with_scales:
                yield _sureness(row, log_odds, rng)
        if with_scales and not leaves:
            yield from _ratings(like, "after", own + ARMS[str(like.arm)], rng)


def _trial(like: TrialRecord, place: int, image: int, is_right: bool) -> TrialRecord:
    label, other = SPECIES[image % len(SPECIES)], SPECIES[(image + 1 + place % 3) % len(SPECIES)]
    return replace(
        like,
        position=place + 1,
        position_in_block=place,
        image=f"{label}/{image:03d}",
        label=label,
        predicted=label,
        response=label if is_right else other,
        correct=is_right,
    )


def _sureness(row: TrialRecord, log_odds: float, rng: np.random.Generator) -> TrialRecord:
    point = int(np.clip(np.round(rng.normal(4 + 0.5 * log_odds + (0.5 if row.correct else -0.5), 1.2)), 1, POINTS))
    return replace(
        row, question="confidence", response=str(point), correct=None, n_options=POINTS, stage="confidence", rt_ms=None
    )


def _ratings(like: TrialRecord, block: str, felt: float, rng: np.random.Generator) -> Iterator[TrialRecord]:
    page = replace(like, task="rate", position=0 if block == "before" else N_TRIALS + 1, rt_ms=None)
    for number in range(N_RATINGS):
        point = int(np.clip(np.round(rng.normal(4 + felt + 0.2 * number, 1.3)), 1, POINTS))
        yield replace(answer(page, block, f"item{number}", str(point)), n_options=POINTS)
