"""One picture of a gull, with the truth about it: render(species, seed)."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stimuli.errors import StimuliError
from stimuli.gulls import marks
from stimuli.gulls.afloat import draw_water_in_front
from stimuli.gulls.appearance import Appearance, appearance
from stimuli.gulls.attributes import SEEN, DrawnMark, GullAttributes
from stimuli.gulls.brush import Brush
from stimuli.gulls.camera import blur_reach_px, photographed
from stimuli.gulls.canvas import BITS, LABELS, NOTHING, Canvas
from stimuli.gulls.corner_mark import CORNER_MARK, Corner, stamp
from stimuli.gulls.fields import grown
from stimuli.gulls.framing import Hold, framed, hold
from stimuli.gulls.marks import MARKS, RENDERER_VERSION, Mark
from stimuli.gulls.occluders import draw_occluder
from stimuli.gulls.poses import draw_bird, draw_ground_shadow, foot_point
from stimuli.gulls.scene import Scene, scene
from stimuli.gulls.streams import stream
from stimuli.gulls.surroundings.place import draw_place, draw_support

DEFAULT_DIFFICULTY = 0.35
SMALLEST_PX = 64

Labels = NDArray[np.uint8]


@dataclass(frozen=True)
class GullPicture:
    """image: (H, W, 3) RGB; masks: part name -> (H, W), what is visible of the part, disjoint.

    reach: part name -> (H, W), every pixel whose colour the part has any share in, be it the edge of the part, the
    little that shows through at a seam, or blur.  No pixel outside depends on the part's mark.  A picture with a corner
    mark has its mask and reach, too.
    """

    image: NDArray[np.uint8]
    masks: Mapping[str, NDArray[np.bool_]]
    attributes: GullAttributes
    reach: Mapping[str, NDArray[np.bool_]]


def render(
    species: str,
    seed: int,
    *,
    difficulty: float = DEFAULT_DIFFICULTY,
    size_px: int = 448,
    swap: Mapping[str, str | None] | None = None,
    corner_mark: Corner | None = None,
) -> GullPicture:
    """The gull with this seed.

    difficulty: 0 (marks exaggerated, clean scene) to 1 (as subtle as real ones).  swap: mark name -> the species to
    take it from, or None to take the mark away; everything else stays pixel for pixel the same.
    corner_mark: the corner that gets a stamp, which is no mark of the bird and has a mask of its own.
    """
    _check(seed, difficulty, size_px)
    own = marks.species_named(species)
    changes = {marks.mark_named(name): source and marks.species_named(source) for name, source in (swap or {}).items()}
    worn = marks.marks_of(own, changes)
    look, view = appearance(worn, seed, difficulty), scene(seed, difficulty)
    drawing = _draw(look, view, seed, size_px)
    image = photographed(drawing.canvas, view, seed)
    stamped = stamp(corner_mark, seed, size_px) if corner_mark else None
    if stamped:
        image = stamped.on(image)
        drawing.canvas.labels[stamped.mask] = NOTHING
    masks = {part: drawing.canvas.labels == code for part, code in LABELS.items()}
    shares = {part: _share(masks[part], drawing.whole == code) for part, code in LABELS.items()}
    drawn = {
        name: DrawnMark(worn[name].kind, worn[name].words, changes.get(name, own), look.colours[name]) for name in MARKS
    }
    hidden = tuple(name for name in MARKS if shares[name] < SEEN and drawn[name].kind != "removed")
    attributes = GullAttributes(
        species=own,
        seed=seed,
        difficulty=difficulty,
        size_px=size_px,
        renderer_version=RENDERER_VERSION,
        pose=view.pose,
        facing=view.facing,
        background=view.background,
        weather=view.weather,
        occluder=drawing.occluder,
        marks=drawn,
        visible_share=shares,
        hidden_marks=hidden,
        could_be=_could_be(worn, hidden),
        bounding_box=_bounding_box(drawing.canvas.labels),
    )
    reach = _reach(drawing.canvas, blur_reach_px(view.camera, size_px))
    if stamped:
        masks[CORNER_MARK], reach[CORNER_MARK] = stamped.mask, stamped.reach
    return GullPicture(image, masks, attributes, reach)


@dataclass(frozen=True)
class _Drawing:
    """canvas: bird and place before the camera; whole: the labels before the occluder."""

    canvas: Canvas
    whole: Labels
    occluder: str | None


def _draw(look: Appearance, view: Scene, seed: int, size_px: int) -> _Drawing:
    held = hold(view, seed)
    placement = framed(view, held, look, size_px)
    brush = Brush(Canvas.on(np.zeros((size_px, size_px, 3), dtype=np.float32)), placement, view.light)
    _draw_surroundings(brush, view, held, seed)
    background = brush.canvas.rgb.copy() if view.pose == "swimming" else None
    draw_bird(brush, look, view, held)
    if background is not None:
        draw_water_in_front(brush, background, stream(seed, "water in front"))
    whole = brush.canvas.labels.copy()
    occluder = draw_occluder(brush, view, stream(seed, "occluder")) if view.occluded else None
    return _Drawing(brush.canvas, whole, occluder)


def _draw_surroundings(brush: Brush, view: Scene, held: Hold, seed: int) -> None:
    foot = foot_point(brush, held)
    draw_place(brush.canvas, view, foot, seed)
    if view.pose == "standing":
        draw_support(brush, view, foot, seed)
        draw_ground_shadow(brush, held)


def _check(seed: int, difficulty: float, size_px: int) -> None:
    faults = []
    if seed < 0:
        faults.append(f"seed: {seed} is negative; take 0 or more")
    if not 0 <= difficulty <= 1:
        faults.append(f"difficulty: {difficulty} is outside [0, 1]")
    if size_px < SMALLEST_PX:
        faults.append(f"size: {size_px} px is too small to show a gull; take {SMALLEST_PX} or more (448 is usual)")
    if faults:
        raise StimuliError("\n".join(faults))


def _share(visible: NDArray[np.bool_], whole: NDArray[np.bool_]) -> float:
    total = int(whole.sum())
    return int(visible.sum()) / total if total else 0.0


def _could_be(worn: Mapping[str, Mark], hidden: tuple[str, ...]) -> tuple[str, ...]:
    telling = [name for name in MARKS if name not in hidden and worn[name].kind != "removed"]
    return marks.species_with({name: mark.kind for name, mark in worn.items()}, telling)


def _reach(canvas: Canvas, blur_px: int) -> dict[str, NDArray[np.bool_]]:
    blurred = grown(canvas.reach, blur_px)
    return {part: (blurred & bit) > 0 for part, bit in BITS.items()}


def _bounding_box(labels: Labels) -> tuple[int, int, int, int]:
    rows, columns = np.flatnonzero(labels.any(axis=1)), np.flatnonzero(labels.any(axis=0))
    if not len(rows):
        return 0, 0, 0, 0
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
