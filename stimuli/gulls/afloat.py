"""The water around a swimming bird: it hides the belly, mirrors the bird and ripples."""

import numpy as np
from numpy.random import Generator

from stimuli.gulls.brush import Brush
from stimuli.gulls.curves import smooth
from stimuli.gulls.fields import cloudy, soften, stretched
from stimuli.gulls.framing import WATERLINE
from stimuli.gulls.light import Paint
from stimuli.gulls.raster import Field, Patch, stroke

MIRRORED = (0.84, 0.86, 0.87)


def draw_water_in_front(brush: Brush, water: Paint, rng: Generator) -> None:
    """Lay the water back over everything below the waterline, with the bird's reflection in it.

    The reflection is grey for every bird, so that a changed mark changes nothing but the mark.
    """
    canvas, size = brush.canvas, brush.canvas.size_px
    line = float(brush.placement(np.array([(50.0, WATERLINE)]))[0, 1])
    silhouette = (canvas.labels > 0).astype(np.float32)
    top = max(0, int(line) - int(0.05 * size))
    front = water[top:].copy()
    mirror = _reflection(silhouette, line, top, brush, rng)
    front += mirror[..., None] * (np.asarray(MIRRORED, dtype=np.float32) * (0.45 + 0.55 * front) - front)
    canvas.cover(Patch(top, 0, _below(line, top, brush, rng)), front)
    _draw_ripples(brush, line, rng)


def _below(line: float, top: int, brush: Brush, rng: Generator) -> Field:
    size = brush.canvas.size_px
    wobble = cloudy(rng, 2, size, (1, 12), 2)[0] * brush.pixels(0.8)
    rows = np.arange(top, size, dtype=np.float32)[:, None]
    depth = (rows - np.float32(line) - wobble[None, :]) / np.float32(brush.pixels(0.5))
    return np.asarray(np.clip(depth + 0.5, 0, 1), dtype=np.float32)


def _reflection(silhouette: Field, line: float, top: int, brush: Brush, rng: Generator) -> Field:
    size = silhouette.shape[0]
    depth = np.arange(top, size, dtype=np.float32) - np.float32(line)
    source = np.clip(line - np.maximum(depth, 0) / 0.75, 0, size - 1).astype(int)
    image = soften(silhouette[source], max(2.0, brush.pixels(1.0)))
    waves = stretched(rng.uniform(-1, 1, (70, 6)).astype(np.float32), len(source), size)
    reach = np.float32(brush.pixels(2.2)) * np.clip(depth / np.float32(brush.pixels(10)), 0.15, 1.5)[:, None]
    columns = np.clip(np.arange(size)[None, :] + waves * reach, 0, size - 1).astype(int)
    broken = np.take_along_axis(image, columns, axis=1)
    fading = np.clip(1 - depth / np.float32(brush.pixels(48)), 0, 1)[:, None] * (depth > 0)[:, None]
    reflection: Field = (broken * fading * (0.62 + 0.22 * waves)).astype(np.float32)
    return reflection


def _draw_ripples(brush: Brush, line: float, rng: Generator) -> None:
    canvas = brush.canvas
    centre = float(brush.placement(np.array([(52.0, WATERLINE)]))[0, 0])
    for ring in range(3):
        arcs = []
        for start in rng.uniform(0, 2 * np.pi, 5):
            angle = start + np.linspace(0, rng.uniform(0.5, 1.1), 8)
            angle = angle[np.sin(angle) > -0.05]
            if len(angle) > 2:
                rx, ry = brush.pixels(40 + 8 * ring), brush.pixels(4.5 + 3.2 * ring)
                arcs.append(
                    smooth(np.stack([centre + rx * np.cos(angle), line + ry * np.sin(angle)], axis=1), closed=False)
                )
        if arcs:
            lines = stroke(arcs, brush.pixels(0.55), canvas.size_px)
            canvas.paint(lines.times(0.34 - 0.08 * ring), (0.95, 0.97, 0.98))
    contact = smooth(
        [(centre - brush.pixels(34), line), (centre, line + brush.pixels(0.7)), (centre + brush.pixels(33), line)],
        closed=False,
    )
    brush.shade(stroke([contact], brush.pixels(1.0), canvas.size_px), 0.25)
