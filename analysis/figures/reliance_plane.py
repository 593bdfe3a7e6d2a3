"""The plane of reliance: how far each arm follows advice where it is right, and keeps its own where it is wrong."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.ticker import MultipleLocator, PercentFormatter

from analysis.figures.key import Entry, Look, draw_key, key, look
from analysis.figures.sheet import FAINT, INK, LINE, Picture, sheet, to_svg
from analysis.result import Interval
from analysis.wording import in_percent, percent

SQUARE_INCHES = 4.05
LEFT, RIGHT, BELOW = 0.95, 0.3, 0.62
SMALLEST_AREA, AREA_PER_PERSON, LARGEST_AREA = 14.0, 10.0, 160.0
AROUND = 0.13
WIDEST_STEP, WIDEST_MOVE = 0.024, 0.08


@dataclass(frozen=True)
class Plane:
    """What the two axes are, both shares from 0 to 1.  corners: what (0, 0), (1, 0), (0, 1), (1, 1) mean."""

    x: str
    y: str
    x_short: str
    y_short: str
    corners: tuple[str, str, str, str]


# Switching to right advice from a wrong answer, and staying with a right answer against wrong advice:
# Schemmer et al. (2023), arXiv 2302.02187.
RELATIVE = Plane(
    "relative AI reliance: right advice taken up", "relative self-reliance: wrong advice resisted", "RAIR", "RSR",
    ("inappropriate reliance", "always follows", "never follows", "appropriate reliance"),
)  # fmt: skip
UNDER_AND_OVER = Plane(
    "under-reliance: right advice refused", "over-reliance: wrong advice followed", "under", "over",
    ("appropriate reliance", "never follows", "always follows", "inappropriate reliance"),
)  # fmt: skip


@dataclass(frozen=True)
class Share:
    """A share from 0 to 1 with its interval; None where it has none."""

    estimate: float
    interval: Interval | None = None


@dataclass(frozen=True)
class Reliance:
    """One arm.  x, y: None where there was no such case.  participants: (x, y) of those who have both."""

    name: str
    n: int
    x: Share | None
    y: Share | None
    participants: tuple[tuple[float, float], ...] = ()


def reliance_plane(arms: Sequence[Reliance], plane: Plane, name: str, alt: str) -> Picture:
    """The SVG; participants of an arm with the same two shares are one point, the larger the more they are."""
    laid = key([_entry(arm, plane) for arm in arms])
    with sheet(laid.height + 0.12 + SQUARE_INCHES + BELOW, LEFT, RIGHT, BELOW, above=laid.height + 0.12) as (
        figure,
        axes,
    ):
        draw_key(figure, laid, lines=False)
        _scale(axes, plane)
        _corners(axes, plane)
        for place, arm in enumerate(arms):
            _participants(axes, arm.participants, look(place), (f"participants-{place}", _aside(place, len(arms))))
            _arm(axes, arm, look(place), f"arm-{place}")
        return to_svg(figure, name, alt)


def _entry(arm: Reliance, plane: Plane) -> Entry:
    said = [f"{short} {_told(value)}" for short, value in ((plane.x_short, arm.x), (plane.y_short, arm.y))]
    return Entry(arm.name, (*said, f"n = {arm.n}"))


def _told(value: Share | None) -> str:
    if value is None:
        return "– no such case"
    return percent(value.estimate) + (f" {in_percent(value.interval)}" if value.interval else "")


def _scale(axes: Axes, plane: Plane) -> None:
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MultipleLocator(0.25))
        axis.set_major_formatter(PercentFormatter(1, 0))
    axes.set_xlim(-0.06, 1.06)
    axes.set_ylim(-AROUND, 1 + AROUND)
    axes.grid(color=LINE, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.set_xlabel(plane.x, labelpad=7)
    axes.set_ylabel(plane.y, labelpad=7)


def _corners(axes: Axes, plane: Plane) -> None:
    """What the corners mean, and the line from those who always follow to those who never do.

    On that line advice is followed alike, be it right or wrong.
    """
    axes.plot([0, 1], [1, 0], color=INK, linewidth=1.1, linestyle=(0, (4, 3)), zorder=1.5)
    places = [(x, y) for y in (0, 1) for x in (0, 1)]
    for (x, y), text in zip(places, plane.corners, strict=True):
        side = "right" if x else "left"
        height = 1 + AROUND / 2 if y else -AROUND / 2
        ground = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
        axes.text(x, height, text, ha=side, va="center_baseline", color=FAINT, fontsize=9.5, bbox=ground)


def _participants(
    axes: Axes, participants: Sequence[tuple[float, float]], look: Look, gid_and_aside: tuple[str, float]
) -> None:
    counted = Counter((round(x, 2), round(y, 2)) for x, y in participants)
    if not counted:
        return
    gid, aside = gid_and_aside
    places = sorted(counted)
    xs, ys = [x + aside for x, _ in places], [y for _, y in places]
    areas = [min(LARGEST_AREA, SMALLEST_AREA + AREA_PER_PERSON * (counted[place] - 1)) for place in places]
    axes.scatter(xs, ys, s=areas, color=look.colour, marker=look.marker, alpha=0.3, linewidth=0, zorder=2, gid=gid)


def _aside(place: int, n_arms: int) -> float:
    """How far an arm's participants are moved sideways, so that the arms' equal shares do not cover each other."""
    return 0.0 if n_arms == 1 else min(WIDEST_STEP, WIDEST_MOVE / (n_arms - 1)) * (place - (n_arms - 1) / 2)


def _arm(axes: Axes, arm: Reliance, look: Look, name: str) -> None:
    if arm.x is None or arm.y is None:
        return
    x, y = arm.x.estimate, arm.y.estimate
    bars = []
    if arm.x.interval is not None:
        bars.append(([arm.x.interval.low, arm.x.interval.high], [y, y]))
    if arm.y.interval is not None:
        bars.append(([x, x], [arm.y.interval.low, arm.y.interval.high]))
    for xs, ys in bars:
        axes.plot(xs, ys, color="white", linewidth=4.2, solid_capstyle="butt", zorder=3)
        axes.plot(xs, ys, color=look.colour, linewidth=2.4, solid_capstyle="butt", zorder=3.1)
    axes.plot(
        x, y, color=look.colour, marker=look.marker, markersize=11, markeredgecolor=INK, markeredgewidth=1.4, zorder=4,
        gid=name,
    )  # fmt: skip
