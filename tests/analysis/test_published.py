"""Published answers of people, through our own functions: the printed figures come out again."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.stats.intervals import Difference, Mean, mean, welch

pytestmark = pytest.mark.shared_data


@pytest.fixture
def accuracies(shared_data: Path) -> dict[str, np.ndarray]:
    """Taesiri et al. 2022, CUB: accuracy of each participant kept by the authors' own rule, by condition."""
    trials = pd.read_csv(shared_data / "human" / "taesiri2022" / "cub_trials_pseudonymous.csv")
    kept = trials.groupby(["condition", "participant"])["correct"].mean().reset_index()
    kept = kept[kept["correct"] > 0.5]
    return {str(name): rows["correct"].to_numpy() for name, rows in kept.groupby("condition")}


@pytest.mark.parametrize(
    ("condition", "n", "percent"), [("ResNet-50", 60, 65.50), ("kNN", 59, 64.75), ("CHM-Corr", 59, 69.72)]
)
def test_the_published_means_come_out(
    accuracies: dict[str, np.ndarray], condition: str, n: int, percent: float
) -> None:
    found = mean(accuracies[condition], 0.95)
    assert isinstance(found, Mean)
    assert accuracies[condition].size == n
    assert round(100 * found.estimate, 2) == percent


def test_the_published_spreads_are_behind_the_difference(accuracies: dict[str, np.ndarray]) -> None:
    """Standard deviations 9.08 (n = 59) and 7.46 (n = 60), as printed."""
    found = welch(accuracies["CHM-Corr"], accuracies["ResNet-50"], 0.95)
    assert isinstance(found, Difference)
    assert 100 * found.std_error == pytest.approx((9.08**2 / 59 + 7.46**2 / 60) ** 0.5, abs=2e-3)
