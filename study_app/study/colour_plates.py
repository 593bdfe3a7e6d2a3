"""Plates of dots in which a digit can be read by those who tell red and green apart.

Figure and ground of a plate differ in the response of one kind of cone only: the long-wave cones, which protanopes
lack, or the middle-wave ones, which deuteranopes lack.  To them the digit's dots and the others are alike, dot by dot.
The lightness of every dot is by chance, so that it tells nobody anything.  Where the dots are does not depend on the
digit.  A plate of kind `control` differs in lightness and in blue and yellow: everybody can read it.

This finds people who lack a kind of cone, on a usual screen (sRGB); weaker deficiencies may pass.  It is no diagnosis.

Cone responses of linear sRGB: Viénot, Brettel & Mollon (1999), Digital video colourmaps for checking the legibility of
displays by dichromats, Color Research & Application 24, 243–252.
"""

from functools import lru_cache
from html import escape
from typing import Literal, NamedTuple

from study_app.study.digit_shapes import STROKES, lies_in
from study_app.study.dots import DISC, dots
from study_app.study.draw import Draw

Kind = Literal["control", "deutan", "protan"]
Linear = tuple[float, float, float]

TO_CONES = ((17.8824, 43.5161, 4.11935), (3.45565, 27.1554, 3.86714), (0.0299566, 0.184309, 1.46709))
ONE_LONG = (0.0809444479, -0.0102485335, -0.000365296938)  # linear RGB that only the long-wave cones see
ONE_MIDDLE = (-0.130504409, 0.0540193266, -0.00412161469)  # and only the middle-wave ones

BASE = (0.36, 0.30, 0.15)
DARKEST, LIGHTEST = 0.45, 1.5  # times the base
STEPS = {"deutan": (ONE_MIDDLE, 1.2), "protan": (ONE_LONG, 2.0)}  # the figure has so much less or more, the ground more
CONTROL_FIGURE, CONTROL_GROUND = (0.03, 0.05, 0.28), (0.80, 0.70, 0.22)
CONTROL_DARKEST, CONTROL_LIGHTEST = 0.8, 1.2
SIZE_PX = 300
EDGE = 4


class Plate(NamedTuple):
    """A plate to be read.  key: where its dots come from."""

    kind: Kind
    digit: int
    key: tuple[str | int, ...]


def plates(per_kind: int, seed: int) -> tuple[Plate, ...]:
    """A control plate, then so many of either kind in turn; each digit comes once before any comes again."""
    kinds: list[Kind] = ["control"]
    for _ in range(per_kind):
        kinds += ["deutan", "protan"]
    draw, digits = Draw("colour-plates", seed), list[int]()
    while len(digits) < len(kinds):
        digits += draw.shuffled(sorted(STROKES))
    return tuple(
        Plate(kind, digit, ("dots", seed, number))
        for number, (kind, digit) in enumerate(zip(kinds, digits, strict=False))
    )


def svg(plate: Plate, label: str) -> str:
    """The plate as a picture to stand in a page, on white; label: what it is called, the same for every digit."""
    edge = DISC + EDGE
    paper = _circle(0, 0, edge, "#ffffff")
    circles = "".join(_circle(*each) for each in _coloured(plate))
    return (
        f'<svg role="img" aria-label="{escape(label)}" width="{SIZE_PX}" height="{SIZE_PX}" '
        f'viewBox="-{edge:g} -{edge:g} {2 * edge:g} {2 * edge:g}">{paper}{circles}</svg>'
    )


def _circle(x: float, y: float, radius: float, fill: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{fill}"/>'


@lru_cache(maxsize=64)
def _coloured(plate: Plate) -> tuple[tuple[float, float, float, str], ...]:
    return tuple(
        (dot.x, dot.y, dot.radius, _hex(colour(plate.kind, dot.lightness, lies_in(plate.digit, dot.x, dot.y))))
        for dot in dots(*plate.key)
    )


def colour(kind: Kind, lightness: float, in_figure: bool) -> Linear:
    """The linear sRGB colour of a dot: red where it is in the figure, green around it; both as light as chance says."""
    if kind == "control":
        whole = CONTROL_FIGURE if in_figure else CONTROL_GROUND
        return _times(whole, CONTROL_DARKEST + (CONTROL_LIGHTEST - CONTROL_DARKEST) * lightness)
    axis, step = STEPS[kind]
    redder = axis[0] > 0
    sign = step if redder is in_figure else -step
    r, g, b = (base + sign * part for base, part in zip(BASE, axis, strict=True))
    return _times((r, g, b), DARKEST + (LIGHTEST - DARKEST) * lightness)


def _times(whole: Linear, factor: float) -> Linear:
    return whole[0] * factor, whole[1] * factor, whole[2] * factor


def _hex(linear: Linear) -> str:
    """#rrggbb, by the sRGB curve (IEC 61966-2-1)."""
    encoded = [12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055 for part in linear]
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, part))):02x}" for part in encoded)
