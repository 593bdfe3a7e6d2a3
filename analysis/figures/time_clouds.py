"""Clouds of times on a logarithmic axis: every participant as a dot, their density, the geometric mean between."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import NullFormatter, NullLocator
from scipy import stats

from analysis.figures.cloud_rows import (
    CLOUD_BASE,
    CLOUD_HEIGHT,
    ROW_INCHES,
    draw_dots,
    draw_mean,
    draw_words,
    step_of,
)
from analysis.figures.sheet import COLOURS, LINE, Picture, broken, inches, sheet, to_svg
from analysis.result import Interval
from analysis.stats.estimable import Values
from analysis.stats.ties import varies
from analysis.wording import limits, number

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
        step = step_of([_places(cloud.seconds, width) for cloud in clouds])
        for row, cloud in enumerate(clouds):
            y, colour = float(len(clouds) - 1 - row), COLOURS[row % len(COLOURS)]
            _density(axes, cloud.seconds, y, colour)
            draw_dots(axes, np.sort(cloud.seconds).tolist(), _places(cloud.seconds, width), (y, step), colour)
            draw_mean(axes, cloud.mean, cloud.interval, y, colour)
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


def _places(seconds: Values, width: float) -> list[int]:
    """Times of the same place on the axis lie under each other."""
    return [round(float(np.log(time)) / width) for time in np.sort(seconds).tolist()]


def _label(axes: Axes, cloud: TimeCloud, name: str, y: float) -> None:
    down = LINE_HEIGHT * max(0, len(name.splitlines()) - ROOM_ABOVE)
    mean = "–" if cloud.mean is None else f"{number(cloud.mean)} s"
    said = limits(cloud.interval) if cloud.interval else "no times" if cloud.mean is None else "no interval"
    draw_words(axes, (name, f"n = {cloud.seconds.size}"), (mean, said), y, down)
