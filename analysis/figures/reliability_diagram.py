"""A reliability diagram: how often answers are right by how sure people are, and how many answers there are."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MultipleLocator, PercentFormatter

from analysis.figures.key import Entry, Look, draw_key, key, look
from analysis.figures.sheet import FAINT, INK, LINE, Picture, plot, sheet, to_svg
from analysis.result import Interval

SQUARE_INCHES = 3.45
LEFT, RIGHT, BELOW = 0.9, 1.05, 0.62
ROW_INCHES, LOWEST_ROW_INCHES, ROWS_INCHES = 0.34, 0.2, 1.4


@dataclass(frozen=True)
class Bin:
    """Answers whose confidence, from 0 to 1, lies between low and high: how many, their mean confidence, share right.

    interval: of the share right; None where it has none.  A bin without answers is left out.
    """

    low: float
    high: float
    n: int
    confidence: float
    right: float
    interval: Interval | None = None


@dataclass(frozen=True)
class Reliability:
    """One arm.  bins: in ascending order; none where nobody said how sure they are."""

    name: str
    bins: tuple[Bin, ...]


def reliability_diagram(arms: Sequence[Reliability], name: str, alt: str, *, lowest: float = 0.0) -> Picture:
    """The SVG; below, a row of bars for each arm: its answers per bin, on one scale for all arms.

    lowest: the confidence where the scale begins, as .5 where two answers are possible.
    """
    laid = key([Entry(arm.name, (_counted(arm),)) for arm in arms])
    row = min(ROW_INCHES, max(LOWEST_ROW_INCHES, ROWS_INCHES / max(1, len(arms))))
    below = BELOW + row * len(arms) + 0.16
    height = laid.height + 0.12 + SQUARE_INCHES + below
    with sheet(height, LEFT, RIGHT, below, above=laid.height + 0.12) as (figure, axes):
        draw_key(figure, laid)
        _scale(axes, lowest)
        _diagonal(axes, lowest)
        for place, arm in enumerate(arms):
            _curve(axes, arm, look(place), f"arm-{place}")
        lowest_axes = _rows(figure, arms, row, lowest) if arms else axes
        _confidence_axis(lowest_axes)
        return to_svg(figure, name, alt)


def _counted(arm: Reliability) -> str:
    n = sum(each.n for each in arm.bins)
    return f"{n:,} answer{'' if n == 1 else 's'}" if n else "no answers"


def _scale(axes: Axes, lowest: float) -> None:
    margin = 0.02 * (1 - lowest)
    axes.set_xlim(lowest - margin, 1 + margin)
    axes.set_ylim(-0.02, 1.02)
    axes.xaxis.set_major_locator(MultipleLocator(0.25 if lowest < 0.5 else 0.1))
    axes.yaxis.set_major_locator(MultipleLocator(0.25))
    axes.yaxis.set_major_formatter(PercentFormatter(1, 0))
    axes.grid(color=LINE, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.tick_params(labelbottom=False)
    axes.set_ylabel("right answers", labelpad=7)


def _diagonal(axes: Axes, lowest: float) -> None:
    axes.plot([lowest, 1], [lowest, 1], color=INK, linewidth=1.1, linestyle=(0, (4, 3)), zorder=1.5)
    axes.text(0.03, 0.97, "underconfident", transform=axes.transAxes, va="top", color=FAINT, fontsize=9.5)
    axes.text(
        0.97,
        0.03,
        "overconfident",
        transform=axes.transAxes,
        ha="right",
        va="bottom",
        color=FAINT,
        fontsize=9.5,
    )


def _curve(axes: Axes, arm: Reliability, look: Look, name: str) -> None:
    for each in arm.bins:
        if each.interval is not None:
            ends = [each.interval.low, each.interval.high]
            axes.plot([each.confidence] * 2, ends, color=look.colour, linewidth=1.6, solid_capstyle="butt", zorder=3)
    xs, ys = [each.confidence for each in arm.bins], [each.right for each in arm.bins]
    axes.plot(
        xs, ys, color=look.colour, linewidth=1.6, linestyle=look.dash, dash_capstyle="butt", zorder=4, gid=name,
        marker=look.marker, markersize=8, markeredgecolor="white",
    )  # fmt: skip


def _rows(figure: Figure, arms: Sequence[Reliability], row: float, lowest: float) -> Axes:
    """A row of bars for each arm, from top to bottom; returns the lowest."""
    most = max((each.n for arm in arms for each in arm.bins), default=1)
    margin = 0.02 * (1 - lowest)
    for place, arm in enumerate(arms):
        bottom = BELOW + row * (len(arms) - 1 - place)
        axes = plot(figure, LEFT, bottom, (SQUARE_INCHES, row))
        axes.set_xlim(lowest - margin, 1 + margin)
        axes.set_ylim(0, most * 1.15)
        axes.set_yticks([])
        axes.tick_params(labelbottom=False)
        _bars(axes, arm, look(place))
    return axes


def _bars(axes: Axes, arm: Reliability, look: Look) -> None:
    middles, widths = [(each.low + each.high) / 2 for each in arm.bins], [each.high - each.low for each in arm.bins]
    axes.bar(middles, [each.n for each in arm.bins], [0.9 * width for width in widths], color=look.colour, linewidth=0)
    axes.plot(
        -0.035, 0.45, transform=axes.transAxes, color=look.colour, marker=look.marker, markersize=7,
        markeredgecolor="white", clip_on=False,
    )  # fmt: skip
    largest = max((each.n for each in arm.bins), default=0)
    axes.text(
        1.015,
        0.45,
        f"up to {largest:,}" if largest else "none",
        transform=axes.transAxes,
        va="center_baseline",
        color=FAINT,
        fontsize=9.5,
    )


def _confidence_axis(axes: Axes) -> None:
    axes.tick_params(labelbottom=True)
    lowest = axes.get_xlim()[0]
    axes.xaxis.set_major_locator(MultipleLocator(0.25 if lowest < 0.4 else 0.1))
    axes.xaxis.set_major_formatter(PercentFormatter(1, 0))
    axes.set_xlabel("confidence; bars: number of answers", labelpad=7)
