"""The bird in its pose: standing, swimming or flying."""

import numpy as np

from stimuli.gulls import raster
from stimuli.gulls.anatomy.flying import draw_flying
from stimuli.gulls.anatomy.legs import GROUND, draw_legs
from stimuli.gulls.anatomy.perched import draw_body, draw_tail_and_tips, draw_wing
from stimuli.gulls.appearance import Appearance
from stimuli.gulls.brush import Brush
from stimuli.gulls.curves import ellipse
from stimuli.gulls.fields import halo
from stimuli.gulls.framing import Hold, placed_head
from stimuli.gulls.scene import Scene


def draw_bird(brush: Brush, look: Appearance, scene: Scene, held: Hold) -> None:
    """Draw the whole bird; what the pose hides (the legs of a flying bird) is not drawn."""
    body = brush.inside(held.body)
    head = placed_head(scene, held, look)
    if scene.pose == "flying":
        draw_flying(body, head, look, held.wings)
        return
    if scene.pose == "standing":
        draw_legs(brush, look, held.stance, held.lean)
    draw_tail_and_tips(body, look)
    patch = draw_body(body, head, look)
    draw_wing(body, look, patch)


def draw_ground_shadow(brush: Brush, held: Hold) -> None:
    """The soft shadow of a standing bird."""
    size, away = brush.canvas.size_px, -brush.light.direction[0] * 14
    x = sum(held.stance) / 2
    mirrored = brush.placement.matrix[0][0] < 0
    away = -away if mirrored else away
    for rx, ry, softness, strength in ((34.0, 4.2, 5.0, 0.42), (9.0, 1.8, 1.6, 0.5)):
        spot = raster.fill([brush.placement(ellipse(x + away * rx / 34, GROUND + 0.4, rx, ry))], size)
        brush.shade(halo(spot, brush.pixels(softness)), strength * (0.45 + 0.55 * min(1.0, brush.light.contrast)))


def foot_point(brush: Brush, held: Hold) -> tuple[float, float]:
    """Where the bird stands, in pixels."""
    (x, y) = brush.placement(np.array([(sum(held.stance) / 2 + 3.0, GROUND)]))[0]
    return float(x), float(y)
