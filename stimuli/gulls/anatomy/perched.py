"""The body of a gull with folded wings, as it stands or swims."""

from stimuli.gulls.anatomy.head import UPRIGHT, draw_head
from stimuli.gulls.appearance import Appearance
from stimuli.gulls.brush import Brush
from stimuli.gulls.curves import Placement
from stimuli.gulls.raster import Patch, union

BODY = (
    (70.0, 15.0), (68.0, 21.0), (65.0, 27.0), (56.0, 32.0), (46.0, 40.5), (35.0, 50.5), (26.5, 59.0),
    (16.0, 67.4), (18.0, 72.5),
    (30.0, 71.5), (42.0, 74.0), (53.0, 76.0), (64.0, 74.2), (75.0, 68.5), (84.5, 58.5), (89.9, 46.0), (91.2, 36.0),
    (90.1, 29.4), (87.0, 25.0), (83.0, 18.0), (76.0, 14.0),
)  # fmt: skip
TAIL = (
    (30.0, 64.0), (18.0, 71.5), (6.5, 78.4), (6.0, 79.6), (6.0, 79.6), (13.0, 80.6), (22.0, 80.0), (33.0, 76.0),
    (44.0, 72.0),
    (40.0, 66.0),
)  # fmt: skip
MANTLE = (
    (65.5, 24.0), (58.0, 25.6), (50.0, 29.6), (42.0, 36.6), (34.0, 45.5), (26.5, 54.5), (20.0, 61.5), (19.0, 64.2),
    (24.0, 66.0), (33.0, 68.0), (45.0, 70.6), (57.0, 71.4), (66.0, 68.6), (75.0, 62.0), (81.6, 53.0), (83.6, 45.5),
    (81.8, 40.5), (78.6, 36.5), (77.6, 31.0), (72.5, 26.0),
)  # fmt: skip
SCAPULAR_LINE = ((82.5, 43.5), (74.0, 45.2), (64.0, 44.8), (54.0, 47.5), (45.5, 49.6), (38.0, 48.2))
SCAPULAR_CRESCENT = (
    (37.0, 42.2), (36.4, 45.6), (40.0, 49.2), (44.8, 50.0), (44.8, 50.0), (41.6, 52.0), (36.4, 51.2), (32.2, 47.8),
)  # fmt: skip
TERTIAL_CRESCENT = (
    (27.5, 52.6), (26.2, 57.6), (28.4, 62.0), (35.0, 65.0), (46.0, 67.4), (56.0, 69.3), (64.0, 69.2), (56.0, 72.2),
    (45.0, 71.8), (33.0, 69.2), (24.0, 67.2), (19.0, 64.4), (20.6, 60.4),
)  # fmt: skip
FAR_PRIMARY = (
    (30.0, 60.0),
    (18.0, 66.0),
    (6.0, 71.6),
    (1.6, 72.9),
    (2.0, 73.8),
    (8.0, 73.6),
    (22.0, 70.0),
    (34.0, 66.0),
)
# Each primary runs from the tertials to its tip; the longest first, so that shorter ones lie on top.
PRIMARIES = (
    ((44.0, 67.0), (28.0, 67.5), (12.0, 72.0), (1.0, 75.6), (0.0, 76.6), (3.0, 77.4), (14.0, 76.4), (30.0, 73.8),
     (48.0, 71.6)),
    ((40.0, 65.0), (26.0, 65.5), (14.0, 69.6), (6.6, 72.6), (5.8, 74.0), (9.0, 74.8), (18.0, 74.2), (30.0, 72.2),
     (44.0, 70.4)),
    ((38.0, 64.0), (26.0, 64.0), (18.0, 67.0), (12.6, 69.6), (11.8, 71.2), (15.0, 72.2), (22.0, 71.8),
     (30.0, 70.8), (40.0, 69.0)),
    ((36.0, 63.0), (28.0, 62.4), (22.0, 64.6), (17.8, 67.0), (17.2, 68.6), (20.0, 69.8), (26.0, 69.8),
     (32.0, 69.0), (38.0, 68.0)),
)  # fmt: skip
PRIMARY_TIPS = ((1.9, 76.3), (7.9, 73.7), (13.9, 70.9), (19.3, 68.4))
BIG_MIRROR = ((15.0, 72.9), (10.6, 74.4), (9.0, 75.9), (13.0, 76.1), (17.6, 75.2))


def draw_tail_and_tips(brush: Brush, look: Appearance) -> None:
    """Everything that lies behind the body."""
    tail = brush.shape(TAIL)
    brush.lay(tail, look.colours["body"], "body", brush.relief(tail, 5))
    brush.shade(brush.lines([((40.0, 70.0), (24.0, 75.6), (8.0, 79.4))], 0.5).within(tail), 0.12)
    far = brush.shape(FAR_PRIMARY)
    brush.lay(far, look.colours["wing_tip"], "wing_tip", -0.3)


