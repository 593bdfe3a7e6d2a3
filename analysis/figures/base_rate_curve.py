"""The base-rate curve: how often people with advice would be right, were the classifier right more or less often."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from matplotlib.axes import Axes
from matplotlib.ticker import MultipleLocator, PercentFormatter

from analysis.figures.curve import Point, draw_curve
from analysis.figures.key import Entry, Look, draw_key, key, look
from analysis.figures.sheet import INK, LINE, Picture, sheet, to_svg
from analysis.result import Interval
from analysis.wording import in_percent, level, percent, share

PLOT_INCHES = 3.7
LEFT, RIGHT, BELOW = 0.9, 0.8, 0.62


@dataclass(frozen=True)
class Crossing:
    """The classifier's share right at which a team does just as well as the classifier alone, with its interval."""

    at: float
    interval: Interval | None = None


@dataclass(frozen=True)
class TeamCurve:
    """One arm.  points: x is the classifier's share right, estimate the team's, both from 0 to 1, in ascending order.

    crossing: None where the team and the classifier alone do not meet on the curve.
    """

    name: str
    points: tuple[Point, ...]
    crossing: Crossing | None = None


def base_rate_curve(arms: Sequence[TeamCurve], studied: float | None, name: str, alt: str) -> Picture:
    """The SVG.  studied: the classifier's share right in the study; elsewhere people are taken to follow alike.

    The dashed diagonal is the classifier alone; a white point on it is where an arm's curve crosses.
    """
    laid = key([Entry(arm.name, _told(arm)) for arm in arms])
    above = laid.height + (0.34 if studied is not None else 0.12)
    with sheet(above + PLOT_INCHES + BELOW, LEFT, RIGHT, BELOW, above=above) as (figure, axes):
        draw_key(figure, laid)
        _scale(axes, arms)
        _ai_alone(axes, arms)
        _studied(axes, studied)
        for place, arm in enumerate(arms):
            draw_curve(axes, arm.points, look(place), f"curve-{place}", most_marked=6)
            _crossing(axes, arm.crossing, look(place), f"crossing-{place}")
        return to_svg(figure, name, alt)


def _told(arm: TeamCurve) -> tuple[str, ...]:
    if not arm.points:
        return ("no answers",)
    if arm.crossing is None:
        return ("does not meet the classifier",)
    interval = arm.crossing.interval
    limits = (f"{level(interval)} {in_percent(interval)}",) if interval else ()
    return (f"meets the classifier at {percent(arm.crossing.at)}", *limits)


def _scale(axes: Axes, arms: Sequence[TeamCurve]) -> None:
    xs = [point.x for arm in arms for point in arm.points] or [0.0, 1.0]
    seen = [point for arm in arms for point in arm.points]
    lows = [point.interval.low if point.interval else point.estimate for point in seen]
    lowest = floor(10 * min([*xs, *lows, 0.9])) / 10
    margin = 0.02 * (max(xs) - min(xs)) or 0.05
    axes.set_xlim(min(xs) - margin, max(xs) + margin)
    axes.set_ylim(lowest - 0.02 * (1 - lowest), 1 + 0.02 * (1 - lowest))
    for axis, span in ((axes.xaxis, max(xs) - min(xs)), (axes.yaxis, 1 - lowest)):
        axis.set_major_locator(MultipleLocator(0.1 if span < 0.7 else 0.25))
        axis.set_major_formatter(PercentFormatter(1, 0))
    axes.grid(color=LINE, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.set_xlabel("the classifier alone: right answers", labelpad=7)
    axes.set_ylabel("people with the classifier: right answers", labelpad=7)


def _ai_alone(axes: Axes, arms: Sequence[TeamCurve]) -> None:
    xs = [point.x for arm in arms for point in arm.points] or [0.0, 1.0]
    low, high = min(xs), max(xs)
    axes.plot([low, high], [low, high], color=INK, linewidth=1.1, linestyle=(0, (4, 3)), zorder=1.5)
    across = axes.get_yaxis_transform()
    axes.text(1.02, high, "classifier\nalone", transform=across, va="center", fontsize=9.5)


def _studied(axes: Axes, studied: float | None) -> None:
    if studied is not None:
        axes.axvline(studied, color=INK, linewidth=1.1, zorder=1.6)
        upward = axes.get_xaxis_transform()
        axes.text(studied, 1.02, f"in the study {share(studied)}", transform=upward, ha="center", fontsize=9.5)


def _crossing(axes: Axes, crossing: Crossing | None, look: Look, name: str) -> None:
    if crossing is not None:
        axes.plot(
            crossing.at, crossing.at, color="white", marker=look.marker, markersize=10, markeredgecolor=look.colour,
            markeredgewidth=2.4, zorder=5, gid=name,
        )  # fmt: skip
