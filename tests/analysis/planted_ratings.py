"""Ratings with a truth that is known: log odds of a higher rating by arm, on scales and on a line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from study_app.records import TrialRecord
from tests.analysis.planted_checks import answer

BLOCK = "ratings"


@dataclass(frozen=True)
class Opinions:
    """What is planted.  shift: log odds of a higher rating per arm.  items: name → its own shift.

    spread: standard deviation of participants, in log odds.  thresholds: between the points.
    pictures: how many each participant rates; 0: the ratings are of no picture.  line: whether there is a slider too.
    """

    shift: Mapping[str, float] = field(default_factory=lambda: {"none": 0.0, "placebo": 0.0, "heatmap": 1.2})
    items: Mapping[str, float] = field(default_factory=lambda: {"ease": 0.4, "trust": -0.3, "useful": 0.0})
    spread: float = 1.0
    thresholds: Sequence[float] = (-2.0, -1.0, 0.0, 1.0)
    pictures: int = 0
    line: bool = True
    seed: int = 4


def with_ratings(trials: Sequence[TrialRecord], truth: Opinions | None = None) -> list[TrialRecord]:
    """After the trials of each participant a page of ratings, with an attention item and a slider from 0 to 100."""
    planted = truth or Opinions()
    rng = np.random.default_rng(planted.seed)
    by_person: dict[str, list[TrialRecord]] = {}
    for trial in trials:
        by_person.setdefault(trial.participant, []).append(trial)
    return [row for rows in by_person.values() for row in (*rows, *_page(rows[-1], planted, rng))]


def _page(last: TrialRecord, truth: Opinions, rng: np.random.Generator) -> Iterator[TrialRecord]:
    like = replace(last, task="rate", position=last.position + 1, rt_ms=None)
    own = truth.shift[str(last.arm)] + rng.normal(0, truth.spread)
    n_points = len(truth.thresholds) + 1
    for picture in range(max(1, truth.pictures)):
        for item, shift in truth.items.items():
            felt = own + shift + rng.logistic()
            point = 1 + int(np.searchsorted(truth.thresholds, felt))
            row = replace(answer(like, BLOCK, item, str(point)), n_options=n_points)
            yield replace(row, position=like.position + picture, image=f"rated/{picture}" if truth.pictures else None)
    if truth.line:
        effort = int(np.clip(50 + 10 * own + rng.normal(0, 10), 0, 100))
        yield replace(answer(like, BLOCK, "effort", str(effort)), n_options=101)
    moon = replace(answer(like, BLOCK, "moon", "1"), n_options=n_points)
    yield replace(moon, check="attention", correct=True)