def draw_body(brush: Brush, placed_head: Placement, look: Appearance) -> Patch:
    """Body and head; gives the body's patch back."""
    body, head = brush.shape(BODY), brush.shape(UPRIGHT.bent(placed_head))
    form = brush.relief(union([body, head]), 13)
    brush.lay(body, look.colours["body"], "body", form)
    draw_head(brush, look, form, UPRIGHT, placed_head)
    return body


def draw_wing(brush: Brush, look: Appearance, body: Patch) -> None:
    """The folded wing: primaries, then mantle and coverts with their white edges."""
    mantle = brush.shape(MANTLE)
    brush.cast(mantle, body, 3.4, 0.30)
    _draw_primaries(brush, look)
    rounding = brush.relief(mantle, 9)
    brush.lay(mantle, look.colours["mantle"], "mantle", rounding)
    _draw_feathers(brush, look, mantle)
    for crescent in (SCAPULAR_CRESCENT, TERTIAL_CRESCENT):
        brush.lay(brush.shape(crescent), (0.95, 0.955, 0.96), "mantle", rounding)


def _draw_primaries(brush: Brush, look: Appearance) -> None:
    for outline, tip in zip(PRIMARIES, PRIMARY_TIPS, strict=True):
        if look.moulting and tip == PRIMARY_TIPS[2]:
            continue
        feather = brush.shape(outline)
        brush.lay(feather, look.colours["wing_tip"], "wing_tip", brush.relief(feather, 3))
        _draw_spots(brush, look, feather, tip)
        brush.canvas.paint(brush.lines([outline[2:5]], 0.3).times(0.22), (0.75, 0.75, 0.78))


def _draw_spots(brush: Brush, look: Appearance, feather: Patch, tip: tuple[float, float]) -> None:
    kind, e = look.kind("wing_tip"), look.extent
    outermost = tip == PRIMARY_TIPS[0]
    if kind not in ("black, white mirrors", "grey, white mirrors", "black, one mirror", "black, string of pearls"):
        return
    white = look.seconds["wing_tip"]
    radius = {"black, one mirror": 0.0, "black, string of pearls": 1.9}.get(kind, 1.35) * e
    x, y = tip
    spots = (
        [((x, y - 0.9), (x - 2, y), (x, y + 1.2), (x + 1.5 * radius, y + 0.7), (x + 1.5 * radius, y - 0.9))]
        if radius
        else []
    )
    if outermost:
        spots.append(BIG_MIRROR)
    for spot in spots:
        brush.lay(brush.shape(spot).within(feather), white, "wing_tip")


def _draw_feathers(brush: Brush, look: Appearance, mantle: Patch) -> None:
    brush.shade(brush.lines([SCAPULAR_LINE], 1.0).within(mantle), 0.15)
    brush.shade(brush.lines(SCALLOPS, 0.30).within(mantle), 0.07 + 0.06 * look.wear)
    fringes = brush.lines([[(x - 0.35, y + 0.1) for x, y in arc] for arc in SCALLOPS], 0.30).within(mantle)
    brush.canvas.paint(fringes.times(0.04 + 0.10 * look.wear), (1.0, 0.99, 0.96))
    brush.shade(brush.lines(TERTIALS, 0.45).within(mantle), 0.15)


def _scallops() -> list[list[tuple[float, float]]]:
    """Feather edges: arcs in rows, every second row shifted by half a feather."""
    arcs = []
    for row, (x0, y0, x1, y1, count) in enumerate(SCALLOP_ROWS):
        for index in range(count):
            t = (index + (0.5 if row % 2 else 0.0)) / count
            x, y = x0 + (x1 - x0) * t, y0 + (y1 - y0) * t
            arcs.append(
                [(x + 2.4, y - 2.2), (x - 0.4, y - 1.6), (x - 1.5, y + 0.3), (x - 0.2, y + 2.0), (x + 2.6, y + 2.3)]
            )
    return arcs


TERTIALS = (((50.0, 54.5), (38.0, 57.4), (27.5, 59.6)), ((54.0, 59.6), (42.0, 62.2), (31.5, 63.4)))
# From the first feather to the last of each row, and how many.
SCALLOP_ROWS = (
    (71.0, 28.6, 45.0, 37.4, 7),
    (74.5, 31.5, 43.0, 41.8, 8),
    (77.5, 35.6, 46.0, 45.6, 8),
    (79.5, 39.8, 60.0, 43.4, 5),
    (80.5, 48.0, 46.0, 53.6, 8),
    (79.0, 52.6, 44.0, 58.4, 8),
    (75.5, 57.4, 46.0, 63.0, 7),
    (70.5, 62.6, 50.0, 66.6, 5),
)
SCALLOPS = _scallops()
