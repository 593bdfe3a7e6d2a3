"""Evidence in all the shapes that it can come in, good and bad; every question must cope with each."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from analysis import evidence, tables
from analysis.evidence import Evidence
from study_app.records import TrialRecord
from tests.analysis.planted import with_advice, with_confidence
from tests.analysis.planted_checks import with_background, with_checks
from tests.analysis.planted_marks import with_marks, write_maps
from tests.analysis.planted_moderation import Moved, declaring, with_moderators
from tests.analysis.planted_plans import EVERY, study_of, with_everything
from tests.analysis.planted_ratings import with_ratings
from tests.analysis.planted_scores import scores_of, with_scores, write_scores
from tests.analysis.synthetic import STUDY, Truth, records, write_records

ARMS = ("none", "placebo", "heatmap")
Change = Callable[[list[TrialRecord]], list[TrialRecord]]


def _same(trials: list[TrialRecord]) -> list[TrialRecord]:
    return trials


def _never_answered(trials: list[TrialRecord]) -> list[TrialRecord]:
    return [replace(trial, answered=False, response=None, correct=None, rt_ms=None) for trial in trials]


def _unmeasured(trials: list[TrialRecord]) -> list[TrialRecord]:
    return [
        replace(trial, rt_ms=None, frame_ms=None, n_options=None, image=None, label=None, predicted=None)
        for trial in trials
    ]


def _on_one_image(trials: list[TrialRecord]) -> list[TrialRecord]:
    return [replace(trial, image="Herring/000", label="Herring") for trial in trials]


CASES: dict[str, tuple[Truth, Change]] = {
    "plenty": (Truth(n=dict.fromkeys(ARMS, 6), dropouts=1, n_declined=2, n_left=1), _same),
    "an empty arm": (Truth(n={"none": 6, "heatmap": 6}), _same),
    "one participant": (Truth(n={"heatmap": 1}), _same),
    "one participant per arm": (Truth(n=dict.fromkeys(ARMS, 1)), _same),
    "two per arm": (Truth(n=dict.fromkeys(ARMS, 2)), _same),
    "all answers right": (Truth(skill=dict.fromkeys(ARMS, 1.0), n=dict.fromkeys(ARMS, 4)), _same),
    "all answers wrong": (Truth(skill=dict.fromkeys(ARMS, 0.0), n=dict.fromkeys(ARMS, 4)), _same),
    "nobody was randomised": (Truth(n={}, n_declined=2, n_left=2), _same),
    "no trial was answered": (Truth(n=dict.fromkeys(ARMS, 3)), _never_answered),
    "no outcome trial was planned": (Truth(n=dict.fromkeys(ARMS, 3), n_trials={"training": 4}), _same),
    "measurements are missing": (Truth(n=dict.fromkeys(ARMS, 3)), _unmeasured),
    "one trial each": (Truth(n=dict.fromkeys(ARMS, 4), n_trials={"test": 1}), _same),
    "one image": (Truth(n=dict.fromkeys(ARMS, 4)), _on_one_image),
    "with confidence": (Truth(n=dict.fromkeys(ARMS, 4), dropouts=1), with_confidence),
    "confidence of one participant": (Truth(n={"heatmap": 1}), with_confidence),
    "advice, accepted or refused": (Truth(n=dict.fromkeys(ARMS, 4), dropouts=1), partial(with_advice, stages="one")),
    "advice after an answer": (Truth(n=dict.fromkeys(ARMS, 4), dropouts=1), partial(with_advice, stages="two")),
    "advice for one participant": (Truth(n={"heatmap": 1}), partial(with_advice, stages="two")),
    "checks and a quiz": (Truth(n={"none": 7, "placebo": 1, "heatmap": 6}, dropouts=1), with_checks),
    "scores of explanations": (Truth(n=dict.fromkeys(ARMS, 6), dropouts=1), with_scores),
    "scores for one participant": (Truth(n={"heatmap": 1}), with_scores),
    "background of many": (Truth(n={"none": 12, "placebo": 9, "heatmap": 4}), with_background),
    "background of one participant": (Truth(n={"heatmap": 1}), with_background),
    "marks and maps": (Truth(n={"none": 5, "placebo": 1, "heatmap": 5}), with_marks),
    "marks without maps": (Truth(n={"heatmap": 2}), partial(with_marks, tool="point")),
    "marks of one participant": (Truth(n={"heatmap": 1}), with_marks),
    "ratings": (Truth(n=dict.fromkeys(ARMS, 8), n_trials={"test": 2}), with_ratings),
    "ratings of one participant": (Truth(n={"heatmap": 1}, n_trials={"test": 2}), with_ratings),
    "moderators": (Truth(n={"none": 12, "placebo": 2, "heatmap": 12}, dropouts=1), with_moderators),
    "moderators that few tell": (
        Truth(n={"none": 7, "heatmap": 7}),
        partial(with_moderators, truth=Moved(silent=2)),
    ),
    "moderators of one participant": (Truth(n={"heatmap": 1}), with_moderators),
    "moderators that nobody tells": (Truth(n={"none": 6, "heatmap": 6}), _same),
    "ratings of two per arm": (Truth(n={"none": 2, "heatmap": 2}, n_trials={"test": 2}), with_ratings),
    "every outcome planned": (Truth(n=dict.fromkeys(ARMS, 6), dropouts=1), with_everything),
    "every outcome planned, two per arm": (Truth(n=dict.fromkeys(ARMS, 2)), with_everything),
    "every outcome planned, none asked": (Truth(n=dict.fromkeys(ARMS, 3)), _same),
}
BESIDE: dict[str, Callable[[Path], Path]] = {"marks and maps": write_maps, "marks of one participant": write_maps}

PLANS = dict.fromkeys(
    ("every outcome planned", "every outcome planned, two per arm", "every outcome planned, none asked"),
    study_of(*EVERY),
)


def evidence_of(case: str, folder: Path) -> Evidence:
    """The evidence of that case."""
    truth, change = CASES[case]
    people, trials, events = records(truth)
    changed = change(trials)
    written = write_records(folder / "export", people, changed, events, PLANS.get(case, STUDY))
    write_scores(written, scores_of(changed))
    if case in BESIDE:
        BESIDE[case](written)
    found = evidence.of_mode(tables.read(written), "live")
    return declaring(found) if case.startswith("moderators") else found


def without_hypotheses(found: Evidence) -> Evidence:
    """The same evidence under a plan that names no hypothesis."""
    return replace(found, plan=replace(found.plan, hypothesis=()))
