"""Rainclouds: per group every participant as a dot, their density above, the mean with its interval between."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
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
from analysis.figures.sheet import COLOURS, INK, LINE, Picture, broken, inches, sheet, to_svg
from analysis.result import Interval
from analysis.stats.estimable import Values
from analysis.wording import in_percent, percent, share

RIGHT, BELOW = 1.14, 0.58


@dataclass(frozen=True)
class Cloud:
    """One group.  values: one proportion per participant.  mean, interval: None where there are none."""

    name: str
    values: Values
    mean: float | None
    interval: Interval | None


def raincloud(clouds: Sequence[Cloud], chance: float | None, name: str, alt: str) -> Picture:
    """The SVG; groups from top to bottom, proportions from 0 to 100 % whatever the data."""
    height = ROW_INCHES * len(clouds) + BELOW + 0.3
    names = broken([cloud.name for cloud in clouds])
    with sheet(height, inches(names), RIGHT, BELOW) as (figure, axes):
        _scale(axes, len(clouds))
        _chance_line(axes, chance)
        step = step_of([_places(cloud.values) for cloud in clouds])
        for row, cloud in enumerate(clouds):
            y = float(len(clouds) - 1 - row)
            colour = COLOURS[row % len(COLOURS)]
            _density(axes, cloud.values, y, colour)
            draw_dots(axes, np.sort(cloud.values).tolist(), _places(cloud.values), (y, step), colour)
            draw_mean(axes, cloud.mean, cloud.interval, y, colour)
            _label(axes, cloud, names[row], y)
        return to_svg(figure, name, alt)


def _scale(axes: Axes, n: int) -> None:
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(-0.6, n - 1 + 0.62)
    axes.set_yticks([])
    ticks = [0, 0.25, 0.5, 0.75, 1]
    axes.set_xticks(ticks, [f"{100 * tick:.0f}%" for tick in ticks])
    axes.grid(axis="x", color=LINE, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.set_xlabel("right answers of each participant", labelpad=7)


def _chance_line(axes: Axes, chance: float | None) -> None:
    if chance is None:
        return
    axes.axvline(chance, color=INK, linewidth=1.1, linestyle=(0, (4, 3)), zorder=1.5)
    top = axes.get_ylim()[1]
    axes.text(chance, top + 0.02, f"chance {share(chance)}", ha="center", va="bottom", fontsize=9.5)


def _density(axes: Axes, values: Values, y: float, colour: str) -> None:
    """Half a violin; none where there are too few values or no spread.  Mass beyond 0 and 1 is folded back."""
    if values.size < 3 or np.ptp(values) == 0:
        return
    grid = np.linspace(0, 1, 401)
    smooth = stats.gaussian_kde(values)
    density = smooth(grid) + smooth(-grid) + smooth(2 - grid)
    density *= CLOUD_HEIGHT / density.max()
    seen = density > 0.004 * CLOUD_HEIGHT
    base = y + CLOUD_BASE
    axes.fill_between(grid[seen], base, base + density[seen], color=colour, alpha=0.3, linewidth=0, zorder=2)
    axes.plot(grid[seen], base + density[seen], color=colour, linewidth=1.3, zorder=2.1)


def _places(values: Values) -> list[float]:
    """Dots of the same value to a hundredth lie under each other."""
    return list(np.round(np.sort(values), 2).tolist())


def _label(axes: Axes, cloud: Cloud, name: str, y: float) -> None:
    mean = "–" if cloud.mean is None else percent(cloud.mean)
    limits = in_percent(cloud.interval) if cloud.interval else "no answers" if cloud.mean is None else "no interval"
    draw_words(axes, (name, f"n = {cloud.values.size}"), (mean, limits), y)
