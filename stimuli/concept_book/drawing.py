"""Small drawings as SVG: scales, axes, lines.  Their colours are told apart by colour-blind readers."""

import math
from dataclasses import dataclass

from stimuli.concept_book.numbers import number
from stimuli.pages.markup import Html, tag

WIDTH, HEIGHT = 380, 330  # of a drawing, in CSS pixels
TOP, BOTTOM, LEFT = 12, 46, 58  # room round it


@dataclass(frozen=True)
class Scale:
    """From values to places: low stands at start, high at end.  Values beyond stand at the edge."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The place of a value."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + min(1.0, max(0.0, share)) * (self.end - self.start)

    @property
    def ticks(self) -> list[float]:
        """Round values, about five of them."""
        step = _round_step((self.high - self.low) / 4)
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        return [n * step for n in range(first, last + 1)]


def drawing(label: str, *parts: Html, width: int = WIDTH, height: int = HEIGHT, class_: str = "drawing") -> Html:
    """The drawing; label: what a screen reader says of it."""
    return tag(
        "svg",
        *parts,
        viewBox=f"0 0 {width} {height}",
        width=width,
        height=height,
        role="img",
        aria_label=label,
        class_=class_,
    )


def line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Html:
    """A straight line."""
    return tag("line", x1=f"{x1:.1f}", y1=f"{y1:.1f}", x2=f"{x2:.1f}", y2=f"{y2:.1f}", class_=class_)


def words(text: str, x: float, y: float, anchor: str = "start") -> Html:
    """A line of text; y: its base line."""
    return tag("text", text, x=f"{x:.1f}", y=f"{y:.1f}", text_anchor=anchor)


def across(scale: Scale, title: str, y: float) -> Html:
    """The axis below a drawing, at height y."""
    ticks = [_tick_across(scale(value), y, _short(value, scale)) for value in scale.ticks]
    middle = (scale.start + scale.end) / 2
    return Html("".join([line(scale.start, y, scale.end, y, "axis"), *ticks, words(title, middle, y + 40, "middle")]))


def upwards(places: list[tuple[float, str]], scale: Scale, title: str, x: float) -> Html:
    """The axis beside a drawing, at x; places: y and the words of each tick."""
    ticks = [line(x - 4, y, x, y, "axis") + words(text, x - 8, y + 5, "end") for y, text in places]
    middle = (scale.start + scale.end) / 2
    turned = tag(
        "text", title, x="14", y=f"{middle:.1f}", text_anchor="middle", transform=f"rotate(-90 14 {middle:.1f})"
    )
    return Html("".join([line(x, scale.start, x, scale.end, "axis"), *ticks, turned]))


def dot(x: float, y: float, radius: float, class_: str, title: str = "") -> Html:
    """A point; title: what it says under the mouse."""
    return tag(
        "circle",
        *([tag("title", title)] if title else []),
        cx=f"{x:.1f}",
        cy=f"{y:.1f}",
        r=f"{radius:g}",
        class_=class_,
    )


def level_ticks(scale: Scale) -> list[tuple[float, str]]:
    """The ticks of an upward scale, as `upwards` wants them."""
    return [(scale(value), _short(value, scale)) for value in scale.ticks]


def _tick_across(x: float, y: float, text: str) -> Html:
    return Html(line(x, y, x, y + 4, "axis") + words(text, x, y + 20, "middle"))


def _short(value: float, scale: Scale) -> str:
    step = _round_step((scale.high - scale.low) / 4)
    return number(value, max(0, -math.floor(math.log10(step))))


def _round_step(about: float) -> float:
    size = 10.0 ** math.floor(math.log10(about))
    return next(size * factor for factor in (1, 2, 5, 10) if size * factor >= about * (1 - 1e-9))
