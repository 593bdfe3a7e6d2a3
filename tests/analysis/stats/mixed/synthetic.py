"""Answers of crossed participants and images with planted effects."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit


@dataclass(frozen=True)
class Truth:
    """What is planted: logits, and standard deviations between participants and between items."""

    intercept: float = 0.4
    effect: float = 0.5
    participant: float = 0.8
    item: float = 0.8
    slope: float = 0.0


def between(rng: np.random.Generator, truth: Truth, n_participants: int = 60, n_items: int = 30) -> pd.DataFrame:
    """Every participant in one of two arms, every image seen by all."""
    frame = _crossed(n_participants, n_items)
    arm = rng.permuted(np.arange(n_participants) % 2)
    return _answered(rng, truth, frame.assign(condition=arm[frame["participant"]]))


def within(rng: np.random.Generator, truth: Truth, n_participants: int = 40, n_items: int = 40) -> pd.DataFrame:
    """Every participant in both conditions, each image in one of them, turned from participant to participant."""
    frame = _crossed(n_participants, n_items)
    return _answered(rng, truth, frame.assign(condition=(frame["participant"] + frame["item"]) % 2))


def _crossed(n_participants: int, n_items: int) -> pd.DataFrame:
    people, items = np.divmod(np.arange(n_participants * n_items), n_items)
    return pd.DataFrame({"participant": people, "item": items})


def _answered(rng: np.random.Generator, truth: Truth, frame: pd.DataFrame) -> pd.DataFrame:
    n = frame["participant"].max() + 1
    person = rng.normal(0, truth.participant, n)
    slope = rng.normal(0, truth.slope, n)
    item = rng.normal(0, truth.item, frame["item"].max() + 1)
    x = frame["condition"].to_numpy()
    people = frame["participant"].to_numpy()
    eta = truth.intercept + truth.effect * x + person[people] + slope[people] * x + item[frame["item"].to_numpy()]
    correct = (rng.random(len(frame)) < expit(eta)).astype(int)
    return frame.assign(condition=np.where(x == 1, "xnn", "none"), correct=correct)
