"""Trials that show explanations, and the automatic scores of these: of help, of easy images, or of nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from study_app.exporting.tables import TableFile
from study_app.records import ScoreRecord, TrialRecord
from tests.analysis.synthetic import SET_ID

SHA256 = "d" * 64
SCORE, NOISE, DESCRIBING = "insertion", "deletion", "sparseness"


@dataclass(frozen=True)
class Planted:
    """Log odds of a right answer, per standard deviation of the score `insertion`.

    help: in arms that show an explanation.  ease: in every arm, of the image itself.
    spread: SD of images' ease, and of how much an explanation helps with them, whatever their score.
    """

    help: float = 0.0
    ease: float = 0.0
    spread: float = 0.4
    seed: int = 5


def with_scores(trials: Sequence[TrialRecord], planted: Planted | None = None) -> list[TrialRecord]:
    """The test block with an image of its own at every place, and the arm's explanation before the answer."""
    planted = planted or Planted(help=0.8)
    n = 1 + max((trial.position_in_block for trial in trials), default=0)
    rng = np.random.default_rng(planted.seed)
    ease, gain = rng.normal(0, planted.spread, (2, n))
    ability: dict[str, float] = {}
    made = []
    for trial in trials:
        if trial.block != "test":
            made.append(trial)
            continue
        able = ability.setdefault(trial.participant, float(rng.normal(0, 0.5)))
        place = trial.position_in_block
        shows = trial.arm != "none"
        score = standard_score(place, n)
        logit = 0.2 + able + ease[place] + planted.ease * score + (gain[place] + planted.help * score if shows else 0)
        right = bool(rng.random() < 1 / (1 + np.exp(-logit)))
        made.append(
            replace(
                trial,
                image=f"gull/{place:03d}",
                explanation=trial.arm if shows else None,
                explanation_method="grad_cam" if shows else None,
                explanation_sha256=SHA256 if shows else None,
                correct=right if trial.answered else None,
            )
        )
    return made


def standard_score(place: int, n: int) -> float:
    """From low to high over the images, in steps; mean 0, SD near 1."""
    return float(np.sqrt(12) * ((place * 7 % n) / max(1, n - 1) - 0.5))


def scores_of(trials: Sequence[TrialRecord]) -> list[ScoreRecord]:
    """Of every explanation that the test block shows: the planted score, one of noise, and one that describes."""
    shown = sorted({(str(t.image), str(t.explanation)) for t in trials if t.block == "test" and t.explanation})
    n = 1 + max((int(image.rpartition("/")[2]) for image, _ in shown), default=0)
    rng = np.random.default_rng(8)
    noise = {image: float(rng.normal(0.2, 0.05)) for image in sorted({image for image, _ in shown})}
    made = []
    for image, explanation in shown:
        place = int(image.rpartition("/")[2])
        values = {SCORE: 0.5 + 0.1 * standard_score(place, n), NOISE: noise[image], DESCRIBING: 0.6}
        better = {SCORE: True, NOISE: False, DESCRIBING: None}
        made += [
            ScoreRecord(SET_ID, image, explanation, SHA256, name, value, better[name]) for name, value in values.items()
        ]
    return made


def write_scores(folder: Path, rows: Sequence[ScoreRecord]) -> None:
    """scores.csv beside the other tables of that export; nothing where there is no row."""
    if rows:
        with TableFile(folder, "scores") as file:
            file.write(rows)
