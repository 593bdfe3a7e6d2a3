import json
from typing import Any

from tests.benchmarks.browser_trace import Trace

PAGE, OTHER = 7, 8


def event(name: str, phase: str, ts: float, pid: int = PAGE, **more: Any) -> dict[str, Any]:
    return {"name": name, "ph": phase, "ts": ts, "pid": pid, **more}


def main_frame(ts: float, number: int, *, pid: int = PAGE, is_committed: bool = True) -> list[dict[str, Any]]:
    args = {"begin_frame_id": number, "main_frame_pipeline": {"main_frame_id": 100 * pid + number}}
    frame = event("ProxyMain::BeginMainFrame", "X", ts, pid, args=args)
    commit = event("ProxyMain::BeginMainFrame::commit", "X", ts + 3, pid, args=args)
    return [frame, commit] if is_committed else [frame]


def reported(number: int, begin: float, end: float, *, name: str, pid: int = PAGE, **told: str) -> list[dict[str, Any]]:
    report = {"frame_sequence": number, "state": "STATE_PRESENTED_ALL", **told}
    known = {"id2": {"local": name}}
    return [
        event("PipelineReporter", "b", begin, pid, args={"frame_reporter": report}, **known),
        event("PipelineReporter", "e", end, pid, **known),
    ]


def trace_of(*events: dict[str, Any]) -> Trace:
    everything = [*events, {"name": "thread_name", "ph": "M", "pid": PAGE}]
    return Trace.of(json.dumps({"traceEvents": everything}).encode())


def test_a_picture_is_presented_with_the_first_frame_that_was_made_after_it() -> None:
    trace = trace_of(
        *reported(10, 100, 180, name="a"),
        *reported(11, 200, 290, name="b"),
        *reported(12, 300, 390, name="a"),
        *main_frame(101, 10),
        *main_frame(201, 11),
        *main_frame(301, 12),
        event("shown", "I", 202),
    )
    (mark,) = trace.marks("shown")
    assert trace.presented_us(mark) == 290


def test_a_frame_without_a_change_and_those_of_other_processes_do_not_count() -> None:
    trace = trace_of(
        event("shown", "I", 90),
        *main_frame(101, 10, is_committed=False),
        *main_frame(102, 10, pid=OTHER),
        *reported(10, 100, 150, name="a", pid=OTHER),
        *reported(11, 200, 290, name="a"),
        *main_frame(201, 11),
    )
    assert trace.presented_us(trace.marks("shown")[0]) == 290


def test_the_compositors_own_part_of_a_frame_does_not_show_the_picture() -> None:
    trace = trace_of(
        event("shown", "I", 90),
        *main_frame(101, 10),
        *reported(10, 100, 150, name="a", frame_type="FORKED"),
        *reported(10, 100, 310, name="b"),
    )
    assert trace.presented_us(trace.marks("shown")[0]) == 310


def test_a_frame_that_was_never_presented_tells_nothing() -> None:
    trace = trace_of(
        event("shown", "I", 90), *main_frame(101, 10), *reported(10, 100, 310, name="b", state="STATE_DROPPED")
    )
    assert trace.presented_us(trace.marks("shown")[0]) is None


def test_keys_are_told_when_the_browser_got_them() -> None:
    kinds = {30: "KEY_PRESSED", 45: "KEY_RELEASED", 90: "KEY_PRESSED", 99: "MOUSE_PRESSED"}
    events = [
        event("EventLatency", "b", ts, args={"event_latency": {"event_type": kind}}) for ts, kind in kinds.items()
    ]
    assert trace_of(*reversed(events)).keys_us() == [30, 90]
