"""A forest: planned differences with their intervals, against zero and the smallest difference that would matter."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator, MultipleLocator

from analysis.figures.sheet import BAND, FAINT, INK, LINE, Picture, broken, inches, letters_inches, sheet, to_svg
from analysis.result import Interval, Result
from analysis.units import unit_of
from analysis.wording import bare_amount, contrast, number, range_of

LINE_INCHES = 0.165
BLANK_INCHES = 0.34
RIGHT, BELOW = 1.14, 0.58
BLUE = "#0072B2"
PERCENT = 100.0
FAMILY_POINTS = 9.5
STEPS = (0.02, 0.05, 0.1, 0.2, 0.25, 0.5)


def forest(differences: Sequence[Result], name: str, alt: str) -> Picture:
    """The SVG; one row per difference, all of one scale, in its unit."""
    names = broken([contrast(each) for each in differences])
    left = max(inches(names), *(0.2 + letters_inches(_family(each), FAMILY_POINTS) for each in differences))
    row_inches = BLANK_INCHES + LINE_INCHES * (1 + max(name.count("\n") + 1 for name in names))
    height = row_inches * len(differences) + BELOW + 0.3
    with sheet(height, left, RIGHT, BELOW) as (figure, axes):
        _scale(axes, differences)
        for row, result in enumerate(differences):
            y = float(len(differences) - 1 - row)
            _band(axes, result, y)
            _interval(axes, result, y)
            _label(axes, result, names[row], (y, row_inches))
        axes.axvline(0, color=INK, linewidth=1.1, zorder=1.6)
        return to_svg(figure, name, alt)


def _scale(axes: Axes, differences: Sequence[Result]) -> None:
    ends = [end for result in differences for end in _ends(result)]
    unit = unit_of(differences[0].scale)
    least = 0.05 if unit.factor == PERCENT else 0.0
    low, high = min(-least, *ends), max(least, *ends)
    if low == high:  # nothing could be estimated
        low, high = -1.0, 1.0
    margin = 0.06 * (high - low)
    axes.set_xlim(low - margin, high + margin)
    axes.set_ylim(-0.55, len(differences) - 1 + 0.55)
    axes.set_yticks([])
    steps = [step for step in STEPS if (high - low) / step <= 6]
    axes.xaxis.set_major_locator(MultipleLocator(steps[0]) if least and steps else MaxNLocator(5))
    axes.xaxis.set_major_formatter(lambda x, _: number(unit.value(x), 0 if least else unit.digits))
    axes.grid(axis="x", color=LINE, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.set_xlabel(f"difference in {unit.words}" if unit.words else "difference", labelpad=7)


def _ends(result: Result) -> list[float]:
    """What must have room: estimate, intervals, and the band of small differences."""
    small = result.smallest_effect or 0.0
    ends = [result.estimate or 0.0, -small, small]
    for interval in (result.interval, result.simultaneous):
        ends += [interval.low, interval.high] if interval else []
    return ends


def _band(axes: Axes, result: Result, y: float) -> None:
    """What is too small to matter, where the plan says what would matter."""
    small = result.smallest_effect
    if small is not None:
        axes.fill_between([-small, small], y - 0.42, y + 0.42, color=BAND, linewidth=0, zorder=1)


def _interval(axes: Axes, result: Result, y: float) -> None:
    if result.estimate is None:
        return
    for interval, width in ((result.simultaneous, 1.1), (result.interval, 3.0)):
        if interval is not None:
            _line(axes, interval, y, width)
    axes.plot(result.estimate, y, marker="D", markersize=8, color=BLUE, markeredgecolor="white", zorder=5)


def _line(axes: Axes, interval: Interval, y: float, width: float) -> None:
    axes.plot([interval.low, interval.high], [y, y], color=BLUE, linewidth=width, solid_capstyle="butt", zorder=4)


def _label(axes: Axes, result: Result, name: str, y_and_row: tuple[float, float]) -> None:
    """Name and family on the left, both together in the row's middle; estimate and limits on the right."""
    y, row_inches = y_and_row
    across = axes.get_yaxis_transform()
    split = y - LINE_INCHES * name.count("\n") / 2 / row_inches
    axes.text(-0.03, split + 0.03, name, transform=across, ha="right", va="bottom", weight="bold")
    axes.text(
        -0.03,
        split - 0.03,
        _family(result),
        transform=across,
        ha="right",
        va="top",
        color=FAINT,
        fontsize=FAMILY_POINTS,
    )
    estimate = "–" if result.estimate is None else bare_amount(result.estimate, result.scale)
    axes.text(1.03, y + 0.03, estimate, transform=across, ha="left", va="bottom", weight="bold")
    limits = range_of(result.interval, result.scale) if result.interval else "no interval"
    axes.text(1.03, y - 0.03, limits, transform=across, ha="left", va="top", color=FAINT, fontsize=9.5)


def _family(result: Result) -> str:
    """The family, and what is claimed where that is no difference."""
    return f"{result.family}, {result.labels['claim']}" if "claim" in result.labels else result.family
