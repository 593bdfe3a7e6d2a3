"""A brush that draws outlines given in bird coordinates under one light."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from stimuli.gulls import raster
from stimuli.gulls.canvas import Canvas
from stimuli.gulls.curves import Outline, Placement, Points, smooth
from stimuli.gulls.fields import halo, relief
from stimuli.gulls.light import Light
from stimuli.gulls.marks import Colour
from stimuli.gulls.raster import Field, Patch


@dataclass(frozen=True)
class Tint:
    """A colour and the part of the bird that wears it."""

    colour: Colour
    part: str


@dataclass(frozen=True)
class Brush:
    """Where (placement: bird coordinates to pixels), on what and under which light to draw."""

    canvas: Canvas
    placement: Placement
    light: Light

    def inside(self, inner: Placement) -> "Brush":
        """The same brush for things given in inner coordinates."""
        return Brush(self.canvas, self.placement.after(inner), self.light)

    def shape(self, *outlines: Outline | Points) -> Patch:
        """The patch inside smooth closed outlines."""
        return raster.fill([self.placement(smooth(outline)) for outline in outlines], self.canvas.size_px)

    def lines(self, lines: Sequence[Outline | Points], width: float) -> Patch:
        """The patch under smooth open lines; width in bird units."""
        placed = [self.placement(smooth(line, closed=False)) for line in lines]
        return raster.stroke(placed, width * self.placement.scale, self.canvas.size_px)

    def pixels(self, units: float) -> float:
        """Bird units as pixels."""
        return units * self.placement.scale

    def relief(self, patch: Patch, units: float) -> Patch:
        """How the pillow-like patch faces the light; units: how far the rounding reaches in from its edge."""
        return relief(patch, max(1.5, self.pixels(units)), self.light.direction)

    def lay(self, patch: Patch, colour: Colour, part: str | None, facing: Patch | float = 0.0) -> None:
        """Paint a patch in the light."""
        field = facing.over(patch) if isinstance(facing, Patch) else np.full_like(patch.alpha, facing)
        self.canvas.paint(patch, self.light.on(colour, field), part)

    def lay_with(self, patch: Patch, base: Tint, inlays: Sequence[tuple[Patch, Tint]], facing: Patch) -> None:
        """Paint a patch and what is inlaid in it in one go, so that none shines through at the other's outline."""
        field = facing.over(patch)
        paint, bare = self.light.on(base.colour, field), np.ones_like(field)
        for inlay, tint in inlays:
            share = inlay.over(patch)[..., None]
            paint = paint + share * (self.light.on(tint.colour, field) - paint)
            bare *= share[..., 0] < 1
        self.canvas.paint(patch, paint)
        self.canvas.label(patch, base.part)
        self.canvas.touch(patch.times(bare), base.part)
        for inlay, tint in inlays:
            self.canvas.label(inlay.within(patch), tint.part)
            self.canvas.touch(inlay.within(patch), tint.part)

    def shade(self, patch: Patch, strength: float, colour: Colour = (0.08, 0.09, 0.13)) -> None:
        """Darken under a patch."""
        self.canvas.darken(patch, colour, strength)

    def cast(self, patch: Patch, onto: Patch, units: float, strength: float) -> None:
        """The soft shadow that a patch throws onto another one, away from the light."""
        reach = self.pixels(units)
        dx, dy = self.light.direction
        shadow = halo(patch, max(1.5, reach), (-dx * reach * 0.7, -dy * reach * 0.7))
        self.shade(shadow.within(onto), strength * (0.4 + 0.6 * self.light.contrast))

    def along(self, patch: Patch, start: tuple[float, float], end: tuple[float, float]) -> Field:
        """A ramp over the patch: 0 at and before `start`, 1 at and after `end` (bird coordinates), smooth between."""
        (x0, y0), (x1, y1) = self.placement(np.array([start, end]))
        ax, ay = x1 - x0, y1 - y0
        rows, columns = patch.box
        y, x = np.ogrid[rows, columns]
        t = np.clip(((x + 0.5 - x0) * ax + (y + 0.5 - y0) * ay) / (ax * ax + ay * ay), 0, 1)
        ramp: Field = (t * t * (3 - 2 * t)).astype(np.float32)
        return ramp
