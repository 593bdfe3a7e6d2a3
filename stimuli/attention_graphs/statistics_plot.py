"""The figure of `gullseye sag-stats`: how small sufficient sets are, and how many different ones there are."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any, Literal

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from stimuli.attention_graphs.statistics import LIMITS_PERCENT, OVERLAPS, Row, Statistic
from stimuli.attention_graphs.statistics_tables import Groups, summary
from stimuli.lettering import shortened
from stimuli.paper import METADATA

# Okabe and Ito's colours; every line has dashes and a mark of its own, too, for those who print in grey.
LOOKS = (
    ("#0072B2", "-", "o"), ("#D55E00", (0, (5, 1.5)), "s"), ("#009E73", (0, (1.2, 1.2)), "^"),
    ("#CC79A7", (0, (6, 1.5, 1.2, 1.5)), "D"), ("#56B4E9", "-", "v"), ("#E69F00", (0, (5, 1.5)), "P"),
    ("#000000", (0, (1.2, 1.2)), "X"),
)  # fmt: skip
INK, QUIET, GUIDE = "#20262b", "#5c666e", "#d5dade"
WIDTH, HEIGHT, LEGEND_LINE, DPI = 7.2, 3.3, 0.21, 300  # in inches: across two columns of a journal's page
APART, MOST_WIDTH = 0.13, 0.7  # between the points of two explanations, and of all that belong together
MOST_LETTERS = 60
NOTE = (
    "Left: of all images that could be asked about, also those without a set within the search's limits.\n"
    "Right: means over the same images, among the sets that the search found; lines: 95 % bootstrap intervals."
)


def figure(groups: Groups, kind: Literal["png", "svg"]) -> bytes:
    """The figure as a file; the same groups give the same bytes."""
    content = BytesIO()
    with rc_context({"svg.hashsalt": "gullseye", "font.size": 8.5, "axes.linewidth": 0.8}):
        _drawn(groups).savefig(content, format=kind, dpi=DPI, metadata=dict(METADATA[kind]))
    return content.getvalue()


def cumulative(rows: Sequence[Row]) -> tuple[list[float], list[float]]:
    """Steps of the share of images explained by a set of at most x per cent of the area: x in per cent, and shares."""
    asked = [row.numbers for row in rows if row.numbers.outcome != "not asked"]
    areas = sorted(one.smallest_area for one in asked if one.smallest_area is not None)
    return [0.0, *(100 * area for area in areas)], [n / max(1, len(asked)) for n in range(len(areas) + 1)]


def _drawn(groups: Groups) -> Figure:
    foot = 0.42 + LEGEND_LINE * len(groups)
    page = Figure(figsize=(WIDTH, HEIGHT + foot), facecolor="white")
    left, right = page.subplots(1, 2, width_ratios=(1.5, 1))
    page.subplots_adjust(
        left=0.085, right=0.985, wspace=0.26, top=1 - 0.34 / (HEIGHT + foot), bottom=(foot + 0.45) / (HEIGHT + foot)
    )
    _sizes(left, groups)
    _numbers(right, groups)
    lines = left.get_legend_handles_labels()
    legend_top = foot / (HEIGHT + foot)
    page.legend(
        *lines, loc="upper left", bbox_to_anchor=(0.075, legend_top), frameon=False, handlelength=3.2, fontsize=8.5
    )
    page.text(0.085, 0.04 / (HEIGHT + foot), NOTE, fontsize=6.8, color=QUIET, va="bottom", linespacing=1.35)
    return page


def _sizes(axes: Axes, groups: Groups) -> None:
    steps = [cumulative(rows) for rows in groups.values()]
    end = 50.0 if max(areas[-1] for areas, _ in steps) <= 50 else 100.0
    for limit in LIMITS_PERCENT:
        axes.axvline(limit, color=GUIDE, linewidth=0.8, zorder=0)
    for n, (key, (areas, shares)) in enumerate(zip(groups, steps, strict=True)):
        colour, dashes, mark = _look(n)
        how: dict[str, Any] = {"color": colour, "linestyle": dashes, "linewidth": 1.8, "drawstyle": "steps-post"}
        # A mark where the line ends tells it apart without its colour.
        how |= {"marker": mark, "markevery": [len(areas)], "markersize": 5, "clip_on": False, "zorder": 3}
        axes.plot([*areas, end], [*shares, shares[-1]], label=_label(key, groups[key]), **how)
    axes.set(xlim=(0, end), ylim=(0, 1.0), xlabel="area of the smallest sufficient set, at most (% of the picture)")
    axes.set_xticks([0, 10, 20, 30, 40, 50] if end == 50 else [0, 10, 20, 50, 75, 100])
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "25", "50", "75", "100"])
    _plain(axes, "Images explained by so small a set", "images (%)")


def _numbers(axes: Axes, groups: Groups) -> None:
    top = 1.0
    for n, found in enumerate(summary(groups).values()):
        means = [one for one in found if one.name.startswith("mean_diverse_") and one.value is not None]
        shift = min(APART, MOST_WIDTH / len(groups)) * (n - (len(groups) - 1) / 2)
        top = max([top, *(one.high or one.value or 0 for one in means)])
        _points(axes, means, shift, _look(n))
    axes.set(xlim=(-0.5, len(OVERLAPS) - 0.5), ylim=(0, 1.08 * top), xlabel="patches that two of them may share")
    axes.set_xticks(range(len(OVERLAPS)), [str(overlap) for overlap in OVERLAPS])
    axes.grid(axis="y", color=GUIDE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    _plain(axes, "Different explanations", "mean number per image")


def _points(axes: Axes, means: Sequence[Statistic], shift: float, look: tuple[str, Any, str]) -> None:
    colour, _, mark = look
    for place, one in enumerate(means):
        value = one.value or 0.0
        low, high = (value if bound is None else bound for bound in (one.low, one.high))
        spread = [[max(0.0, value - low)], [max(0.0, high - value)]]
        axes.errorbar([place + shift], [value], yerr=spread, color=colour, marker=mark, markersize=5, capsize=2.5)


def _plain(axes: Axes, title: str, upwards: str) -> None:
    axes.set_title(title, loc="left", fontsize=9.5, fontweight="bold", color=INK)
    axes.set_ylabel(upwards, color=INK)
    axes.xaxis.label.set_color(INK)
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(color=QUIET, labelcolor=INK)


def _look(n: int) -> tuple[str, Any, str]:
    return LOOKS[n % len(LOOKS)]


def _label(key: tuple[str, str], rows: Sequence[Row]) -> str:
    n = sum(row.numbers.outcome != "not asked" for row in rows)
    return shortened(f"{key[0]}: {key[1]}", MOST_LETTERS) + f"  (n = {n})"
