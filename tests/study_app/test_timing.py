import pytest
from hypothesis import given
from hypothesis import strategies as some

from study_app.study.timing import MEASUREMENTS, read_timing

GOOD = {
    "rt_ms": "1234.5",
    "first_action_ms": "1200",
    "frame_ms": "16.7",
    "hidden_ms": "0",
    "blur_count": "2",
    "viewport": "1280x800",
    "device_pixel_ratio": "1.5",
    "clock": "frame",
    "load_ms": "83",
    "long_task_ms": "0",
    "clock_step_ms": "0.1",
    "presented_ms": "-7.4",
    "queued_ms": "12",
}


def test_plausible_measurements_are_kept() -> None:
    assert read_timing(GOOD) == {
        "rt_ms": 1234.5,
        "first_action_ms": 1200.0,
        "frame_ms": 16.7,
        "hidden_ms": 0.0,
        "blur_count": 2,
        "viewport": "1280x800",
        "device_pixel_ratio": 1.5,
        "clock": "frame",
        "load_ms": 83.0,
        "long_task_ms": 0.0,
        "clock_step_ms": 0.1,
        "presented_ms": -7.4,
        "queued_ms": 12.0,
    }


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("rt_ms", "soon"),
        ("rt_ms", "-1"),
        ("rt_ms", "nan"),
        ("rt_ms", "inf"),
        ("rt_ms", "1e300"),
        ("frame_ms", "0"),
        ("blur_count", "-3"),
        ("viewport", "1280 x 800"),
        ("viewport", "1280x800\n"),
        ("viewport", "<script>"),
        ("device_pixel_ratio", "0"),
        ("clock", "sundial"),
        ("load_ms", "-1"),
        ("long_task_ms", ""),
        ("clock_step_ms", "1e9"),
        ("presented_ms", "-1001"),
        ("queued_ms", "-0.5"),
    ],
)
def test_what_cannot_be_meant_is_none_and_the_rest_is_kept(name: str, text: str) -> None:
    assert read_timing({**GOOD, name: text}) == {**read_timing(GOOD), name: None}


@given(some.dictionaries(some.sampled_from(MEASUREMENTS), some.text()))
def test_no_text_is_too_strange(form: dict[str, str]) -> None:
    assert set(read_timing(form)) == set(MEASUREMENTS)
