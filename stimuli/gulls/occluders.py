"""Things between the camera and the bird: grass, a rock, a post, a wave, a branch."""

import numpy as np
from numpy.random import Generator

from stimuli.gulls import raster
from stimuli.gulls.brush import Brush
from stimuli.gulls.curves import Placement, ellipse, smooth
from stimuli.gulls.fields import cloudy, relief
from stimuli.gulls.framing import WATERLINE
from stimuli.gulls.scene import Scene
from stimuli.gulls.surroundings.grass import GREENS, tufts
from stimuli.gulls.surroundings.water import WATERS


def draw_occluder(brush: Brush, scene: Scene, rng: Generator) -> str:
    """Draw what stands in front; gives its plain name back. reach in the scene: how much of the bird it hides."""
    kind = _kind(scene, rng)
    draw = {"post": _post, "grass": _grass, "rock": _rock, "wave": _wave, "branch": _branch}[kind]
    draw(brush, scene, rng)
    return kind


def _kind(scene: Scene, rng: Generator) -> str:
    post = rng.random() < 0.35
    if scene.pose == "flying":
        return "branch"
    if post or (scene.pose == "standing" and scene.background == "roof"):
        return "post"
    if scene.pose == "swimming":
        return "wave"
    return "rock" if scene.background == "sea" else "grass"


def _post(brush: Brush, scene: Scene, rng: Generator) -> None:
    reach = scene.reach
    size = brush.canvas.size_px
    x = float(brush.placement(np.array([(2.0 + 96.0 * reach, 50.0)]))[0, 0])
    half, top = brush.pixels(3.4), size * float(rng.uniform(0.02, 0.4))
    wood = raster.fill([np.array([(x - half, top), (x + half, top), (x + half, size), (x - half, size)])], size)
    facing = brush.relief(wood, 3.2).over(wood)
    grain = cloudy(rng, size, size, (4, 160), 2)[wood.box]
    brush.canvas.cover(wood, brush.light.on((0.42, 0.35, 0.29), facing + 0.5 * grain))
    cap = raster.fill([ellipse(x, top, half * 1.12, half * 0.45)], size)
    brush.canvas.cover(cap, (0.55, 0.49, 0.43))


def _grass(brush: Brush, scene: Scene, rng: Generator) -> None:
    reach = scene.reach
    size = brush.canvas.size_px
    foot = float(brush.placement(np.array([(60.0, 101.5)]))[0, 1]) / size
    height = 0.05 + 0.30 * reach
    for colour in GREENS:
        blades = [blade * size for blade in tufts(rng, 28, (foot, foot + 0.10), height)]
        brush.canvas.cover(raster.stroke(blades, size / 190, size), colour)


def _rock(brush: Brush, scene: Scene, rng: Generator) -> None:
    reach = scene.reach
    size = brush.canvas.size_px
    x, y = brush.placement(np.array([(46.0 + 30.0 * float(rng.random()), 99.0 - 22.0 * reach)]))[0]
    w = brush.pixels(11 + 11 * reach)
    bumps = rng.uniform(-0.08, 0.08, 5) * w
    outline = [
        (x - 1.5 * w, y + 1.3 * w),
        (x - 0.9 * w, y + 0.42 * w + bumps[0]),
        (x - 0.35 * w, y + bumps[1]),
        (x + 0.3 * w, y + bumps[2]),
    ]
    outline += [
        (x + 0.95 * w, y + 0.5 * w + bumps[3]),
        (x + 1.6 * w, y + 1.4 * w),
        (x + 2.6 * w, y + 4 * w),
        (x - 2.6 * w, y + 4 * w),
    ]
    stone = raster.fill([smooth(outline)], size)
    texture = cloudy(rng, size, size, (20, 20), 3)[stone.box]
    brush.canvas.cover(stone, brush.light.on((0.50, 0.48, 0.45), brush.relief(stone, 7).over(stone) + 0.4 * texture))


