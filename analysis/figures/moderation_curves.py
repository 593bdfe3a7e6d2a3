"""Right answers against a moderator: per arm the model's curve with its band, and what was seen of people or images."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor
from textwrap import wrap

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, PercentFormatter

from analysis.figures.curve import Point, draw_curve
from analysis.figures.key import Entry, Look, draw_key, key, look
from analysis.figures.sheet import INK, LINE, Picture, sheet, to_svg
from analysis.wording import share

PLOT_INCHES = 3.2
LEFT, RIGHT, BELOW = 0.9, 0.75, 0.62
LETTERS, LINE_INCHES = 42, 0.17  # of a line below the plot


@dataclass(frozen=True)
class Seen:
    """Shares of right answers that were seen at x; n: of how many people or images."""

    x: float
    share: float
    n: int


@dataclass(frozen=True)
class ModeratedArm:
    """One arm.  place: of the arm among all, from 0, which tells its look.  curve: by the model, in ascending order."""

    name: str
    place: int
    said: str
    curve: tuple[Point, ...]
    seen: tuple[Seen, ...] = ()


def moderation_curves(
    arms: Sequence[ModeratedArm], chance: float | None, moderator: str, name_and_alt: tuple[str, str]
) -> Picture:
    """The SVG.  moderator: what x is.  Points are what was seen; the curve is the model's and may pass beside them."""
    name, alt = name_and_alt
    label = wrap(moderator, LETTERS)
    below = BELOW + LINE_INCHES * (len(label) - 1)
    laid = key([Entry(arm.name, (arm.said,), arm.place) for arm in arms])
    above = laid.height + 0.12
    with sheet(above + PLOT_INCHES + below, LEFT, RIGHT, below, above=above) as (figure, axes):
        draw_key(figure, laid)
        _scale(axes, arms, "\n".join(label), chance)
        for arm in arms:
            drawn = look(arm.place)
            draw_curve(axes, arm.curve, Look(drawn.colour, "None", drawn.dash), f"curve-{arm.place}")
            _seen(axes, arm, drawn)
        return to_svg(figure, name, alt)


def _scale(axes: Axes, arms: Sequence[ModeratedArm], moderator: str, chance: float | None) -> None:
    xs = [point.x for arm in arms for point in arm.curve] + [seen.x for arm in arms for seen in arm.seen] or [0.0]
    ys = [point.interval.low if point.interval else point.estimate for arm in arms for point in arm.curve]
    ys += [seen.share for arm in arms for seen in arm.seen]
    lowest = floor(10 * min([*ys, 0.9, *([] if chance is None else [chance])])) / 10
    margin = 0.04 * (max(xs) - min(xs)) or 0.5
    axes.set_xlim(min(xs) - margin, max(xs) + margin)
    axes.set_ylim(lowest - 0.02 * (1 - lowest), 1 + 0.02 * (1 - lowest))
    axes.xaxis.set_major_locator(MaxNLocator(nbins=7, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10]))
    axes.yaxis.set_major_formatter(PercentFormatter(1, 0))
    axes.grid(axis="y", color=LINE, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.set_xlabel(moderator, labelpad=7)
    axes.set_ylabel("right answers", labelpad=7)
    if chance is not None:
        axes.axhline(chance, color=INK, linewidth=1.1, linestyle=(0, (4, 3)), zorder=1.5)
        across = axes.get_yaxis_transform()
        axes.text(1.015, chance, f"chance\n{share(chance)}", transform=across, va="center", fontsize=9.5)


def _seen(axes: Axes, arm: ModeratedArm, drawn: Look) -> None:
    axes.plot(
        [seen.x for seen in arm.seen], [seen.share for seen in arm.seen], color=drawn.colour, marker=drawn.marker,
        linestyle="none", markersize=8, markeredgecolor="white", zorder=5, gid=f"seen-{arm.place}",
    )  # fmt: skip
