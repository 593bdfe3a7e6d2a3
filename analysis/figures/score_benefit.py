"""Scores against benefits: every point is an image; a panel per score with the straight line and its band."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.figures.key import Look
from analysis.figures.sheet import FAINT, INK, LINE, WIDTH_INCHES, Picture, plot, sheet, to_svg
from analysis.stats.estimable import Values
from analysis.wording import number

LEFT, RIGHT, BETWEEN = 0.82, 0.14, 0.3
PANEL_INCHES, TITLE_INCHES, BELOW_INCHES = 1.75, 0.46, 0.66
N_COLUMNS = 2


@dataclass(frozen=True)
class ScorePanel:
    """One score.  scores: as they are, (images,); benefits: differences of shares, (images,).

    runs_down: the axis runs from high to low, so that to the right is better.
    line: (k, 4): score, benefit on the line, lower and upper edge of its band, from left to right; None: no line.
    said: a line under the title.
    """

    title: str
    axis: str
    scores: Values
    benefits: Values
    line: Values | None = None
    said: str = ""
    runs_down: bool = False


def score_benefit(panels: Sequence[ScorePanel], look: Look, name: str, alt: str) -> Picture:
    """The SVG, two panels in a row on one scale of benefits; the dashed line is no benefit."""
    n_columns = min(N_COLUMNS, len(panels))
    n_rows = ceil(len(panels) / n_columns)
    width = (WIDTH_INCHES - LEFT - RIGHT - (n_columns - 1) * BETWEEN) / n_columns
    row = TITLE_INCHES + PANEL_INCHES + BELOW_INCHES
    height = n_rows * row
    limits = _limits(panels)
    with sheet(height, LEFT, WIDTH_INCHES - LEFT - width, height - row + BELOW_INCHES, above=TITLE_INCHES) as (
        figure,
        first,
    ):
        for place, panel in enumerate(panels):
            down, across = divmod(place, n_columns)
            corner = LEFT + across * (width + BETWEEN), height - (down + 1) * row + BELOW_INCHES
            axes = first if place == 0 else plot(figure, *corner, (width, PANEL_INCHES))
            _panel(axes, panel, look, f"panel-{place}")
            _scales(axes, limits, is_leftmost=across == 0)
        return to_svg(figure, name, alt)


def _limits(panels: Sequence[ScorePanel]) -> tuple[float, float]:
    """Of all benefits and bands, and nought; differences of shares lie between -1 and 1."""
    values = [panel.benefits for panel in panels] + [
        panel.line[:, 1:].ravel() for panel in panels if panel.line is not None
    ]
    whole = np.clip(np.concatenate([*values, np.zeros(1)]), -1.0, 1.0)
    margin = 0.06 * max(0.1, float(np.ptp(whole)))
    return float(whole.min()) - margin, float(whole.max()) + margin


def _panel(axes: Axes, panel: ScorePanel, look: Look, name: str) -> None:
    axes.axhline(0, color=INK, linewidth=1.1, linestyle=(0, (4, 3)), zorder=1.5)
    if panel.line is not None:
        x, middle, low, high = panel.line.T
        axes.fill_between(x, low, high, color=look.colour, alpha=0.2, linewidth=0, zorder=2)
        axes.plot(x, middle, color="white", linewidth=4.0, zorder=3)
        axes.plot(x, middle, color=look.colour, linewidth=2.2, zorder=3.1, gid=f"{name}-line")
    axes.scatter(
        panel.scores, panel.benefits, s=30, marker=look.marker, color=look.colour, edgecolor="white", linewidth=0.6,
        alpha=0.85, zorder=4, gid=f"{name}-images",
    )  # fmt: skip
    above = axes.transAxes
    axes.text(0, 1 + 0.29 / PANEL_INCHES, panel.title, transform=above, va="baseline", weight="bold", fontsize=10.5)
    axes.text(0, 1 + 0.1 / PANEL_INCHES, panel.said, transform=above, va="baseline", color=FAINT, fontsize=9.5)
    axes.set_xlabel(panel.axis, labelpad=6)
    if panel.runs_down:
        axes.invert_xaxis()


def _scales(axes: Axes, limits: tuple[float, float], *, is_leftmost: bool) -> None:
    axes.set_ylim(*limits)
    axes.grid(axis="y", color=LINE, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=4, min_n_ticks=2))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, min_n_ticks=3))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number(100 * value, 0)))
    axes.tick_params(labelleft=is_leftmost)
    if is_leftmost:
        axes.set_ylabel("benefit (points)", labelpad=7)
