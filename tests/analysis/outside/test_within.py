"""Conditions that change within participants: one arm, and every participant is compared with themselves."""

from pathlib import Path

import numpy as np
import pytest

from analysis import questions
from analysis.evidence import Evidence
from analysis.population import accuracy_by_participant
from tests.analysis.outside.tables import PLAN, Row, evidence

WITHIN = PLAN.replace("n_options", 'varies = "within"\nn_options')
LEVELS = (
    PLAN.replace('arm = "condition"', 'level = "condition"')
    .replace("[arms.", "[levels.")
    .replace('"map - none"', '"all.map - all.none"')
)


def rows(n_people: int = 14, n_items: int = 10) -> list[Row]:
    """Everybody meets half of the items without, half with a map; by the map they are right oftener."""
    rng = np.random.default_rng(5)
    return [
        {
            "pid": f"p{person:02d}",
            "condition": ("no explanation", "heat map")[item % 2],
            "image": f"bird-{item}.png",
            "acc": int(rng.random() < (0.4, 0.8)[item % 2]),
        }
        for person in range(n_people)
        for item in range(n_items)
    ]


@pytest.fixture(params=[WITHIN, LEVELS], ids=["varies", "level"])
def found(request: pytest.FixtureRequest, tmp_path: Path) -> Evidence:
    return evidence(tmp_path, rows(), request.param)


def test_all_are_of_one_arm_and_trials_have_levels(found: Evidence) -> None:
    assert found.arms == ("all",)
    assert set(found.trials["level"]) == {"none", "map"}
    assert set(accuracy_by_participant(found, "trials", "map")["n_trials"]) == {5}


def test_the_difference_is_the_mean_of_each_ones_own(found: Evidence) -> None:
    own = {
        level: np.array(
            [
                np.mean([r["acc"] for r in rows() if r["pid"] == f"p{p:02d}" and r["condition"] == level])
                for p in range(14)
            ]
        )
        for level in ("no explanation", "heat map")
    }
    each = own["heat map"] - own["no explanation"]
    results = {one.name: one for one in questions.load("accuracy").results(found)}
    planned = results["accuracy/map-helps/participant_means"]
    assert planned.estimate == pytest.approx(each.mean())
    assert planned.std_error == pytest.approx(each.std(ddof=1) / np.sqrt(14))
    assert planned.n == {"all": 14}
