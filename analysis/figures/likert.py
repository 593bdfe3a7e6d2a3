"""Likert bars: how often each point of a scale was chosen, item by item, a bar for each arm from low to high."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.ticker import MultipleLocator, PercentFormatter

from analysis.figures.sheet import FAINT, INK, LINE, WIDTH_INCHES, Picture, letters_inches, plot, sheet, to_svg
from analysis.wording import number

ROW_INCHES, HEAD_INCHES, GAP_INCHES = 0.27, 0.27, 0.12
KEY_INCHES, BOX_INCHES, BELOW, ABOVE = 0.42, 0.3, 0.6, 0.05
POINTS, INSIDE = 9.5, 8.5
MARGIN, LEADER = 0.1, 0.12
WIDEST_NAME, WIDEST_SAID = 1.5, 1.35
THICK = 0.76
DARKEST, LIGHTEST = 0.08, 0.97  # of cividis, whose lightness rises evenly: it reads the same in grey


@dataclass(frozen=True)
class Bar:
    """One arm's ratings of an item.  shares: of every point from the lowest, summing to 1; empty where nobody rated.

    said: what stands on the right.
    """

    name: str
    shares: tuple[float, ...]
    said: str


@dataclass(frozen=True)
class Rated:
    """An item with a bar for each arm."""

    heading: str
    bars: tuple[Bar, ...]


def likert(items: Sequence[Rated], n_points: int, name: str, alt: str) -> Picture:
    """The SVG; items and arms from top to bottom in their order; a share is written where its part has room."""
    bars = [bar for item in items for bar in item.bars]
    left = MARGIN + LEADER + max((_wide(_short(bar.name, WIDEST_NAME)) for bar in bars), default=0.0)
    right = MARGIN + 0.05 + LEADER + max((_wide(_short(bar.said, WIDEST_SAID)) for bar in bars), default=0.3)
    height = max(ROW_INCHES, sum(map(_tall, items)))
    width = WIDTH_INCHES - left - right
    with sheet(height + ABOVE + BELOW + KEY_INCHES, left, right, BELOW, above=ABOVE + KEY_INCHES) as (figure, axes):
        _scale(axes, height)
        _key(figure, n_points, left, width)
        top = height
        for item in items:
            _item(axes, item, top, width)
            top -= _tall(item)
        return to_svg(figure, name, alt)


def shade(place: int, n_points: int) -> tuple[str, str]:
    """The colour of a point, counted from 0, and that of letters on it: the higher the point, the darker."""
    at = LIGHTEST - (LIGHTEST - DARKEST) * (place / max(1, n_points - 1))
    colour = to_hex(mpl.colormaps["cividis"](at))
    return colour, max(("black", "white"), key=lambda letters: contrast(letters, colour))


def contrast(one: str, other: str) -> float:
    """How far two colours differ in lightness, 1 to 21, by the Web Content Accessibility Guidelines 2.1."""
    dark, light = sorted(_luminance(colour) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def _tall(item: Rated) -> float:
    return GAP_INCHES + HEAD_INCHES + ROW_INCHES * len(item.bars)


def _wide(text: str) -> float:
    return letters_inches(text, POINTS)


def _short(text: str, room: float, *, bold: bool = False) -> str:
    """The text, or as much of its beginning as has room."""
    n_letters, short = len(text), text
    while letters_inches(short, POINTS, bold=bold) > room:
        n_letters -= 1
        short = text[:n_letters].rstrip() + "…"
    return short


def _scale(axes: Axes, height: float) -> None:
    axes.set_xlim(0, 1)
    axes.set_ylim(0, height)
    axes.set_yticks([])
    axes.xaxis.set_major_locator(MultipleLocator(0.25))
    axes.xaxis.set_major_formatter(PercentFormatter(1, 0))
    axes.grid(axis="x", color=LINE, linewidth=0.7)
    axes.set_axisbelow(True)
    axes.set_xlabel("share of ratings", labelpad=7)


def _key(figure: Figure, n_points: int, left: float, width: float) -> None:
    """The points in their colours, from low to high, above the bars."""
    height = float(figure.get_size_inches()[1])
    axes = plot(figure, left, height - KEY_INCHES, (width, KEY_INCHES))
    axes.set_axis_off()
    axes.set_xlim(0, width)
    axes.set_ylim(0, KEY_INCHES)
    words = [letters_inches(word, POINTS) + 0.08 for word in ("low", "high")]
    box = min(BOX_INCHES, (width - sum(words)) / n_points)
    start = (width - box * n_points - sum(words)) / 2 + words[0]
    style: dict[str, Any] = {"va": "center_baseline", "fontsize": POINTS}
    axes.text(start - 0.08, 0.2, "low", ha="right", color=FAINT, **style)
    axes.text(start + box * n_points + 0.08, 0.2, "high", ha="left", color=FAINT, **style)
    for place in range(n_points):
        colour, letters = shade(place, n_points)
        x = start + place * box
        axes.barh(0.2, box, 0.22, left=x, color=colour, edgecolor="white", linewidth=0.8)
        axes.text(x + box / 2, 0.2, str(place + 1), ha="center", color=letters, **(style | {"fontsize": INSIDE}))


def _item(axes: Axes, item: Rated, top: float, width: float) -> None:
    across = axes.get_yaxis_transform()
    y = top - GAP_INCHES / 2 - HEAD_INCHES
    axes.text(
        0, y + 0.07, _short(item.heading, width, bold=True), transform=across, ha="left", va="bottom",
        fontsize=POINTS, weight="bold", bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8}, zorder=6,
    )  # fmt: skip
    for bar in item.bars:
        _bar(axes, bar, y - ROW_INCHES / 2, width)
        y -= ROW_INCHES


def _bar(axes: Axes, bar: Bar, y: float, width: float) -> None:
    start = 0.0
    for place, share in enumerate(bar.shares):
        colour, letters = shade(place, len(bar.shares))
        if share > 0:
            axes.barh(y, share, ROW_INCHES * THICK, left=start, color=colour, edgecolor="white", linewidth=0.8)
        text = number(100 * share, 0)
        if share > 0 and letters_inches(text, INSIDE) + 0.07 < share * width:
            axes.text(
                start + share / 2, y, text, ha="center", va="center_baseline", color=letters, fontsize=INSIDE, zorder=4
            )
        start += share
    across, leader = axes.get_yaxis_transform(), LEADER / width
    style: dict[str, Any] = {"transform": across, "va": "center_baseline", "fontsize": POINTS}
    axes.text(-leader, y, _short(bar.name, WIDEST_NAME), ha="right", color=INK, **style)
    axes.text(1 + leader, y, _short(bar.said, WIDEST_SAID), ha="left", color=FAINT, **style)