def _wave(brush: Brush, scene: Scene, rng: Generator) -> None:
    reach = scene.reach
    size = brush.canvas.size_px
    crest = float(brush.placement(np.array([(50.0, WATERLINE + 3.0 - 16.0 * reach)]))[0, 1])
    xs = np.linspace(-0.05, 1.05, 14) * size
    ys = crest + cloudy(rng, 2, 14, (1, 5), 2)[0] * brush.pixels(3.0)
    outline = np.concatenate(
        [
            np.stack([xs, ys], axis=1),
            [(1.05 * size, crest + brush.pixels(30)), (-0.05 * size, crest + brush.pixels(30))],
        ]
    )
    wave = raster.fill([smooth(outline)], size)
    rows = np.arange(wave.alpha.shape[0], dtype=np.float32)[:, None] / np.float32(brush.pixels(18))
    solid = wave.times(np.clip(3.0 - 2 * rows, 0, 1))
    texture = cloudy(rng, size, size, (40, 12), 3)[wave.box]
    far, near = np.array(WATERS[scene.weather])
    red, green, blue = (0.4 * far + 0.6 * near).tolist()
    brush.canvas.cover(solid, brush.light.on((red, green, blue), np.clip(0.6 - rows, -0.4, 0.6) + 0.6 * texture))
    foam = raster.stroke([smooth(np.stack([xs, ys], axis=1), closed=False)], brush.pixels(1.2), size)
    broken = np.clip(cloudy(rng, 2, size, (1, 14), 3)[:1, foam.box[1]] + 0.15, 0, 0.7)
    brush.canvas.paint(foam.times(broken), (0.95, 0.97, 0.98))


def _branch(brush: Brush, scene: Scene, rng: Generator) -> None:
    reach = scene.reach
    size = brush.canvas.size_px
    x, y = brush.placement(np.array([(-2.0 + 90.0 * reach, 14.0 + float(rng.uniform(-16, 10)))]))[0]
    root = (
        -0.03 * size if brush.placement.matrix[0][0] > 0 else 1.03 * size,
        y + size * float(rng.uniform(-0.10, 0.25)),
    )
    bow = size * float(rng.uniform(-0.05, 0.05))
    twig = smooth([root, ((x + root[0]) / 2, (y + root[1]) / 2 + bow), (x, y)], closed=False)
    wood = raster.stroke([twig], size / 75, size)
    brush.canvas.cover(wood, brush.light.on((0.36, 0.29, 0.24), brush.relief(wood, 1.5).over(wood)))
    for index, (side, length, tone) in enumerate(rng.random((7, 3))):
        base = twig[-1 - (index * len(twig)) // 8]
        _leaf(brush, (float(base[0]), float(base[1])), -1.2 + 5.0 * side, size * (0.030 + 0.022 * length), tone)


def _leaf(brush: Brush, base: tuple[float, float], angle: float, length: float, tone: float) -> None:
    c, s = float(np.cos(angle)), float(np.sin(angle))
    blade = Placement(((c * length, -s * length), (s * length, c * length)), base)
    outline = smooth(
        [(0.0, 0.0), (0.0, 0.0), (0.35, -0.24), (0.75, -0.16), (1.0, 0.0), (1.0, 0.0), (0.75, 0.18), (0.35, 0.24)]
    )
    leaf = raster.fill([blade(outline)], brush.canvas.size_px)
    green = (0.30 + 0.12 * tone, 0.43 + 0.10 * tone, 0.20 + 0.05 * tone)
    brush.canvas.cover(
        leaf, brush.light.on(green, relief(leaf, max(1.5, length / 4), brush.light.direction).over(leaf))
    )
    vein = raster.stroke([blade([(0.0, 0.0), (0.9, 0.0)])], length / 14, brush.canvas.size_px)
    brush.canvas.darken(vein, (0.1, 0.15, 0.05), 0.3)
