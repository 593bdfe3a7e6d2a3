"""Estimates in rows, a group of rows for each thing that is told of, a row for each arm, with intervals."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from analysis.figures.key import look
from analysis.figures.sheet import BAND, FAINT, INK, LINE, WIDTH_INCHES, Picture, letters_inches, sheet, to_svg
from analysis.result import Interval
from analysis.wording import number

ROW_INCHES, HEAD_INCHES, GAP_INCHES = 0.24, 0.27, 0.1
POINTS = 9.5
MARGIN, LEADER = 0.1, 0.12
WIDEST_NAME, WIDEST_SAID = 1.7, 1.6
ABOVE, BELOW = 0.12, 0.62


@dataclass(frozen=True)
class Row:
    """One estimate.  place: of its arm, from 0, which tells colour and marker.  said: what stands on the right."""

    name: str
    place: int
    estimate: float | None
    interval: Interval | None
    said: str


@dataclass(frozen=True)
class Group:
    """Rows under one heading; an empty heading takes no room."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Axis:
    """What the estimates are.  ends: of the scale, wider where they must be.  zero: a line at 0.

    band: a grey band from -band to band.  text: how a number is written at the axis.
    """

    label: str
    ends: tuple[float, float]
    text: Callable[[float], str]
    zero: bool = False
    band: float = 0.0


SHARES = (0.0, 1.0)


def as_percent(x: float) -> str:
    """`25%`."""
    return f"{number(100 * x, 0)}%"


def rows_by_arm(groups: Sequence[Group], axis: Axis, name: str, alt: str) -> Picture:
    """The SVG; groups and rows from top to bottom, in their order."""
    rows = [row for group in groups for row in group.rows]
    left = MARGIN + LEADER + max((_wide(_short(row.name, WIDEST_NAME)) for row in rows), default=0.0)
    right = MARGIN + 0.05 + LEADER + max((_wide(_short(row.said, WIDEST_SAID)) for row in rows), default=0.3)
    height = max(ROW_INCHES, sum(map(_tall, groups)))
    with sheet(height + ABOVE + BELOW, left, right, BELOW, above=ABOVE) as (figure, axes):
        _scale(axes, rows, axis, height)
        leader = LEADER / (WIDTH_INCHES - left - right)
        top = height
        for group in groups:
            heading = _short(group.heading, WIDTH_INCHES - left - MARGIN, bold=True)
            _group(axes, Group(heading, group.rows), top, leader)
            top -= _tall(group)
        return to_svg(figure, name, alt)


def _tall(group: Group) -> float:
    return GAP_INCHES + ROW_INCHES * len(group.rows) + (HEAD_INCHES if group.heading else 0.0)


def _wide(text: str) -> float:
    return letters_inches(text, POINTS)


def _short(text: str, room: float, *, bold: bool = False) -> str:
    """The text, or as much of its beginning as has room."""
    n_letters, short = len(text), text
    while letters_inches(short, POINTS, bold=bold) > room:
        n_letters -= 1
        short = text[:n_letters].rstrip() + "…"
    return short


def _scale(axes: Axes, rows: Sequence[Row], axis: Axis, height: float) -> None:
    ends = [end for row in rows for end in _ends(row)]
    low, high = min(axis.ends[0], *ends, 0.0), max(axis.ends[1], *ends, 0.0)
    margin = 0.02 * (high - low)
    axes.set_xlim(low - margin, high + margin)
    axes.set_ylim(0, height)
    axes.set_yticks([])
    axes.xaxis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 2.5, 5, 10]))
    axes.xaxis.set_major_formatter(lambda x, _: axis.text(x))
    axes.grid(axis="x", color=LINE, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.set_xlabel(axis.label, labelpad=7)
    if axis.band:
        axes.axvspan(-axis.band, axis.band, color=BAND, linewidth=0, zorder=0.5)
    if axis.zero:
        axes.axvline(0, color=INK, linewidth=1.1, zorder=1.6)


def _ends(row: Row) -> list[float]:
    estimate = [] if row.estimate is None else [row.estimate]
    return [*estimate, *([row.interval.low, row.interval.high] if row.interval else [])]


def _group(axes: Axes, group: Group, top: float, leader: float) -> None:
    across = axes.get_yaxis_transform()
    y = top - GAP_INCHES / 2
    if group.heading:
        y -= HEAD_INCHES
        axes.text(
            0, y + 0.06, group.heading, transform=across, ha="left", va="bottom", fontsize=POINTS, weight="bold",
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8}, zorder=6,
        )  # fmt: skip
    for row in group.rows:
        _row(axes, row, y - ROW_INCHES / 2, leader)
        y -= ROW_INCHES


def _row(axes: Axes, row: Row, y: float, leader: float) -> None:
    drawn = look(row.place)
    if row.interval is not None:
        ends = [row.interval.low, row.interval.high]
        axes.plot(ends, [y, y], color=drawn.colour, linewidth=2.2, solid_capstyle="butt", zorder=3)
    if row.estimate is not None:
        axes.plot(
            row.estimate, y, color=drawn.colour, marker=drawn.marker, markersize=7, markeredgecolor="white",
            zorder=4, clip_on=False,
        )  # fmt: skip
    across = axes.get_yaxis_transform()
    name, said = _short(row.name, WIDEST_NAME), _short(row.said, WIDEST_SAID)
    style: dict[str, Any] = {"transform": across, "va": "center_baseline", "fontsize": POINTS}
    axes.text(-leader, y, name, ha="right", color=INK, **style)
    axes.text(1 + leader, y, said, ha="left", color=FAINT, **style)
