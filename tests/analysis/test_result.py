import json
from dataclasses import replace
from typing import Any

import pytest

from analysis.result import Interval, Result, Test

WHOLE = Result(
    name="accuracy/heatmap-teaches/difference",
    question="accuracy",
    estimand="difference in accuracy",
    scale="difference of proportions",
    family="confirmatory",
    method="Welch's t test",
    estimate=0.125,
    n={"heatmap": 20, "none": 19},
    labels={"block": "test", "first": "heatmap", "second": "none"},
    n_trials=936,
    std_error=0.05,
    interval=Interval(0.02, 0.23, 0.95),
    simultaneous=Interval(0.0, 0.25, 0.975),
    test=Test("t", 2.5, 36.4, 0.017, 0.034, "Holm", 2),
    reference=0.0,
    smallest_effect=0.05,
)
EMPTY = replace(
    WHOLE, estimate=None, std_error=None, interval=None, simultaneous=None, test=None,
    status="not_estimable", reason="an arm is empty",
)  # fmt: skip


@pytest.mark.parametrize("result", [WHOLE, EMPTY])
def test_a_result_comes_back_from_json_as_it_was(result: Result) -> None:
    text = json.dumps(result.to_json(), allow_nan=False)
    assert Result.from_json(json.loads(text)) == result


def test_a_number_that_could_not_be_had_is_null_with_its_reason() -> None:
    stored = EMPTY.to_json()
    assert stored["estimate"] is stored["interval"] is None
    assert stored["reason"] == "an arm is empty"


@pytest.mark.parametrize(
    "change",
    [
        {"estimate": float("nan")},
        {"interval": Interval(float("-inf"), 0.1, 0.95)},
        {"test": Test("t", 1.0, float("nan"), 0.5)},
        {"status": "not_estimable", "reason": "why"},
        {"status": "no_interval"},
        {"reason": "why"},
        {"estimate": None},
    ],
)
def test_a_result_that_contradicts_itself_cannot_be_made(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="heatmap-teaches"):
        replace(WHOLE, **change)


def test_a_row_is_flat() -> None:
    row = WHOLE.to_row()
    assert (row["conf_low"], row["conf_high"]) == (0.02, 0.23)
    assert row["test_p_adjusted"] == 0.034
    assert row["n"] == "heatmap=20; none=19"
    assert not any(isinstance(value, dict) for value in row.values())
    assert row.keys() == EMPTY.to_row().keys()
