"""Head, eye and bill in profile; the same for every species but for the colours."""

from dataclasses import dataclass

import numpy as np

from stimuli.gulls.appearance import Appearance
from stimuli.gulls.brush import Brush, Tint
from stimuli.gulls.curves import Outline, Placement, Points, ellipse, turned
from stimuli.gulls.marks import Colour
from stimuli.gulls.raster import Patch

NECK = (74.0, 22.0)  # the point the head turns about
HEAD = (
    (88.6, 9.6), (87.6, 6.4), (85.2, 3.2), (81.4, 1.1), (76.8, 0.6), (72.2, 2.2), (68.9, 6.0), (67.6, 11.4),
    (67.0, 17.0), (65.4, 22.6), (63.6, 27.0), (70.0, 33.0), (80.0, 34.0), (88.4, 29.6), (87.7, 25.4), (86.0, 20.6),
    (85.7, 17.2), (86.6, 15.3), (88.4, 13.8),
)  # fmt: skip
BILL_BASE = (87.9, 11.2)
EYE = (82.3, 7.8)

# Bill coordinates: 0 at the base, 1 at the tip.
BILL = (
    (-0.02, -0.20), (0.08, -0.235), (0.38, -0.225), (0.62, -0.205), (0.80, -0.135), (0.93, 0.00), (0.985, 0.15),
    (0.985, 0.15), (0.90, 0.135), (0.82, 0.185), (0.70, 0.245), (0.60, 0.23), (0.42, 0.18), (0.16, 0.195), (0.0, 0.20),
    (0.03, 0.11), (0.0, 0.02), (0.03, -0.08),
)  # fmt: skip
LOWER = (
    (-0.10, 0.03), (0.30, 0.035), (0.60, 0.03), (0.80, 0.07), (0.92, 0.135), (0.82, 0.19), (0.70, 0.26), (0.60, 0.245),
    (0.42, 0.195), (0.20, 0.205), (-0.10, 0.235),
)  # fmt: skip
GAPE = ((-0.08, 0.06), (0.04, 0.04), (0.30, 0.035), (0.60, 0.03), (0.80, 0.065), (0.93, 0.14))
CULMEN = ((0.00, -0.15), (0.30, -0.165), (0.60, -0.15), (0.78, -0.09), (0.90, 0.02))
NOSTRIL = ((0.30, -0.055), (0.38, -0.075), (0.44, -0.07))
BILL_LENGTH = 11.6


FLYING_HEAD = (
    (88.6, 9.6), (87.6, 6.4), (85.2, 3.2), (81.4, 1.1), (76.8, 0.8), (71.6, 2.0), (66.0, 4.2), (61.0, 7.0),
    (58.0, 14.0),
    (60.0, 21.6), (67.0, 24.0), (76.0, 21.2), (83.0, 17.4), (86.6, 15.2), (88.4, 13.9),
)  # fmt: skip


@dataclass(frozen=True)
class Neck:
    """The head's outline in one pose, and the lines between which it bends and fades into the body."""

    outline: Outline
    bend: tuple[tuple[float, float], tuple[float, float]]
    fade: tuple[tuple[float, float], tuple[float, float]]

    def bent(self, head: Placement) -> Points:
        """The outline in body coordinates: moved with the head at the top, at rest where it meets the body."""
        points = np.asarray(self.outline, dtype=np.float64)
        start, end = np.asarray(self.bend)
        share = np.clip((points - start) @ (end - start) / ((end - start) @ (end - start)), 0, 1)[:, None]
        share = share * share * (3 - 2 * share)
        bent: Points = (1 - share) * head(points) + share * points
        return bent


UPRIGHT = Neck(HEAD, ((76.5, 11.0), (74.5, 28.0)), ((77.82, 26.97), (78.18, 28.53)))
STRETCHED = Neck(FLYING_HEAD, ((80.0, 10.0), (62.0, 14.0)), ((65.6, 13.5), (64.1, 13.9)))


def head_placement(look: Appearance, turn: float, enlarged: float = 1.0) -> Placement:
    """The head turned by `turn` degrees about the neck and enlarged as the appearance says."""
    return turned(turn, NECK, look.head * enlarged)


