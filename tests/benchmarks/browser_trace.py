"""Reads a trace of Chromium: when a frame was presented, when a key went down; by the trace's clock, not the page's.

A page's own mark says which frame is meant: the first that the main thread commits after it.  It never says when.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

CATEGORIES = ("benchmark", "blink.user_timing")
SOON_US = 1_000_000  # a frame is drawn within a second of its mark, or belongs to another

Event = Mapping[str, Any]


@dataclass(frozen=True)
class Trace:
    """The events of one trace; times are in µs."""

    events: tuple[Event, ...]

    @classmethod
    def of(cls, content: bytes) -> "Trace":
        """The trace that the browser wrote."""
        return cls(tuple(sorted((one for one in json.loads(content)["traceEvents"] if "ts" in one), key=_at)))

    def marks(self, name: str) -> tuple[Event, ...]:
        """What pages marked with performance.mark(name), in order."""
        return self._named(name, "I")

    def presented_us(self, mark: Event) -> float | None:
        """When the first frame was presented that was made after the mark; None where the trace does not tell."""
        pid = mark["pid"]
        committed = _first(self._of(pid, "ProxyMain::BeginMainFrame::commit", "X"), mark["ts"])
        made = self._of(pid, "ProxyMain::BeginMainFrame", "X")
        number = next(one["args"]["begin_frame_id"] for one in made if _pipeline(one) == _pipeline(committed))
        for report in self._of(pid, "PipelineReporter", "b"):
            told = report["args"]["frame_reporter"]
            is_meant = told["frame_sequence"] == number and abs(report["ts"] - mark["ts"]) < SOON_US
            if is_meant and _is_whole(told):
                ends = (one for one in self._of(pid, "PipelineReporter", "e") if one["id2"] == report["id2"])
                return float(_first(ends, report["ts"])["ts"])
        return None

    def keys_us(self) -> list[float]:
        """When the browser got each key that went down, in order."""
        return [float(one["ts"]) for one in self._named("EventLatency", "b") if _kind(one) == "KEY_PRESSED"]

    def _of(self, pid: int, name: str, phase: str) -> Iterable[Event]:
        return (one for one in self._named(name, phase) if one["pid"] == pid)

    def _named(self, name: str, phase: str) -> tuple[Event, ...]:
        return self._by_kind.get((name, phase), ())

    @cached_property
    def _by_kind(self) -> dict[tuple[str, str], tuple[Event, ...]]:
        found: dict[tuple[str, str], list[Event]] = {}
        for one in self.events:
            found.setdefault((one["name"], one["ph"]), []).append(one)
        return {kind: tuple(events) for kind, events in found.items()}


def _at(event: Event) -> float:
    return float(event["ts"])


def _first(events: Iterable[Event], after_us: float) -> Event:
    return next(one for one in events if one["ts"] > after_us)


def _pipeline(frame: Event) -> int:
    return int(frame["args"]["main_frame_pipeline"]["main_frame_id"])


def _is_whole(told: Mapping[str, Any]) -> bool:
    """Whether a frame was presented with what the main thread made; a forked one shows the compositor's part alone."""
    return bool(told["state"] == "STATE_PRESENTED_ALL" and told.get("frame_type") != "FORKED")


def _kind(latency: Event) -> str:
    return str(latency["args"]["event_latency"]["event_type"])
