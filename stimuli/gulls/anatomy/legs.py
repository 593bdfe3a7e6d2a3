"""Standing legs with webbed feet."""

from stimuli.gulls.appearance import Appearance
from stimuli.gulls.brush import Brush
from stimuli.gulls.curves import Placement, ellipse

LEG_TOP = 70.0
GROUND = 100.0
# One leg around x = 0 at the heel joint; thickness grows with the appearance's leg factor.
SHAFT = ((1.6, 70.0), (1.0, 80.0), (0.2, 83.0), (0.0, 92.0), (0.2, 98.0))
FOOT = (
    (-1.2, 96.6), (-2.2, 98.6), (-1.2, 99.6), (3.0, 99.7), (8.8, 100.3), (9.6, 99.7), (5.0, 97.8), (1.2, 96.4),
)  # fmt: skip
TOES = (((0.0, 97.4), (4.0, 98.4), (9.0, 99.9)), ((0.0, 97.6), (2.6, 99.0), (4.6, 100.0)))
HEEL = (0.5, 82.6)
TIBIA = ((-3.4, 70.0), (-2.4, 75.0), (0.4, 79.4), (3.0, 78.6), (5.4, 74.6), (7.0, 70.0))


def draw_legs(brush: Brush, look: Appearance, stance: tuple[float, float], lean: float) -> None:
    """The far leg, then the near one; stance: x of the far and the near foot; lean: how far a leg slants."""
    for x, facing in ((stance[0], -0.55), (stance[1], 0.0)):
        slant = lean if x == stance[1] else -lean
        shear = Placement(((1.0, -slant), (0.0, 1.0)), (x + slant * LEG_TOP, 0.0))
        _draw_leg(brush.inside(shear), look, facing)


def _draw_leg(brush: Brush, look: Appearance, facing: float) -> None:
    colour = look.colours["legs"]
    thickness = 1.9 * look.legs
    shaft, foot = brush.lines([SHAFT], thickness), brush.shape(FOOT)
    brush.lay(foot, colour, "legs", facing - 0.15)
    brush.shade(brush.lines(TOES, 0.5).within(foot), 0.22)
    brush.lay(shaft, colour, "legs", brush.relief(shaft, 1.4) if facing == 0 else facing)
    joint = brush.shape(ellipse(*HEEL, 0.68 * thickness, 1.0 * thickness))
    brush.lay(joint, colour, "legs", facing)
    tibia = brush.shape(TIBIA)
    brush.lay(tibia, look.colours["body"], "body", facing - 0.35)
