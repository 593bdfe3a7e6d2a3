"""A gull in flight, banking so that the upper sides of both wings are seen."""

from dataclasses import dataclass

import numpy as np

from stimuli.gulls.anatomy.head import STRETCHED, draw_head
from stimuli.gulls.appearance import Appearance
from stimuli.gulls.brush import Brush, Tint
from stimuli.gulls.curves import Outline, Placement, Points, ellipse
from stimuli.gulls.raster import Patch, union

BODY = (
    (77.0, 8.0), (72.0, 4.6), (65.0, 4.0), (54.0, 5.0), (40.0, 6.6), (26.0, 8.8), (14.0, 11.4), (10.0, 16.0),
    (14.0, 21.0), (24.0, 24.0), (37.0, 27.0), (50.0, 28.6), (61.0, 26.4), (69.0, 22.6), (75.0, 18.0), (79.0, 12.0),
)  # fmt: skip
TAIL = (
    (24.0, 9.6), (12.0, 10.2), (2.0, 8.4), (-3.0, 7.4), (-5.4, 9.6), (-6.4, 15.4), (-5.4, 21.8), (-3.0, 23.6),
    (2.0, 23.0),
    (12.0, 21.6), (24.0, 22.6),
)  # fmt: skip
TAIL_LINES = (((13.0, 14.0), (-5.6, 11.6)), ((13.0, 16.0), (-6.2, 15.8)), ((13.0, 18.0), (-5.6, 19.8)))
SADDLE = (
    (60.0, 0.6), (54.0, 1.6), (44.0, 3.0), (31.0, 6.0), (27.6, 11.0), (34.0, 18.0), (46.0, 21.0), (58.0, 20.0),
    (63.0, 14.0),
    (61.6, 7.0),
)  # fmt: skip

# Wing coordinates: x along the span (0 at the shoulder, 100 at the tip), y along the chord, forward negative.
WING = (
    (-6.0, -11.0), (6.0, -12.0), (18.0, -15.0), (30.0, -17.6), (40.0, -18.0), (50.0, -15.2), (64.0, -8.0), (80.0, 1.6),
    (93.0, 10.6), (100.0, 16.6), (99.6, 18.2), (92.0, 17.4), (84.0, 16.2), (74.0, 14.8), (64.0, 14.4),
    (54.0, 15.2), (42.0, 16.6),
    (28.0, 17.2), (12.0, 17.6), (-4.0, 17.0), (-9.0, 6.0),
)  # fmt: skip
WRIST = (42.0, -4.0)
TIP = (
    (62.0, -14.0), (66.0, -4.0), (71.0, 3.0), (77.0, 9.6), (85.0, 15.0), (90.0, 22.0), (108.0, 24.0),
    (106.0, 8.0), (84.0, -8.0),
    (70.0, -16.0),
)  # fmt: skip
TRAILING_EDGE = (
    (4.0, 17.6), (12.0, 14.4), (28.0, 13.5), (42.0, 12.9), (54.0, 11.8), (64.0, 11.8), (73.0, 12.8), (80.0, 15.0),
    (80.0, 22.0),
    (40.0, 24.0), (6.0, 22.0),
)  # fmt: skip
COVERT_LINES = (
    ((-2.0, 4.4), (14.0, 4.6), (30.0, 3.6), (44.0, 1.0), (54.0, -1.0)),
    ((-2.0, -3.0), (14.0, -4.2), (30.0, -6.6), (42.0, -8.2)),
)
PEARLS = ((70.6, 0.2), (75.2, 5.0), (80.4, 9.6), (86.2, 13.2))
MOULT_GAP = ((55.6, 19.0), (56.4, 13.0), (58.0, 9.0), (60.4, 9.6), (61.8, 14.0), (62.2, 19.0))
MIRRORS = ((93.6, 12.6, 3.3, 1.9), (88.0, 10.2, 2.6, 1.5))
APICALS = ((98.6, 17.2), (93.4, 16.8), (88.6, 16.2), (84.4, 15.8))


@dataclass(frozen=True)
class Wing:
    """How one wing is held: root in bird coordinates, direction and length of span and chord, bend of the hand."""

    root: tuple[float, float]
    span: tuple[float, float]
    chord: tuple[float, float]
    bend_deg: float

    def placed(self, points: Outline | Points) -> Points:
        """Wing coordinates to bird coordinates, the hand bent about the wrist."""
        p = np.asarray(points, dtype=np.float64).copy()
        share = np.clip((p[:, 0] - WRIST[0]) / 14 + 0.5, 0, 1)
        angle = np.radians(self.bend_deg) * share
        x, y = p[:, 0] - WRIST[0], p[:, 1] - WRIST[1]
        bent = np.stack([x * np.cos(angle) - y * np.sin(angle), x * np.sin(angle) + y * np.cos(angle)], axis=1) + WRIST
        (a, c), (b, d) = self.span, self.chord
        return Placement(((a, b), (c, d)), self.root)(bent)


