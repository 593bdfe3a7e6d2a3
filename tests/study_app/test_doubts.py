from typing import Any

import pytest

from study_app.records import TIMING_FLAGS
from study_app.study.doubts import doubts

GOOD: dict[str, Any] = {
    "rt_ms": 1200.0,
    "clock": "frame",
    "frame_ms": 16.7,
    "hidden_ms": 0.0,
    "blur_count": 0,
    "long_task_ms": 0.0,
    "queued_ms": 40.0,
}


def found(
    *, n_served: int = 1, waited_ms: float | None = 1500.0, is_timed: bool = True, **changed: Any
) -> tuple[str, ...]:
    timing = {**GOOD, **changed}
    return tuple(doubts(timing, n_served=n_served, waited_ms=waited_ms, is_timed=lambda: is_timed))


def test_nothing_speaks_against_a_good_time() -> None:
    assert found() == ()


@pytest.mark.parametrize(
    ("changed", "flags"),
    [
        ({"rt_ms": None}, ("missing",)),
        ({"clock": None}, ("missing",)),
        ({"clock": "fallback"}, ("fallback_clock",)),
        ({"clock": "none"}, ("fallback_clock",)),
        ({"hidden_ms": 1.0}, ("hidden",)),
        ({"blur_count": 1}, ("blurred",)),
        ({"n_served": 2}, ("seen_again",)),
        ({"n_served": 0}, ()),
        ({"rt_ms": 99.0}, ("too_fast",)),
        ({"rt_ms": 100.0}, ()),
        ({"rt_ms": 99.0, "is_timed": False}, ()),
        ({"frame_ms": 33.4}, ()),
        ({"frame_ms": 34.1}, ("slow_frames",)),
        ({"presented_ms": 50.0}, ()),
        ({"presented_ms": -12.0}, ()),
        ({"presented_ms": 50.1}, ("presented_late",)),
        ({"long_task_ms": 51.0}, ("long_task",)),
        ({"long_task_ms": None, "queued_ms": None, "frame_ms": None}, ()),
        ({"hidden_ms": 900.0, "blur_count": 1, "clock": "fallback"}, ("fallback_clock", "hidden", "blurred")),
    ],
)
def test_every_reason_to_doubt_a_time_is_told(changed: dict[str, Any], flags: tuple[str, ...]) -> None:
    assert found(**changed) == flags


@pytest.mark.parametrize(
    ("rt_ms", "queued_ms", "waited_ms", "is_longer"),
    [
        (1500.0, 0.0, 1001.0, False),  # within the tolerance of half a second and a thousandth
        (1502.0, 0.0, 1000.0, True),
        (1000.0, 502.0, 1000.0, True),  # shown and waiting to be sent: longer than the server waited
        (1000.0, 9000.0, 10_000.0, False),  # the connection was lost, the answer late
        (3_600_000.0, 0.0, 3_597_000.0, False),  # an hour by two clocks that drift
        (86_000_000.0, 0.0, None, False),  # the server knows nothing
    ],
)
def test_a_time_cannot_be_longer_than_the_server_waited(
    rt_ms: float, queued_ms: float, waited_ms: float | None, is_longer: bool
) -> None:
    flags = found(rt_ms=rt_ms, queued_ms=queued_ms, waited_ms=waited_ms)
    assert flags == (("longer_than_server",) if is_longer else ())


def test_all_reasons_have_a_meaning_and_come_in_its_order() -> None:
    every: dict[str, Any] = {
        "clock": None,
        "rt_ms": 50.0,
        "hidden_ms": 5.0,
        "blur_count": 2,
        "frame_ms": 50.0,
        "long_task_ms": 60.0,
    }
    every["presented_ms"] = 90.0
    flags = found(**every, n_served=3, waited_ms=-1000.0)
    assert flags == tuple(name for name in TIMING_FLAGS if name != "fallback_clock")
    assert found(clock="fallback") == ("fallback_clock",)
