"""Strips: measures side by side; per group every participant as a dot, above them the mean with its interval."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from analysis.figures.sheet import COLOURS, FAINT, INK, LINE, WIDTH_INCHES, Picture, broken, inches, plot, sheet, to_svg
from analysis.result import Interval
from analysis.stats.estimable import Values
from analysis.wording import limits, number

ROW_INCHES = 1.0
BETWEEN, RIGHT, BELOW, ABOVE = 0.28, 0.15, 0.86, 0.16
SAID_AT, MEAN_AT, DOTS_FROM, DOTS_DEPTH = 0.36, 0.1, -0.1, 0.36
NARROWEST, ASIDE = 0.8, 0.1
DOT_INCHES, SMALLEST_STEP_INCHES = 0.085, 0.012
LETTERS_PER_INCH = 13.5


@dataclass(frozen=True)
class Strip:
    """One group in one measure.  values: of participants who have one.  mean, interval: None where there are none."""

    values: Values
    mean: float | None
    interval: Interval | None


@dataclass(frozen=True)
class Panel:
    """One measure.  label: below its axis, in one line or more.  strips: one per group, in the order of their names."""

    label: str
    strips: tuple[Strip, ...]


def strips(groups: Sequence[str], panels: Sequence[Panel], name: str, alt: str) -> Picture:
    """The SVG; groups from top to bottom, measures from left to right, each on its own scale with a line at 0."""
    names = broken(list(groups))
    left = max(NARROWEST, inches(names))
    width = (WIDTH_INCHES - left - RIGHT - BETWEEN * (len(panels) - 1)) / max(1, len(panels))
    rows = ROW_INCHES * max(1, len(groups))
    with sheet(rows + BELOW + ABOVE, left, WIDTH_INCHES - left - width, BELOW, above=ABOVE) as (figure, first):
        for place, panel in enumerate(panels):
            axes = first if place == 0 else plot(figure, left + place * (width + BETWEEN), BELOW, (width, rows))
            _panel(axes, panel, len(groups), width)
        for row, group in enumerate(names):
            _name(first, group, (-ASIDE / width, float(len(groups) - 1 - row)), panels[0].strips[row].values.size)
        return to_svg(figure, name, alt)


def _panel(axes: Axes, panel: Panel, n_groups: int, width: float) -> None:
    low, high = _ends(panel)
    axes.set_xlim(low, high)
    axes.set_ylim(-0.5, max(1, n_groups) - 0.5)
    axes.set_yticks([])
    axes.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(lambda x, _: number(x, 1 if x * 10 == round(x * 10) else 2))
    axes.grid(axis="x", color=LINE, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.axvline(0, color=INK, linewidth=1.1, linestyle=(0, (4, 3)), zorder=1.5)
    axes.set_xlabel(_wrapped(panel.label, width), labelpad=7, fontsize=9.5)
    for row, strip in enumerate(panel.strips):
        y, colour = float(n_groups - 1 - row), COLOURS[row % len(COLOURS)]
        _dots(axes, strip.values, (y, (high - low) * DOT_INCHES / width), colour)
        _mean(axes, strip, y, colour)


def _wrapped(label: str, width: float) -> str:
    return "\n".join(wrapped for line in label.splitlines() for wrapped in wrap(line, int(LETTERS_PER_INCH * width)))


def _ends(panel: Panel) -> tuple[float, float]:
    """What must have room: every participant, every mean with its interval, and 0."""
    ends = [0.0, *(float(value) for strip in panel.strips for value in strip.values)]
    for strip in panel.strips:
        ends += [strip.mean or 0.0, *([strip.interval.low, strip.interval.high] if strip.interval else [])]
    low, high = min(ends), max(ends)
    margin = 0.07 * (high - low) or 0.5
    return low - margin, high + margin


def _dots(axes: Axes, values: Values, y_and_size: tuple[float, float], colour: str) -> None:
    """Every participant once, stacked downward where they would lie on each other."""
    if not values.size:
        return
    y, size = y_and_size
    ordered = np.sort(values)
    bins = np.floor(ordered / size).tolist()
    tallest = max(Counter(bins).values())
    step = max(SMALLEST_STEP_INCHES, min(DOT_INCHES, DOTS_DEPTH * ROW_INCHES / tallest)) / ROW_INCHES
    placed: Counter[float] = Counter()
    heights = []
    for each in bins:
        heights.append(y + DOTS_FROM - step * placed[each])
        placed[each] += 1
    points = 72 * DOT_INCHES * 0.94
    axes.scatter(ordered, heights, s=points**2, color=colour, alpha=0.7, linewidth=0, zorder=3)


def _mean(axes: Axes, strip: Strip, y: float, colour: str) -> None:
    said = "nobody" if strip.mean is None else number(strip.mean)
    if strip.interval is not None:
        said += f" {limits(strip.interval)}"
        ends = [strip.interval.low, strip.interval.high]
        axes.plot(ends, [y + MEAN_AT] * 2, color=INK, linewidth=2.4, solid_capstyle="butt", zorder=4)
    if strip.mean is not None:
        axes.plot(
            strip.mean, y + MEAN_AT, marker="o", markersize=8.5, color=colour, markeredgecolor=INK,
            markeredgewidth=1.6, zorder=5,
        )  # fmt: skip
    ground = {"facecolor": "white", "edgecolor": "none", "pad": 1.0}
    across = axes.get_yaxis_transform()
    axes.text(0.02, y + SAID_AT, said, transform=across, color=FAINT, fontsize=9.5, va="center", bbox=ground, zorder=2)


def _name(axes: Axes, name: str, place: tuple[float, float], n: int) -> None:
    x, y = place
    across = axes.get_yaxis_transform()
    axes.text(x, y + 0.06, name, transform=across, ha="right", va="bottom", fontsize=11, weight="bold")
    axes.text(x, y + 0.02, f"n = {n}", transform=across, ha="right", va="top", color=FAINT)
