"""Trials with more in them than a class: how sure people are, and the advice of a classifier."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from study_app.records import TrialRecord
from tests.analysis.synthetic import SPECIES

POINTS = 5


def with_confidence(trials: Sequence[TrialRecord], seed: int = 2) -> list[TrialRecord]:
    """After each answer how sure it is, on five points; who is right is surer by one point on average."""
    rng = np.random.default_rng(seed)
    return [row for trial in trials for row in (trial, _sureness(trial, rng))]


def _sureness(trial: TrialRecord, rng: np.random.Generator) -> TrialRecord:
    surer = 0.5 if trial.correct else -0.5
    point = int(np.clip(np.round(rng.normal(3 + surer, 1)), 1, POINTS))
    response = str(point) if trial.answered else None
    return replace(trial, question="confidence", response=response, correct=None, n_options=POINTS, stage="confidence")


def with_advice(trials: Sequence[TrialRecord], stages: str, seed: int = 3) -> list[TrialRecord]:
    """The outcome block as a task with advice that is right in every second trial.

    stages: `one`: accept or refuse; wrong advice is accepted half of the time, right advice four times in five.
    `two`: one's own answer, then the final one, which goes over to the advice half of the time where it differs.
    """
    rng = np.random.default_rng(seed)
    made: list[TrialRecord] = []
    for trial in trials:
        made += _advised(trial, stages, rng) if trial.block == "test" else [trial]
    return made


def _advised(trial: TrialRecord, stages: str, rng: np.random.Generator) -> Iterator[TrialRecord]:
    is_right = trial.position_in_block % 2 == 0
    label = str(trial.label)
    wrong = SPECIES[(SPECIES.index(label) + 1) % len(SPECIES)]
    advised = replace(trial, task="advise", predicted=label if is_right else wrong, classifier_correct=is_right)
    if not trial.answered:
        questions = ("decision",) if stages == "one" else ("own", "final")
        yield from (replace(advised, question=question) for question in questions)
    elif stages == "one":
        accepts = bool(rng.random() < (0.8 if is_right else 0.5))
        response = "accept" if accepts else "refuse"
        yield replace(advised, question="decision", response=response, correct=accepts == is_right, n_options=2)
    else:
        yield replace(advised, question="own")
        goes_over = advised.predicted != trial.response and bool(rng.random() < 0.5)
        final = advised.predicted if goes_over else trial.response
        yield replace(advised, question="final", response=final, correct=final == label, stage="advice")
