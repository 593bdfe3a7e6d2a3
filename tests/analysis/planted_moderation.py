"""Trials in which the effect of an arm differs between people or images by a truth that is known, in log odds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import exp

import numpy as np

from analysis.evidence import Evidence
from study_app.definition import Moderation, Moderator
from study_app.records import TrialRecord
from tests.analysis.planted_checks import BEFORE, answer
from tests.analysis.synthetic import SPECIES

HYPOTHESIS = "heatmap-teaches"
BY = {
    "interest": Moderator(source="answer", name=f"{BEFORE}.interest"),
    "gender": Moderator(source="answer", name=f"{BEFORE}.gender"),
    "advice": Moderator(source="image", name="classifier_correct"),
    "confidence": Moderator(source="image", name="p_predicted"),
}
DECLARED = tuple(Moderation(name=name, hypothesis=HYPOTHESIS, by=by) for name, by in BY.items())


@dataclass(frozen=True)
class Moved:
    """By how much the log odds of a right answer with a heatmap grow.

    interest: per standard deviation of a rating from 1 to 5.  female: for these.  wrong: where the classifier is wrong.
    confidence: per standard deviation of its probability.  effect: of the heatmap for all.  silent: every so manieth
    participant gives no rating; 0: all give one.  people, images, slopes: standard deviations between people, between
    images, and between people in what the moderators of images do.
    """

    effect: float = 0.3
    interest: float = 0.0
    female: float = 0.0
    wrong: float = 0.0
    confidence: float = 0.0
    silent: int = 0
    people: float = 0.5
    images: float = 0.4
    slopes: float = 0.0
    seed: int = 3


def with_moderators(trials: Sequence[TrialRecord], truth: Moved | None = None) -> list[TrialRecord]:
    """Before the trials of each participant a rating of interest and the gender; answers of `test` are made anew."""
    moved = truth or Moved()
    rng = np.random.default_rng(moved.seed)
    images = dict(zip(range(1000), rng.normal(0, moved.images, 1000), strict=True))
    by_person: dict[str, list[TrialRecord]] = {}
    for trial in trials:
        by_person.setdefault(trial.participant, []).append(trial)
    return [row for n, rows in enumerate(by_person.values()) for row in _person(rows, n, (moved, images), rng)]


def declaring(found: Evidence, *moderations: Moderation) -> Evidence:
    """The same evidence under a plan with these moderations; with all of DECLARED where none is named."""
    return replace(found, plan=replace(found.plan, moderation=moderations or DECLARED))


def _person(
    rows: Sequence[TrialRecord], n: int, told: tuple[Moved, dict[int, float]], rng: np.random.Generator
) -> Iterator[TrialRecord]:
    moved, _ = told
    interest, female = 1 + int(rng.integers(5)), bool(rng.random() < 0.5)
    like = replace(rows[0], position=10_000, task="background")
    if not (moved.silent and n % moved.silent == 0):
        rated = replace(answer(replace(like, position=10_001), BEFORE, "interest", str(interest)), task="rate")
        yield replace(rated, n_options=5)
    yield replace(answer(like, BEFORE, "gender", "female" if female else "male"), n_options=3)
    own = rng.normal(0, moved.people) + moved.interest * (interest - 3) / 2**0.5 * (rows[0].arm == "heatmap")
    own += (moved.effect + moved.female * female) * (rows[0].arm == "heatmap")
    slope = rng.normal(0, moved.slopes)
    for row in rows:
        yield _answered(row, (own, slope), told, rng) if row.block == "test" and row.answered else row


def _answered(
    row: TrialRecord, own_and_slope: tuple[float, float], told: tuple[Moved, dict[int, float]], rng: np.random.Generator
) -> TrialRecord:
    (own, slope), (moved, images), place = own_and_slope, told, row.position_in_block
    is_wrong, sure = place % 3 == 0, (place % 8) / 8
    z = (sure - 0.4375) / 0.2291
    own += slope * z + (moved.wrong * is_wrong + moved.confidence * z) * (row.arm == "heatmap")
    label = str(row.label)
    right = bool(rng.random() < 1 / (1 + exp(-(own + images[place]))))
    other = SPECIES[(SPECIES.index(label) + 1) % len(SPECIES)]
    return replace(
        row,
        image=f"{label}/{place:03d}",
        predicted=other if is_wrong else label,
        classifier_correct=not is_wrong,
        p_predicted=0.5 + sure / 2,
        response=label if right else other,
        correct=right,
    )
