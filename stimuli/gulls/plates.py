"""Birds on a plain panel for the field guide: drawn by the same code as every picture, without place and camera."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from stimuli.gulls.afloat import draw_water_in_front
from stimuli.gulls.appearance import Appearance, appearance
from stimuli.gulls.brush import Brush
from stimuli.gulls.canvas import LABELS, Canvas
from stimuli.gulls.framing import WATERLINE, framed, hold
from stimuli.gulls.light import Light, Paint
from stimuli.gulls.marks import marks_of
from stimuli.gulls.poses import draw_bird, draw_ground_shadow
from stimuli.gulls.scene import SHADOW, Facing, Pose, Scene, scene
from stimuli.gulls.streams import stream

PANEL = (0.765, 0.835, 0.858)
WATER = (0.47, 0.63, 0.69)
PLATE_DIFFICULTY = 0.3
# Seeds whose birds hold themselves well: upright, afloat, wings open.
SEEDS: Mapping[Pose, int] = {"standing": 7, "swimming": 4, "flying": 13}


@dataclass(frozen=True)
class Plate:
    """image: (H, W, 3) RGB; masks: part name -> (H, W)."""

    image: NDArray[np.uint8]
    masks: Mapping[str, NDArray[np.bool_]]


def plate(species: str, pose: Pose, size_px: int, facing: Facing = "right") -> Plate:
    """A typical bird of the species in one pose, on a pale blue panel."""
    seed = SEEDS[pose]
    view, look = _plain_scene(pose, facing, seed), _typical(species, seed)
    held = hold(view, seed)
    canvas = Canvas.on(np.full((size_px, size_px, 3), PANEL, dtype=np.float32))
    brush = Brush(canvas, framed(view, held, look, size_px), view.light)
    if pose == "standing":
        draw_ground_shadow(brush, held)
    water = _pond(brush) if pose == "swimming" else None
    if water is not None:
        canvas.rgb[:] = water
    draw_bird(brush, look, view, held)
    if water is not None:
        draw_water_in_front(brush, water, stream(seed, "water in front"))
    image = (np.clip(canvas.rgb, 0, 1) * 255 + 0.5).astype(np.uint8)
    return Plate(image, {part: canvas.labels == code for part, code in LABELS.items()})


def _typical(species: str, seed: int) -> Appearance:
    return replace(appearance(marks_of(species, {}), seed, PLATE_DIFFICULTY), moulting=False, wear=0.3)


def _plain_scene(pose: Pose, facing: Facing, seed: int) -> Scene:
    light = Light((-0.45, -0.893), 0.8, SHADOW["overcast"])
    plain = replace(scene(seed, PLATE_DIFFICULTY), pose=pose, facing=facing, light=light)
    return replace(plain, fill=0.9, place=(0.0, 0.0), tilt=0.0, turn=0.0, occluded=False)


def _pond(brush: Brush) -> Paint:
    """The panel with water below the bird's waterline, softly bounded."""
    size = brush.canvas.size_px
    line = float(brush.placement(np.array([(52.0, WATERLINE)]))[0, 1])
    rows = np.arange(size, dtype=np.float32)[:, None, None]
    rising = np.clip((rows - line) / np.float32(brush.pixels(7)) + 1.0, 0, 1)
    panel = brush.canvas.rgb
    return np.asarray(panel + rising * (np.array(WATER) - panel), dtype=np.float32)
