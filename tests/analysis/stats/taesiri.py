"""Answers of Taesiri et al. (2022) to advice on birds of CUB, of participants kept by the authors' own rule."""

from pathlib import Path

import pandas as pd

from analysis.stats.base_rates import Team, team
from analysis.stats.shares import Shares, count
from analysis.stats.signal_detection import Detections, detections


def trials_of(shared_data: Path, condition: str) -> pd.DataFrame:
    """The trials of one condition; participants numbered from 0."""
    trials = pd.read_csv(shared_data / "human" / "taesiri2022" / "cub_trials_pseudonymous.csv")
    trials = trials[trials["condition"] == condition]
    trials = trials[trials.groupby("participant")["correct"].transform("mean") > 0.5]
    return trials.assign(participant=trials["participant"].astype("category").cat.codes.astype(int))


def detections_of(trials: pd.DataFrame) -> Detections:
    """To accept is to say yes; they accepted where they and the classifier are both right, or both wrong."""
    right = trials["ai_correct"].to_numpy() == 1
    accepted = trials["correct"].to_numpy() == trials["ai_correct"].to_numpy()
    participant = trials["participant"].to_numpy()
    return detections(accepted, right, participant, participant.max() + 1)


def rights_of(trials: pd.DataFrame) -> tuple[Shares, Shares]:
    """Right answers where the classifier was right, and where it was wrong."""
    correct, participant = trials["correct"].to_numpy() == 1, trials["participant"].to_numpy()
    ai_right = trials["ai_correct"].to_numpy() == 1
    n = participant.max() + 1
    return (
        Shares(*count(correct, ai_right, participant, n), "trial where the classifier was right"),
        Shares(*count(correct, ~ai_right, participant, n), "trial where the classifier was wrong"),
    )


def team_of(shared_data: Path, condition: str) -> Team:
    """The participants of one condition with the classifier."""
    return team(*rights_of(trials_of(shared_data, condition)))
