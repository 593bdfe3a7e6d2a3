"""Participants from the first page to the last, as a flow chart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import fill, wrap

from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from analysis.figures.sheet import COLOURS, FAINT, INK, WIDTH_INCHES, Picture, sheet, to_svg

LINE = 0.165
PADDING = 0.2
ARROW = 0.3
GAP = 0.12
WIDEST = 1.9
TRUNK = 1.5
LETTERS_PER_INCH = 11.5
FONT_SIZE = 10.0
NARROWEST_AT_FULL_SIZE = 1.15
LONGEST_REMARK = 25
MIDDLE = WIDTH_INCHES / 2


@dataclass(frozen=True)
class _Columns:
    """How arms stand side by side: letters shrink where columns are narrow.  levels: (top, height) of each step."""

    n: int
    width: float
    shrink: float
    levels: tuple[tuple[float, float], ...]

    def x(self, place: int) -> float:
        """The middle of a column."""
        return WIDTH_INCHES / self.n * (place + 0.5)


def flow_chart(
    trunk: tuple[str, str], lost: Sequence[str], arms: Mapping[str, Sequence[str]], name_and_alt: tuple[str, str]
) -> Picture:
    """The SVG.  trunk: everybody, then those randomised; lost: who left between; arms: each arm's boxes, downward."""
    box = LINE + PADDING
    fork = -2 * box - 2 * ARROW
    columns = _columns(tuple(arms.values()), fork)
    bottom = min([fork + ARROW, *(top - height for top, height in columns.levels)])
    with sheet(0.35 - bottom, 0.02, 0.02, 0.0) as (figure, axes):
        axes.set_axis_off()
        axes.set_xlim(0, WIDTH_INCHES)
        axes.set_ylim(bottom - 0.03, 0.02)
        _trunk(axes, trunk, lost)
        for place, steps in enumerate(arms.values()):
            _arm(axes, columns, place, steps)
        return to_svg(figure, *name_and_alt)


def _columns(arms: Sequence[Sequence[str]], top: float) -> _Columns:
    n = max(1, len(arms))
    width = min(WIDTH_INCHES / n - GAP, WIDEST)
    shrink = min(1.0, width / NARROWEST_AT_FULL_SIZE)
    levels = []
    for step in range(max(map(len, arms), default=0)):
        n_lines = max(len(_lines(steps[step], width, shrink)) for steps in arms)
        height = LINE * shrink * n_lines + PADDING
        levels.append((top, height))
        top -= height + ARROW
    return _Columns(n, width, shrink, tuple(levels))


def _lines(text: str, width: float, shrink: float) -> list[str]:
    longest = max(4, int(width * LETTERS_PER_INCH / shrink))
    return [line for part in text.splitlines() for line in wrap(part, longest)]


def _trunk(axes: Axes, texts: tuple[str, str], lost: Sequence[str]) -> None:
    box = LINE + PADDING
    for row, text in enumerate(texts):
        _box(axes, (MIDDLE, -row * (box + ARROW), TRUNK, box), [text], (FAINT, 1.0))
    _down(axes, MIDDLE, -box, -box - ARROW)
    if lost:
        y = -box - ARROW / 2
        axes.plot([MIDDLE, MIDDLE + TRUNK / 2 + 0.04], [y, y], color=FAINT, linewidth=1.0)
        told = fill("left before: " + ", ".join(lost), LONGEST_REMARK)
        axes.text(MIDDLE + TRUNK / 2 + 0.1, y, told, va="center", color=FAINT, fontsize=8.5, linespacing=1.15)


def _arm(axes: Axes, columns: _Columns, place: int, steps: Sequence[str]) -> None:
    """One arm's column, with the line from the trunk to it."""
    x, colour = columns.x(place), COLOURS[place % len(COLOURS)]
    fork = columns.levels[0][0]
    axes.plot([MIDDLE, MIDDLE, x], [fork + ARROW, fork + ARROW / 2, fork + ARROW / 2], color=FAINT, linewidth=1.0)
    start = fork + ARROW / 2
    for text, (top, height) in zip(steps, columns.levels, strict=False):
        _down(axes, x, start, top)
        lines = _lines(text, columns.width, columns.shrink)
        _box(axes, (x, top, columns.width, height), lines, (colour, columns.shrink))
        start = top - height


def _box(axes: Axes, place: tuple[float, float, float, float], lines: Sequence[str], look: tuple[str, float]) -> None:
    """A box by its top's middle, its width and its height, with lines in its middle; look: colour and shrinkage."""
    x, top, width, height = place
    colour, shrink = look
    shape = FancyBboxPatch(
        (x - width / 2, top - height), width, height, boxstyle="round,pad=0,rounding_size=0.06", facecolor="white",
        edgecolor=colour, linewidth=1.4, zorder=2,
    )  # fmt: skip
    axes.add_patch(shape)
    first = top - height / 2 + LINE * shrink * (len(lines) - 1) / 2
    for number, line in enumerate(lines):
        y = first - number * LINE * shrink
        axes.text(x, y, line, ha="center", va="center_baseline", fontsize=FONT_SIZE * shrink, color=INK, zorder=3)


def _down(axes: Axes, x: float, top: float, bottom: float) -> None:
    arrow = {"arrowstyle": "-|>", "color": FAINT, "linewidth": 1.0, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 9}
    axes.annotate("", (x, bottom), (x, top), arrowprops=arrow)
