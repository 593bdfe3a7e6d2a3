"""Ratings with a truth that is known: log odds of a higher rating by arm, on scales and on a line."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import log
from pathlib import Path

import numpy as np

from analysis import evidence, tables
from analysis.evidence import Evidence
from analysis.result import Result
from study_app.records import TrialRecord
from tests.analysis.planted_checks import answer
from tests.analysis.synthetic import Truth, records, write_records

ARMS = ("none", "placebo", "heatmap")
BLOCK = "ratings"
Change = Callable[[list[TrialRecord]], list[TrialRecord]]


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
    seed: int = 9


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


def read(folder: Path, n: Mapping[str, int], change: Change) -> Evidence:
    """Evidence of so many people per arm, each with one trial, which `change` makes into others."""
    people, trials, events = records(Truth(n=n, n_trials={"test": 1}))
    return evidence.of_mode(tables.read(write_records(folder / "export", people, change(trials), events)), "live")


def holding(folder: Path, opinions: Opinions, n: int = 20) -> Evidence:
    """Evidence of n people in each arm who hold these opinions."""
    return read(folder, dict.fromkeys(ARMS, n), lambda trials: with_ratings(trials, opinions))


def rating(folder: Path, points: int, **arms: Sequence[Sequence[int]]) -> Evidence:
    """Per arm the people, each with a rating of item a, item b and so on."""
    people = [answers for of_arm in arms.values() for answers in of_arm]

    def change(trials: list[TrialRecord]) -> list[TrialRecord]:
        made = list(trials)
        for trial, answers in zip(trials, people, strict=True):
            like = replace(trial, task="rate", position=1)
            for name, point in zip("abcdefghij", answers, strict=False):
                made.append(replace(answer(like, "ratings", name, str(point)), n_options=points))
        return made

    return read(folder, {arm: len(of_arm) for arm, of_arm in arms.items()}, change)


def odds(result: Result) -> tuple[float, float, float]:
    """The log odds ratio and the limits of its interval."""
    assert result.estimate is not None
    assert result.interval is not None
    return log(result.estimate), log(result.interval.low), log(result.interval.high)
