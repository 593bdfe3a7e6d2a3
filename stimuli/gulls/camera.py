"""What weather and camera do to the whole picture, the same way at every pixel whatever is shown there."""

import math

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from stimuli.gulls import raster
from stimuli.gulls.canvas import Canvas
from stimuli.gulls.light import Paint
from stimuli.gulls.scene import Camera, Scene
from stimuli.gulls.streams import stream


def photographed(canvas: Canvas, scene: Scene, seed: int) -> NDArray[np.uint8]:
    """The finished picture: rain, haze, grading, blur, then noise that does not depend on the content."""
    if scene.weather == "rain":
        _draw_rain(canvas, stream(seed, "rain"))
    graded = _bytes(_graded(canvas.rgb, scene.camera))
    sigma = scene.camera.blur * canvas.size_px
    blurred = (
        Image.fromarray(graded).filter(ImageFilter.GaussianBlur(sigma)) if sigma > 0.15 else Image.fromarray(graded)
    )
    noise = _noise(stream(seed, "noise"), canvas.size_px) * np.float32(scene.camera.noise)
    return _bytes(np.asarray(blurred, dtype=np.float32) / 255 + noise)


def blur_reach_px(camera: Camera, size_px: int) -> int:
    """How far a pixel's content can spread: Pillow's Gaussian blur is three box blurs."""
    sigma = camera.blur * size_px
    box = (math.sqrt(4 * sigma**2 + 1) - 1) / 2
    return 3 * math.ceil(box) if sigma > 0.15 else 0


def _graded(rgb: Paint, camera: Camera) -> Paint:
    haze = np.float32(camera.haze)
    hazy = rgb * (1 - haze) + haze * np.asarray(camera.haze_colour, dtype=np.float32)
    graded: Paint = hazy * np.asarray(camera.tint, dtype=np.float32) * np.float32(camera.exposure)
    return graded


def _noise(rng: Generator, size_px: int) -> Paint:
    grain = rng.standard_normal((size_px, size_px, 1), dtype=np.float32)
    colour = rng.standard_normal((size_px // 2 + 1, size_px // 2 + 1, 3), dtype=np.float32)
    noise: Paint = grain + np.float32(0.35) * colour.repeat(2, axis=0).repeat(2, axis=1)[:size_px, :size_px]
    return noise


def _draw_rain(canvas: Canvas, rng: Generator) -> None:
    size = canvas.size_px
    slant = rng.uniform(-0.15, 0.15)
    drops = rng.random((60, 3)) * (1.1, 1.1, 1.0)
    lines = [np.array([(x, y), (x + slant * (0.02 + 0.04 * z), y + 0.02 + 0.04 * z)]) * size for x, y, z in drops]
    canvas.paint(raster.stroke(lines, size / 500, size).times(0.30), (0.92, 0.94, 0.96))


def _bytes(rgb: Paint) -> NDArray[np.uint8]:
    return (np.clip(rgb, 0, 1) * np.float32(255) + np.float32(0.5)).astype(np.uint8)
