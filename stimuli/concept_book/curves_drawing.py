"""How the terms of the loss fell while a module learnt."""

import math

import numpy as np

from stimuli.concept_book.book import Chapter
from stimuli.concept_book.drawing import (
    BOTTOM,
    HEIGHT,
    LEFT,
    TOP,
    WIDTH,
    Scale,
    across,
    dot,
    drawing,
    line,
    upwards,
    words,
)
from stimuli.concept_book.numbers import counted, number
from stimuli.pages.markup import Html, tag
from stimuli.spacing import spread

TERMS = ("faithfulness", "reconstruction", "pull-away", "total")  # as stimuli.concepts.losses has them
RIGHT, APART = 114, 17  # room for the names of the lines, and from one to the next
MOST_DECADES = 6
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def curves_drawing(chapter: Chapter) -> Html:
    """Every term by epoch, on a logarithmic scale; what is below it, or 0, stands at its lower edge."""
    curve, floor = chapter.module.curve.astype(np.float64), HEIGHT - BOTTOM
    low, high = _decades(curve)
    x = Scale(1, max(5, len(curve)), LEFT, WIDTH - RIGHT)
    y = Scale(low, high, floor, TOP)
    logs = np.log10(curve.clip(min=10.0**low))
    lines = [_line(x, y, logs[:, k], term) for k, term in enumerate(TERMS)]
    decades = [(y(n), _power(n)) for n in range(low, high + 1)]
    return drawing(
        _label(chapter),
        *(line(LEFT, place, WIDTH - RIGHT, place, "grid") for place, _ in decades),
        *lines,
        *_names(x, y, logs),
        across(x, "epoch of learning together", floor),
        upwards(decades, y, "mean over the epoch", LEFT),
    )


def _decades(curve: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> tuple[int, int]:
    there = curve[np.isfinite(curve) & (curve > 0)]
    if not there.size:
        return -1, 0
    high = math.ceil(math.log10(there.max()))
    low = max(math.floor(math.log10(there.min())), high - MOST_DECADES)
    return min(low, high - 1), high


def _power(n: int) -> str:
    return f"{10.0**n:g}" if -3 <= n <= 3 else f"10{str(n).translate(RAISED)}"


def _line(x: Scale, y: Scale, logs: np.ndarray[tuple[int], np.dtype[np.float64]], term: str) -> Html:
    there = [(n, value) for n, value in enumerate(logs.tolist(), start=1) if math.isfinite(value)]
    points = " ".join(f"{x(n):.1f},{y(value):.1f}" for n, value in there)
    ends = [dot(x(there[-1][0]), y(there[-1][1]), 3, f"end {term}")] if there else []
    return Html(tag("polyline", points=points, class_=f"curve {term}") + "".join(ends))


def _names(x: Scale, y: Scale, logs: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> list[Html]:
    """The terms' names beside the ends of their lines, moved apart where they would lie on each other."""
    ends = sorted((y(logs[-1, k]) if np.isfinite(logs[-1, k]) else TOP, term) for k, term in enumerate(TERMS))
    places = spread([place for place, _ in ends], APART, TOP + 6, HEIGHT - BOTTOM)
    right = x.end + 8
    return [words(term, right, place + 5) for place, (_, term) in zip(places, ends, strict=True)]


def _label(chapter: Chapter) -> str:
    last = chapter.module.curve[-1].tolist() if len(chapter.module.curve) else [math.nan] * len(TERMS)
    ends = ", ".join(f"{term} {number(value, 3)}" for term, value in zip(TERMS, last, strict=True))
    epochs = counted(len(chapter.module.curve), "epoch")
    return f"{chapter.module.class_name}: the loss over {epochs}; at the end {ends}"
