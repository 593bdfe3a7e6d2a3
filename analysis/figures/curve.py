"""A curve of estimates with the band of their intervals."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from matplotlib.axes import Axes

from analysis.figures.key import Look
from analysis.result import Interval


@dataclass(frozen=True)
class Point:
    """An estimate at x, with its interval; None where it has none.  Where there is no estimate there is no point."""

    x: float
    estimate: float
    interval: Interval | None = None


def draw_curve(axes: Axes, points: Sequence[Point], look: Look, name: str, *, most_marked: int = 12) -> None:
    """The curve with its band; at most so many of its points are marked.  name: what it is called inside the SVG."""
    for _, run in groupby(points, key=lambda point: point.interval is not None):
        _band(axes, list(run), look)
    xs, ys = [point.x for point in points], [point.estimate for point in points]
    axes.plot(xs, ys, color="white", linewidth=4.0, zorder=4)
    step = -(-len(points) // most_marked) or 1
    axes.plot(
        xs, ys, color=look.colour, linewidth=2.2, linestyle=look.dash, dash_capstyle="butt", zorder=4.1, gid=name,
        marker=look.marker, markersize=7.5, markeredgecolor="white", markevery=step,
    )  # fmt: skip


def _band(axes: Axes, run: Sequence[Point], look: Look) -> None:
    """The intervals of neighbouring points; a bar where a point stands alone."""
    xs = [point.x for point in run if point.interval]
    lows = [point.interval.low for point in run if point.interval]
    highs = [point.interval.high for point in run if point.interval]
    if len(xs) == 1:
        axes.plot(xs * 2, [*lows, *highs], color=look.colour, linewidth=2.2, solid_capstyle="butt", zorder=3)
    elif xs:
        axes.fill_between(xs, lows, highs, color=look.colour, alpha=0.2, linewidth=0, zorder=2)
        for ends in (lows, highs):
            axes.plot(xs, ends, color=look.colour, alpha=0.75, linewidth=0.8, linestyle=look.dash, zorder=2.1)