def head_extent(look: Appearance, placed: Placement) -> Points:
    """The outermost points of head and bill in body coordinates."""
    bill = _bill_placement(look)([(1.05, -0.25), (1.05, 0.35)])
    return placed(np.concatenate([bill, [(66.0, 6.0), (77.0, 0.0), (83.0, 1.0)]]))


def draw_head(body_brush: Brush, look: Appearance, form: Patch, neck: Neck, placed: Placement) -> None:
    """Head, then bill, then eye; form: the relief of the whole bird; placed: the head in body coordinates."""
    brush = body_brush.inside(placed)
    head = body_brush.shape(neck.bent(placed))
    fade = body_brush.along(head, *neck.fade)
    body_brush.lay(head.times(1 - fade), look.colours["head"], "head", form)
    brush.shade(brush.shape(ellipse(84.6, 8.6, 3.0, 1.9)).within(head), 0.05)
    _draw_bill(brush.inside(_bill_placement(look)), look)
    _draw_eye(brush, look)


def _bill_placement(look: Appearance) -> Placement:
    length = BILL_LENGTH * look.bill
    return Placement(((length, 0.0), (0.04 * length, 1.12 * length)), BILL_BASE)


def _draw_bill(brush: Brush, look: Appearance) -> None:
    bill, lower = brush.shape(BILL), brush.shape(LOWER)
    round_bill = brush.relief(bill, 0.22)
    marks = [(brush.shape(outline), Tint(colour, "bill_mark")) for outline, colour in _bill_marks(look)]
    if look.kind("bill_mark") in ("red spot", "red and black spots"):
        marks = [(patch.within(lower), tint) for patch, tint in marks]
    brush.lay_with(bill, Tint(look.colours["bill"], "bill"), marks, round_bill)
    brush.shade(lower, 0.10)
    brush.shade(brush.lines([GAPE], 0.030), 0.55)
    brush.shade(brush.lines([NOSTRIL], 0.034), 0.60)
    brush.canvas.paint(brush.lines([CULMEN], 0.05).within(bill).times(0.35), (1.0, 1.0, 1.0))


def _bill_marks(look: Appearance) -> list[tuple[Points, Colour]]:
    kind, colour, second, e = (
        look.kind("bill_mark"),
        look.colours["bill_mark"],
        look.seconds["bill_mark"],
        look.extent,
    )
    if kind == "red spot":
        return [(ellipse(0.69, 0.16, 0.15 * e, 0.125 * e), colour)]
    if kind == "red and black spots":
        black = (ellipse(0.80, 0.10, 0.085 * e, 0.20), second)
        return [(ellipse(0.64, 0.16, 0.14 * e, 0.125 * e), colour), black]
    if kind == "black ring":
        return [(_band(0.74 - 0.085 * e, 0.74 + 0.085 * e), colour)]
    if kind in ("black tip", "yellow tip"):
        return [(_band(0.80 - 0.20 * e, 1.2), colour)]
    return []


def _band(start: float, end: float) -> Points:
    middle = (start + end) / 2
    corners = [(start, -0.4), (start, -0.4), (middle, -0.4), (end, -0.4), (end, -0.4)]
    corners += [
        (end + 0.02, 0.0),
        (end, 0.4),
        (end, 0.4),
        (middle, 0.4),
        (start, 0.4),
        (start, 0.4),
        (start + 0.02, 0.0),
    ]
    return np.array(corners)


def _draw_eye(brush: Brush, look: Appearance) -> None:
    x, y = EYE
    r = 1.5 * look.eye
    brush.shade(brush.shape(ellipse(x, y, 1.42 * r, 1.3 * r)), 0.16)
    brush.lay(brush.shape(ellipse(x, y, 1.2 * r, 1.1 * r)), (0.16, 0.12, 0.11), "eye")
    brush.lay(brush.shape(ellipse(x, y, r, 0.94 * r)), look.colours["eye"], "eye")
    brush.lay(brush.shape(ellipse(x + 0.05 * r, y, 0.5 * r, 0.5 * r)), (0.04, 0.04, 0.05), "eye")
    glint = brush.shape(ellipse(x - 0.3 * r, y - 0.38 * r, 0.24 * r, 0.24 * r))
    brush.lay(glint.times(0.95), (1.0, 1.0, 1.0), "eye")
