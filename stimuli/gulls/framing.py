"""How the bird is held and where it lies in the frame."""

from dataclasses import dataclass

import numpy as np

from stimuli.gulls.anatomy.flying import Wing, wing_outline
from stimuli.gulls.anatomy.head import head_extent, head_placement
from stimuli.gulls.appearance import Appearance
from stimuli.gulls.curves import Placement, Points, turned
from stimuli.gulls.scene import Scene
from stimuli.gulls.streams import between, stream

PERCHED = np.array([(-1.0, 76.0), (6.0, 80.5), (91.5, 40.0), (60.0, 77.0)])
FEET = np.array([(44.0, 100.8), (80.0, 100.8)])
FLYING = np.array([(-7.0, 7.0), (-7.0, 24.0), (50.0, 29.0)])
PIVOT = (60.0, 62.0)
WATERLINE = 69.5  # y of the water around a swimming bird


@dataclass(frozen=True)
class Hold:
    """The body and the head within the bird's frame, the wings of a flying bird, the stance of a standing one."""

    body: Placement
    head_turn: float
    wings: tuple[Wing, Wing]
    stance: tuple[float, float]
    lean: float


def hold(scene: Scene, seed: int) -> Hold:
    """How this bird holds itself."""
    rng = stream(seed, "hold")
    tilt = {"standing": scene.tilt, "swimming": 13.0 + 0.7 * scene.tilt, "flying": -4.0 + 1.6 * scene.tilt}[scene.pose]
    pivot = (50.0, 14.0) if scene.pose == "flying" else PIVOT
    near_x = between(rng, 58.0, 65.0)
    return Hold(
        body=turned(tilt, pivot),
        head_turn=-0.8 * tilt + (scene.turn if scene.pose != "flying" else 0.4 * scene.turn),
        wings=(_far_wing(rng), _near_wing(rng)),
        stance=(near_x - between(rng, 3.0, 8.0), near_x),
        lean=between(rng, -0.05, 0.07),
    )


def framed(scene: Scene, held: Hold, look: Appearance, size_px: int) -> Placement:
    """Bird coordinates to pixels, so that the whole bird takes the scene's share of the frame."""
    points = _extent(scene, held, look)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = scene.fill * size_px / float(max(high - low))
    room = (size_px - (high - low) * scale) / 2
    centre = size_px / 2 + np.array(scene.place) * np.maximum(room - 0.02 * size_px, 0)
    mirror = -1.0 if scene.facing == "left" else 1.0
    middle = (low + high) / 2
    shift_x, shift_y = float(centre[0] - mirror * scale * middle[0]), float(centre[1] - scale * middle[1])
    return Placement(((mirror * scale, 0.0), (0.0, scale)), (shift_x, shift_y))


def _extent(scene: Scene, held: Hold, look: Appearance) -> Points:
    head = head_extent(look, placed_head(scene, held, look))
    if scene.pose == "flying":
        return held.body(np.concatenate([head, FLYING, *(wing_outline(wing) for wing in held.wings)]))
    perched = held.body(np.concatenate([head, PERCHED]))
    return np.concatenate([perched, FEET if scene.pose == "standing" else np.array([(50.0, WATERLINE + 6.0)])])


def _far_wing(rng: np.random.Generator) -> Wing:
    length, back = between(rng, 0.50, 0.72), between(rng, -0.26, 0.10)
    return Wing(
        (50.0, 8.5), (back, -length), (-between(rng, 0.72, 0.84), between(rng, -0.04, 0.12)), between(rng, -4, 14)
    )


def _near_wing(rng: np.random.Generator) -> Wing:
    length, back = between(rng, 0.34, 0.60), between(rng, -0.16, 0.14)
    return Wing(
        (48.0, 15.0), (back, length), (-between(rng, 0.72, 0.84), between(rng, -0.06, 0.06)), between(rng, -4, 14)
    )


def placed_head(scene: Scene, held: Hold, look: Appearance) -> Placement:
    """The head in body coordinates; a flying bird is drawn smaller, so its head is drawn a little larger."""
    return head_placement(look, held.head_turn, 1.06 if scene.pose == "flying" else 1.0)
