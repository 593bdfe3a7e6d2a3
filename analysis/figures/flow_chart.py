"""Participants from the first page to the last, as a flow chart."""

from collections.abc import Mapping, Sequence
from textwrap import fill, wrap

from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from analysis.figures.sheet import COLOURS, FAINT, INK, WIDTH_INCHES, sheet, to_svg

LINE_HEIGHT = 0.155
BOX = 0.53
ROW = 0.83
GAP = 0.14
WIDEST = 1.9
TRUNK = 1.5
CHARACTERS_PER_INCH = 12.5
LONGEST_REMARK = 25
MIDDLE = WIDTH_INCHES / 2


def flow_chart(
    trunk: tuple[str, str], lost: Sequence[str], arms: Mapping[str, Sequence[str]], name_and_alt: tuple[str, str]
) -> str:
    """The SVG.  trunk: everybody, then those randomised; lost: who left between; arms: each arm's boxes, downward."""
    n_rows = 2 + max((len(steps) for steps in arms.values()), default=0)
    with sheet(ROW * n_rows + 0.3, 0.02, 0.02, 0.0) as (figure, axes):
        axes.set_axis_off()
        axes.set_xlim(0, WIDTH_INCHES)
        axes.set_ylim(-ROW * n_rows, 0.05)
        _trunk(axes, trunk, lost)
        for place, steps in enumerate(arms.values()):
            _arm(axes, (place, len(arms)), steps)
        return to_svg(figure, *name_and_alt)


def _trunk(axes: Axes, texts: tuple[str, str], lost: Sequence[str]) -> None:
    for row, text in enumerate(texts):
        _box(axes, (MIDDLE, -ROW * row, TRUNK), text, FAINT)
    _down(axes, MIDDLE, -BOX, -ROW)
    if lost:
        y = -(BOX + ROW) / 2
        axes.plot([MIDDLE, MIDDLE + TRUNK / 2 + 0.04], [y, y], color=FAINT, linewidth=1.0)
        told = fill("left before: " + ", ".join(lost), LONGEST_REMARK)
        axes.text(MIDDLE + TRUNK / 2 + 0.1, y, told, va="center", color=FAINT, fontsize=8.5, linespacing=1.15)


def _arm(axes: Axes, place_of: tuple[int, int], steps: Sequence[str]) -> None:
    """One arm's column, with the line from the trunk to it."""
    place, n = place_of
    column = WIDTH_INCHES / n
    x, width = column * (place + 0.5), min(column - GAP, WIDEST)
    turn = -(ROW + BOX + 2 * ROW) / 2
    axes.plot([MIDDLE, MIDDLE, x], [-ROW - BOX, turn, turn], color=FAINT, linewidth=1.0)
    _down(axes, x, turn, -2 * ROW)
    for step, text in enumerate(steps):
        top = -ROW * (2 + step)
        if step:
            _down(axes, x, top + ROW - BOX, top)
        _box(axes, (x, top, width), text, COLOURS[place % len(COLOURS)])


def _box(axes: Axes, place: tuple[float, float, float], text: str, colour: str) -> None:
    """A box by its top's middle and its width; the text's first line is bold."""
    x, top, width = place
    shape = FancyBboxPatch(
        (x - width / 2, top - BOX), width, BOX, boxstyle="round,pad=0,rounding_size=0.06", facecolor="white",
        edgecolor=colour, linewidth=1.4, zorder=2,
    )  # fmt: skip
    axes.add_patch(shape)
    first, _, rest = text.partition("\n")
    middle = top - BOX / 2
    lines = wrap(rest, int(width * CHARACTERS_PER_INCH))
    y = middle + LINE_HEIGHT * len(lines) / 2
    axes.text(x, y, first, ha="center", va="center", weight="bold", color=INK, zorder=3)
    for line, words in enumerate(lines, start=1):
        axes.text(
            x, y - LINE_HEIGHT * (line + 0.08), words, ha="center", va="center", fontsize=8.5, color=FAINT, zorder=3
        )


def _down(axes: Axes, x: float, top: float, bottom: float) -> None:
    arrow = {"arrowstyle": "-|>", "color": FAINT, "linewidth": 1.0, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 9}
    axes.annotate("", (x, bottom), (x, top), arrowprops=arrow)