def draw_flying(brush: Brush, placed_head: Placement, look: Appearance, wings: tuple[Wing, Wing]) -> None:
    """The whole bird; wings: the far one, then the near one."""
    far, near = wings
    _draw_wing(brush, look, far)
    tail, body, head = brush.shape(TAIL), brush.shape(BODY), brush.shape(STRETCHED.bent(placed_head))
    brush.lay(tail, look.colours["body"], "body", brush.relief(tail, 5))
    brush.shade(brush.lines(TAIL_LINES, 0.35).within(tail), 0.13)
    form = brush.relief(union([body, head]), 9)
    saddle = (brush.shape(SADDLE), Tint(look.colours["mantle"], "mantle"))
    brush.lay_with(body, Tint(look.colours["body"], "body"), [saddle], form)
    draw_head(brush, look, form, STRETCHED, placed_head)
    _draw_wing(brush, look, near, onto=body)


def wing_outline(wing: Wing) -> Points:
    """The wing's outline points in bird coordinates."""
    return wing.placed(WING)


def _draw_wing(brush: Brush, look: Appearance, wing: Wing, onto: Patch | None = None) -> None:
    shape = brush.shape(wing.placed(WING))
    if look.moulting:
        shape = shape.times(1 - brush.shape(wing.placed(MOULT_GAP)).over(shape))
    if onto is not None:
        brush.cast(shape, onto, 3.0, 0.30)
    rounding = brush.relief(shape, 7)
    edge, tip = brush.shape(wing.placed(TRAILING_EDGE)), brush.shape(wing.placed(TIP))
    inlays = [(edge, Tint((0.95, 0.955, 0.96), "mantle")), (tip, Tint(look.colours["wing_tip"], "wing_tip"))]
    brush.lay_with(shape, Tint(look.colours["mantle"], "mantle"), inlays, rounding)
    _draw_spots(brush, look, wing, tip.within(shape))
    _draw_feathers(brush, look, wing, shape)


def _draw_spots(brush: Brush, look: Appearance, wing: Wing, tip: Patch) -> None:
    for x, y, rx, ry in _spots(look.kind("wing_tip"), look.extent):
        spot = brush.shape(wing.placed(ellipse(x, y, rx, ry)))
        brush.lay(spot.within(tip), look.seconds["wing_tip"], "wing_tip")


def _spots(kind: str, extent: float) -> list[tuple[float, float, float, float]]:
    if kind == "black, one mirror":
        return [(x, y, rx * extent * 0.85, ry * extent * 0.85) for x, y, rx, ry in MIRRORS[:1]]
    if kind in ("black, white mirrors", "grey, white mirrors"):
        small = [(x, y, 1.3 * extent, 0.9 * extent) for x, y in APICALS]
        return [*small, *((x, y, rx * extent, ry * extent) for x, y, rx, ry in MIRRORS)]
    if kind == "black, string of pearls":
        pearls = [(x, y, 2.3 * extent, 1.7 * extent) for x, y in PEARLS]
        return [
            *pearls,
            *((x, y, 1.3 * extent, 0.9 * extent) for x, y in APICALS),
            (*MIRRORS[0][:2], 2.6 * extent, 1.5 * extent),
        ]
    return []


def _draw_feathers(brush: Brush, look: Appearance, wing: Wing, shape: Patch) -> None:
    secondaries = [((x, 5.0), (x + 0.6, 11.0), (x - 0.4, 17.4)) for x in range(0, 50, 5)]
    primaries = [
        ((45.0 + 1.2 * i, 4.0 - 1.6 * i), (54.0 + 3.0 * i, 9.4 - 0.4 * i), (55.0 + 5.2 * i, 15.6 + 0.1 * i))
        for i in range(8)
    ]
    lines = [wing.placed(line) for line in (*secondaries, *primaries)]
    brush.shade(brush.lines(lines, 0.32).within(shape), 0.12 + 0.05 * look.wear)
    coverts = [wing.placed(line) for line in COVERT_LINES]
    brush.shade(brush.lines(coverts, 0.8).within(shape), 0.10)
    brush.canvas.paint(
        brush.lines([line + np.array([0.0, 0.5]) for line in coverts], 0.5).within(shape).times(0.10), (1.0, 1.0, 1.0)
    )
