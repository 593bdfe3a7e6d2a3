"""What rows of clouds share, whatever their axis: dots in stacks, the mean with its interval, and words beside them."""

from collections import Counter
from collections.abc import Hashable, Sequence

from matplotlib.axes import Axes

from analysis.figures.sheet import FAINT, INK
from analysis.result import Interval

ROW_INCHES = 1.18
CLOUD_BASE, CLOUD_HEIGHT = 0.14, 0.34
DOTS_FROM, DOTS_DEPTH = -0.15, 0.36
WIDEST_STEP = 0.085
SMALLEST_DOT = 2.6


def step_of(stacks: Sequence[Sequence[Hashable]]) -> float:
    """The distance of dots in a stack: so that the tallest of any group has room, if need be by overlap.

    stacks: per group the place of every dot; dots of the same place lie under each other.
    """
    tallest = max((max(Counter(places).values(), default=1) for places in stacks), default=1)
    return min(WIDEST_STEP, DOTS_DEPTH / tallest)


def draw_dots(
    axes: Axes, values: Sequence[float], places: Sequence[Hashable], y_and_step: tuple[float, float], colour: str
) -> None:
    """Every value once, stacked downward where several have the same place."""
    y, step = y_and_step
    placed: Counter[Hashable] = Counter()
    heights = []
    for place in places:
        heights.append(y + DOTS_FROM - step * placed[place])
        placed[place] += 1
    points = max(SMALLEST_DOT, 72 * ROW_INCHES * step * 0.94)
    axes.scatter(values, heights, s=points**2, color=colour, alpha=0.85, linewidth=0, zorder=3)


def draw_mean(axes: Axes, mean: float | None, interval: Interval | None, y: float, colour: str) -> None:
    """A ring with its bar; nothing where there is no mean."""
    if mean is None:
        return
    if interval is not None:
        axes.plot([interval.low, interval.high], [y, y], color=INK, linewidth=2.4, solid_capstyle="butt", zorder=4)
    axes.plot(mean, y, marker="o", markersize=8.5, color=colour, markeredgecolor=INK, markeredgewidth=1.6, zorder=5)


def draw_words(axes: Axes, left: tuple[str, str], right: tuple[str, str], y: float, down: float = 0.0) -> None:
    """On either side of a row a bold line and a faint one below it; down: how much lower those on the left begin."""
    across = axes.get_yaxis_transform()
    axes.text(-0.02, y - down + 0.03, left[0], transform=across, ha="right", va="bottom", fontsize=11.5, weight="bold")
    axes.text(-0.02, y - down - 0.03, left[1], transform=across, ha="right", va="top", color=FAINT)
    axes.text(1.03, y + 0.03, right[0], transform=across, ha="left", va="bottom", fontsize=11.5, weight="bold")
    axes.text(1.03, y - 0.03, right[1], transform=across, ha="left", va="top", color=FAINT)
