"""The browser's measurements that come with an answer: read leniently, kept only where they are plausible as numbers.

An answer is never refused because of them; what is missing or malformed is None.
"""

import math
import re
from collections.abc import Mapping

from study_app.records import CLOCKS

DAY_MS = 24 * 60 * 60 * 1000.0
BOUNDS = {  # field: lowest and highest value that can be meant
    "rt_ms": (0.0, DAY_MS),
    "first_action_ms": (0.0, DAY_MS),
    "frame_ms": (0.1, 10_000.0),
    "hidden_ms": (0.0, DAY_MS),
    "blur_count": (0.0, 100_000.0),
    "device_pixel_ratio": (0.1, 20.0),
    "load_ms": (0.0, DAY_MS),
    "long_task_ms": (0.0, DAY_MS),
    "clock_step_ms": (0.0, 1000.0),
    "presented_ms": (-1000.0, DAY_MS),
    "queued_ms": (0.0, 365 * DAY_MS),
}
WHOLE = {"blur_count"}
MEASUREMENTS = (*BOUNDS, "viewport", "clock")  # every posted field that is a measurement, not an answer
VIEWPORT = re.compile(r"[1-9][0-9]{0,4}x[1-9][0-9]{0,4}")

Measurement = float | int | str | None


def read_timing(form: Mapping[str, str]) -> dict[str, Measurement]:
    """The measurements of a posted form, one value per field, None where it is missing or cannot be meant."""
    timing: dict[str, Measurement] = {name: _number(name, form.get(name, "")) for name in BOUNDS}
    viewport, clock = form.get("viewport", ""), form.get("clock", "")
    timing["viewport"] = viewport if VIEWPORT.fullmatch(viewport) else None
    timing["clock"] = clock if clock in CLOCKS else None
    return timing


def _number(name: str, text: str) -> float | int | None:
    try:
        value = float(text)
    except ValueError:
        return None
    low, high = BOUNDS[name]
    if not (math.isfinite(value) and low <= value <= high):
        return None
    return round(value) if name in WHOLE else value
