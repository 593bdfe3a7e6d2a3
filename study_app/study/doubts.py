"""Why a measured time is doubtful: told beside the time, which is never changed, dropped or refused for it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

FAST_MS = 100.0  # sooner nobody has seen a picture and decided
SLOW_FRAME_MS = 34.0  # fewer than 30 frames in a second
LATE_MS = 50.0  # three frames at 60 Hz
TOLERANCE_MS = 500.0  # between two clocks that are set and drift apart; and one thousandth of the time


def doubts(
    timing: Mapping[str, Any], *, n_served: int, waited_ms: float | None, is_timed: Callable[[], bool]
) -> Iterator[str]:
    """The names of study_app.records.TIMING_FLAGS that hold for an answer, in their order.

    timing: as study_app.study.timing.read_timing keeps it.  waited_ms: from the page's first sending to the answer's
    arrival, by the server; None where that tells nothing.  is_timed: whether the page's time matters; asked seldom.
    """
    rt_ms, clock = timing.get("rt_ms"), timing.get("clock")
    queued_ms = timing.get("queued_ms") or 0.0
    reasons = (
        ("missing", rt_ms is None or clock is None),
        ("fallback_clock", clock not in (None, "frame")),
        ("hidden", _above(timing, "hidden_ms", 0)),
        ("blurred", _above(timing, "blur_count", 0)),
        ("seen_again", n_served > 1),
        ("too_fast", rt_ms is not None and rt_ms < FAST_MS and is_timed()),
        ("slow_frames", _above(timing, "frame_ms", SLOW_FRAME_MS)),
        ("presented_late", _above(timing, "presented_ms", LATE_MS)),
        ("long_task", _above(timing, "long_task_ms", 0)),
        ("longer_than_server", rt_ms is not None and _exceeds(rt_ms + queued_ms, waited_ms)),
    )
    return (name for name, holds in reasons if holds)


def _above(timing: Mapping[str, Any], name: str, most: float) -> bool:
    value = timing.get(name)
    return value is not None and value > most


def _exceeds(measured_ms: float, waited_ms: float | None) -> bool:
    return waited_ms is not None and measured_ms > 1.001 * waited_ms + TOLERANCE_MS
