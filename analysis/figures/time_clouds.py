"""Clouds of times on a logarithmic axis: every participant as a dot, their density, the geometric mean between."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import NullFormatter, NullLocator
from scipy import stats

from analysis.figures.sheet import COLOURS, FAINT, INK, LINE, Picture, broken, inches, sheet, to_svg
from analysis.result import Interval
from analysis.stats.estimable import Values
from analysis.stats.ties import varies
from analysis.wording import limits, number

ROW_INCHES = 1.18
CLOUD_BASE, CLOUD_HEIGHT = 0.14, 0.34
DOTS_FROM, DOTS_DEPTH = -0.15, 0.36
WIDEST_STEP = 0.085
SMALLEST_DOT = 2.6
SMALLEST_LEFT, RIGHT, BELOW = 0.75, 1.24, 0.58
ROOM_ABOVE, LINE_HEIGHT = 3, 0.16  # lines of a name above its row's middle; more of them push it down
DOTS_ACROSS = 70  # dots that have room beside each other
ROUND = np.array([1, 2, 5])
MOST_TICKS = 6
BEYOND = 0.65  # half of the axis, where half of the data reaches to the power .5: room for the densities


@dataclass(frozen=True)
class TimeCloud:
    """One group.  seconds: one time per participant, above 0.  mean, interval: None where there are none."""

    name: str
    seconds: Values
    mean: float | None
    interval: Interval | None


def time_clouds(clouds: Sequence[TimeCloud], label: str, name: str, alt: str) -> Picture:
    """The SVG; groups from top to bottom.  label: what the axis shows."""
    height = ROW_INCHES * len(clouds) + BELOW + 0.3
    names = broken([cloud.name for cloud in clouds])
    low, high = _range(clouds)
    with sheet(height, max(SMALLEST_LEFT, inches(names)), RIGHT, BELOW) as (figure, axes):
        _scale(axes, len(clouds), (low, high), label)
        width = np.log(high / low) / DOTS_ACROSS
        step = _step(clouds, width)
        for row, cloud in enumerate(clouds):
            y, colour = float(len(clouds) - 1 - row), COLOURS[row % len(COLOURS)]
            _density(axes, cloud.seconds, y, colour)
            _dots(axes, _bins(cloud.seconds, width), (y, step), colour)
            _mean(axes, cloud, y, colour)
            _label(axes, cloud, names[row], y)
        return to_svg(figure, name, alt)


def _range(clouds: Sequence[TimeCloud]) -> tuple[float, float]:
    """From somewhat below the shortest to somewhat above the longest; never less than a doubling."""
    seen = [time for cloud in clouds for time in cloud.seconds.tolist()]
    seen += [end for cloud in clouds if cloud.interval for end in (cloud.interval.low, cloud.interval.high)]
    low, high = (min(seen), max(seen)) if seen else (1.0, 10.0)
    middle = np.sqrt(low * high)
    reach = max(2.0, high / low) ** BEYOND
    return float(middle / reach), float(middle * reach)


def _ticks(low: float, high: float) -> list[float]:
    """Round numbers of seconds within the range: 1, 2 and 5, or only decades where those would be too many."""
    decades = 10.0 ** np.arange(np.floor(np.log10(low)), np.ceil(np.log10(high)) + 1)
    for steps in (np.array([1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9]), np.array([1, 2, 3, 5]), ROUND, ROUND[:1]):
        found = sorted(tick for tick in (decades[:, None] * steps).ravel().tolist() if low <= tick <= high)
        if len(found) <= MOST_TICKS:
            return found
    return found


def _scale(axes: Axes, n: int, ends: tuple[float, float], label: str) -> None:
    axes.set_xscale("log")
    axes.set_xlim(*ends)
    axes.set_ylim(-0.6, n - 1 + 0.62)
    axes.set_yticks([])
    ticks = _ticks(*ends)
    axes.set_xticks(ticks, [f"{tick:g} s" for tick in ticks])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.grid(axis="x", color=LINE, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.set_xlabel(label, labelpad=7)


def _density(axes: Axes, seconds: Values, y: float, colour: str) -> None:
    """Half a violin of the logarithms; none where there are too few values or no spread."""
    if seconds.size < 3 or not varies(seconds):
        return
    low, high = axes.get_xlim()
    grid = np.linspace(np.log(low), np.log(high), 401)
    density = stats.gaussian_kde(np.log(seconds))(grid)
    density *= CLOUD_HEIGHT / density.max()
    seen = density > 0.004 * CLOUD_HEIGHT
    base = y + CLOUD_BASE
    at, top = np.exp(grid[seen]), base + density[seen]
    axes.fill_between(at, base, top, color=colour, alpha=0.3, linewidth=0, zorder=2)
    axes.plot(at, top, color=colour, linewidth=1.3, zorder=2.1)


def _bins(seconds: Values, width: float) -> list[tuple[float, int]]:
    """Every time with the place of its stack: times of the same place lie under each other."""
    ordered = np.sort(seconds).tolist()
    return [(time, round(float(np.log(time)) / width)) for time in ordered]


def _step(clouds: Sequence[TimeCloud], width: float) -> float:
    """The distance of dots in a stack: so that the tallest of any group has room, if need be by overlap."""
    stacks = [Counter(place for _, place in _bins(cloud.seconds, width)) for cloud in clouds]
    tallest = max((max(each.values(), default=1) for each in stacks), default=1)
    return min(WIDEST_STEP, DOTS_DEPTH / tallest)


def _dots(axes: Axes, times: Sequence[tuple[float, int]], y_and_step: tuple[float, float], colour: str) -> None:
    y, step = y_and_step
    placed: Counter[int] = Counter()
    heights = []
    for _, place in times:
        heights.append(y + DOTS_FROM - step * placed[place])
        placed[place] += 1
    points = max(SMALLEST_DOT, 72 * ROW_INCHES * step * 0.94)
    axes.scatter([time for time, _ in times], heights, s=points**2, color=colour, alpha=0.85, linewidth=0, zorder=3)


def _mean(axes: Axes, cloud: TimeCloud, y: float, colour: str) -> None:
    if cloud.mean is None:
        return
    if cloud.interval is not None:
        ends = [cloud.interval.low, cloud.interval.high]
        axes.plot(ends, [y, y], color=INK, linewidth=2.4, solid_capstyle="butt", zorder=4)
    axes.plot(
        cloud.mean, y, marker="o", markersize=8.5, color=colour, markeredgecolor=INK, markeredgewidth=1.6, zorder=5
    )


def _label(axes: Axes, cloud: TimeCloud, name: str, y: float) -> None:
    across = axes.get_yaxis_transform()
    down = y - LINE_HEIGHT * max(0, len(name.splitlines()) - ROOM_ABOVE)
    axes.text(-0.02, down + 0.03, name, transform=across, ha="right", va="bottom", fontsize=11.5, weight="bold")
    axes.text(-0.02, down - 0.03, f"n = {cloud.seconds.size}", transform=across, ha="right", va="top", color=FAINT)
    mean = "–" if cloud.mean is None else f"{number(cloud.mean)} s"
    axes.text(1.03, y + 0.03, mean, transform=across, ha="left", va="bottom", fontsize=11.5, weight="bold")
    said = limits(cloud.interval) if cloud.interval else "no times" if cloud.mean is None else "no interval"
    axes.text(1.03, y - 0.03, said, transform=across, ha="left", va="top", color=FAINT)
