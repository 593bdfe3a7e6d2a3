"""Learning curves: per arm the mean share right from block to block, and thin lines of participants behind."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.ticker import MaxNLocator, MultipleLocator, PercentFormatter

from analysis.figures.curve import Point, draw_curve
from analysis.figures.key import Entry, Look, draw_key, key, look
from analysis.figures.sheet import INK, LINE, Picture, sheet, to_svg
from analysis.wording import percent, share

PLOT_INCHES = 3.3
LEFT, RIGHT, BELOW = 0.9, 0.75, 0.62
MOST_LINES = 90

Line = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class LearningCurve:
    """One arm.  n: its participants.  points: x is the number of the block or trial, estimate the mean share right.

    participants: for each the blocks that it answered, with its share right there; leave them out where a share
    would be one answer, for lines between 0 and 1 say nothing.
    """

    name: str
    n: int
    points: tuple[Point, ...]
    participants: tuple[Line, ...] = ()


def learning_curves(
    curves: Sequence[LearningCurve], chance: float | None, name: str, alt: str, *, by: str = "block"
) -> Picture:
    """The SVG; shares from 0 to 100 % whatever the data.  by: what x counts.

    Of many participants only some are drawn, evenly spaced from the poorest to the best, and the key says how many.
    """
    most = max(5, MOST_LINES // max(1, len(curves)))
    drawn = [_spread(curve.participants, most) for curve in curves]
    laid = key([_entry(curve, len(lines)) for curve, lines in zip(curves, drawn, strict=True)])
    height = laid.height + 0.12 + PLOT_INCHES + BELOW
    with sheet(height, LEFT, RIGHT, BELOW, above=laid.height + 0.12) as (figure, axes):
        draw_key(figure, laid)
        _scale(axes, curves, by)
        _chance_line(axes, chance)
        for place, (curve, lines) in enumerate(zip(curves, drawn, strict=True)):
            _participants(axes, lines, look(place), f"participants-{place}")
            draw_curve(axes, curve.points, look(place), f"curve-{place}")
        return to_svg(figure, name, alt)


def _spread(lines: Sequence[Line], most: int) -> list[Line]:
    """At most so many of them, evenly spaced in the order of their mean."""
    ranked = sorted((line for line in lines if line), key=lambda line: (float(np.mean([y for _, y in line])), line))
    if len(ranked) <= most:
        return ranked
    return [ranked[round(place)] for place in np.linspace(0, len(ranked) - 1, most)]


def _entry(curve: LearningCurve, n_drawn: int) -> Entry:
    if not curve.points:
        return Entry(curve.name, (f"no answers, n = {curve.n}",))
    first, last = curve.points[0], curve.points[-1]
    told = percent(first.estimate) if first == last else f"{percent(first.estimate)} → {percent(last.estimate)}"
    thinned = (f"{n_drawn} of them drawn",) if 0 < n_drawn < len(curve.participants) else ()
    return Entry(curve.name, (f"{told}, n = {curve.n}", *thinned))


def _scale(axes: Axes, curves: Sequence[LearningCurve], by: str) -> None:
    xs = [point.x for curve in curves for point in curve.points] or [1.0]
    xs += [x for curve in curves for line in curve.participants for x, _ in line]
    margin = 0.04 * (max(xs) - min(xs)) or 0.5
    axes.set_xlim(min(xs) - margin, max(xs) + margin)
    axes.set_ylim(-0.02, 1.02)
    whole = MaxNLocator(nbins=10, steps=[1, 2, 5, 10], integer=True, min_n_ticks=1).tick_values(min(xs), max(xs))
    axes.set_xticks([tick for tick in whole if min(xs) <= tick <= max(xs)])
    axes.yaxis.set_major_locator(MultipleLocator(0.25))
    axes.yaxis.set_major_formatter(PercentFormatter(1, 0))
    axes.grid(axis="y", color=LINE, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.set_xlabel(by, labelpad=7)
    axes.set_ylabel("right answers", labelpad=7)


def _chance_line(axes: Axes, chance: float | None) -> None:
    if chance is not None:
        axes.axhline(chance, color=INK, linewidth=1.1, linestyle=(0, (4, 3)), zorder=1.5)
        across = axes.get_yaxis_transform()
        axes.text(1.015, chance, f"chance\n{share(chance)}", transform=across, va="center", fontsize=9.5)


def _participants(axes: Axes, lines: Sequence[Line], look: Look, name: str) -> None:
    """A thin line each, the fainter the more there are; a small point where somebody answered once."""
    if not lines:
        return
    alpha = min(0.4, max(0.13, 5 / len(lines)))
    several = [line for line in lines if len(line) > 1]
    axes.add_collection(LineCollection(several, colors=look.colour, linewidths=0.8, alpha=alpha, zorder=1.8, gid=name))
    alone = [line[0] for line in lines if len(line) == 1]
    if alone:
        axes.scatter(
            [x for x, _ in alone], [y for _, y in alone], s=9, color=look.colour, alpha=alpha, linewidth=0, zorder=1.8
        )
