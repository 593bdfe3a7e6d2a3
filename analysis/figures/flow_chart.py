"""Participants from the first page to the last, as a CONSORT flow chart."""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from analysis.figures.flow_boxes import ASIDE, GAP, PADDING, Box, Row, box, rows
from analysis.figures.sheet import COLOURS, FAINT, INK, WIDTH_INCHES, Picture, sheet, to_svg

ARROW, BETWEEN, TRUNK = 0.26, 0.34, 1.5
MIDDLE = WIDTH_INCHES / 2
WIDTH_ASIDE = MIDDLE - 0.42
EDGE = 0.03


def flow_chart(
    trunk: Sequence[str], aside: Sequence[str], arms: Mapping[str, Sequence[str]], name_and_alt: tuple[str, str]
) -> Picture:
    """The SVG.

    trunk: boxes that all share, downward; aside: lines of a box beside the way from the first to the second, or none.
    arms: each arm's boxes, downward.  The first line of a box is bold; one that begins with two blanks is set in.
    More than six arms stand in several rows.
    """
    stem, beside = [box(text, TRUNK) for text in trunk], box("\n".join(aside), WIDTH_ASIDE) if aside else None
    way = ARROW if beside is None else beside.height + 2 * GAP
    columns = rows(arms)
    height = sum(each.height for each in stem) + way * max(0, len(stem) - 1)
    height += sum(map(_height, columns)) + BETWEEN * max(0, len(columns) - 1)
    with sheet(height + 0.04, 0.0, 0.0, 0.0, above=0.0) as (figure, axes):
        axes.set_axis_off()
        axes.set_xlim(0, WIDTH_INCHES)
        axes.set_ylim(-height - 0.02, 0.02)
        top = _trunk(axes, stem, beside, way)
        _arms(axes, columns, top)
        return to_svg(figure, *name_and_alt)


def _height(row: Row) -> float:
    return sum(level.height + ARROW for level in row.levels)


def _trunk(axes: Axes, stem: Sequence[Box], beside: Box | None, way: float) -> float:
    """Draws what all share; returns where its lower edge is.  way: from one box to the next."""
    y = 0.0
    for number, each in enumerate(stem):
        if number:
            _arrow(axes, (MIDDLE, y), (MIDDLE, y - way))
            y -= way
        _frame(axes, each, (MIDDLE, y), each.height, FAINT)
        _write(axes, each, MIDDLE - each.width / 2 + ASIDE, y)
        y -= each.height
        if number == 0 and beside is not None:
            left, top = WIDTH_INCHES - EDGE - beside.width, y - GAP
            _arrow(axes, (MIDDLE, y - way / 2), (left, y - way / 2))
            _frame(axes, beside, (left + beside.width / 2, top), beside.height, FAINT)
            _write(axes, beside, left + ASIDE, top)
    return y


def _arms(axes: Axes, columns: Sequence[Row], top: float) -> None:
    """All rows of arms, with the lines from the trunk to every column."""
    start, forks, n_before = top, [], 0
    for row in columns:
        fork = top - ARROW / 2
        forks.append(fork)
        ends = [row.x(0), row.x(row.n - 1)]
        ends += [MIDDLE] if len(forks) == 1 else []
        ends += [EDGE] if len(columns) > 1 else []
        axes.plot([min(ends), max(ends)], [fork, fork], color=FAINT, linewidth=1.0)
        _row(axes, row, fork, n_before)
        top -= _height(row) + BETWEEN
        n_before += row.n
    if forks:
        axes.plot([MIDDLE, MIDDLE], [start, forks[0]], color=FAINT, linewidth=1.0)
    if len(forks) > 1:
        axes.plot([EDGE, EDGE], [forks[0], forks[-1]], color=FAINT, linewidth=1.0)


def _row(axes: Axes, row: Row, y: float, n_before: int) -> None:
    """Arms side by side, from the line that leads to them; n_before: arms in rows above."""
    way = ARROW / 2
    for level in row.levels:
        for place, each in enumerate(level.boxes):
            if each is not None:
                x = row.x(place)
                _arrow(axes, (x, y), (x, y - way))
                _frame(axes, each, (x, y - way), level.height, COLOURS[(n_before + place) % len(COLOURS)])
                _write(axes, each, x if each.is_centred else x - each.width / 2 + ASIDE, y - way)
        if level.labels is not None:
            _write(axes, level.labels, ASIDE, y - way)
        y, way = y - way - level.height, ARROW


def _frame(axes: Axes, each: Box, place: tuple[float, float], height: float, colour: str) -> None:
    """A frame by its top's middle."""
    x, top = place
    shape = FancyBboxPatch(
        (x - each.width / 2, top - height), each.width, height, boxstyle="round,pad=0,rounding_size=0.05",
        facecolor="white", edgecolor=colour, linewidth=1.4, zorder=2,
    )  # fmt: skip
    axes.add_patch(shape)


def _write(axes: Axes, each: Box, x: float, top: float) -> None:
    """The lines of a box; x: where they begin, or their middle."""
    for line in each.lines:
        y = top - PADDING - (line.row + 0.5) * each.step
        axes.text(
            x + line.indent, y, line.text, ha="center" if each.is_centred else "left", va="center_baseline",
            fontsize=each.points, color=INK, weight="bold" if line.is_bold else "normal", zorder=3,
        )  # fmt: skip


def _arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    look = {"arrowstyle": "-|>", "color": FAINT, "linewidth": 1.0, "shrinkA": 0, "shrinkB": 0, "mutation_scale": 8}
    axes.annotate("", end, start, arrowprops=look)
