"""Pictures in and out: load, crop, resize.  No torch here."""

import struct
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from stimuli.errors import StimuliError

Pixels = NDArray[np.uint8]  # (H, W, 3), sRGB
Triple = tuple[float, float, float]

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff"})
MOST_PIXELS = 64_000_000
_UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, struct.error, Image.DecompressionBombError)


@dataclass(frozen=True)
class Preprocessing:
    """How a picture becomes the classifier's input.

    squash: the whole picture is resized to input_px x input_px, whatever its shape.
    crop: the short side is resized to resize_px, then the middle input_px x input_px is kept.
    mean, std: per channel, for values in [0, 1].
    """

    input_px: int
    mean: Triple
    std: Triple
    resize: Literal["squash", "crop"] = "squash"
    resize_px: int | None = None
    interpolation: Literal["bilinear", "bicubic"] = "bilinear"

    @property
    def short_side_px(self) -> int:
        """Length to which crop resizes the short side; where none is given, 8/7 of the input (256 for 224)."""
        return self.resize_px or round(self.input_px * 8 / 7)


def load(path: Path) -> Pixels:
    """The picture of a file, upright, as RGB; StimuliError where it is torn, no picture, or too large to trust."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path) as image:
                _refuse_bombs(path, image)
                return np.asarray(_opaque(_eight_bits(ImageOps.exif_transpose(image))))
    except FileNotFoundError:
        raise StimuliError(f"{path}: no such image") from None
    except _UNREADABLE as fault:
        reason = "not an image that Pillow can read" if isinstance(fault, UnidentifiedImageError) else fault
        raise StimuliError(f"{path}: torn or unreadable image: {reason}") from None


def _eight_bits(image: Image.Image) -> Image.Image:
    """The picture with 8 bits a channel; ValueError where its white is not known.

    Pillow by itself would cut 16 bits off at 255.  It reads 16 bits of three channels as 8 already; those of grey
    pictures it keeps.
    """
    if image.mode.startswith("I;16"):
        values = np.asarray(image).astype(np.float32)
        return Image.fromarray((values / 257).round().astype(np.uint8))
    if image.mode in ("I", "F"):
        raise ValueError(
            f"32 bits a pixel (Pillow's mode {image.mode!r}), whose white is not known; save it with 8 bits"
        )
    return image


def _opaque(image: Image.Image) -> Image.Image:
    """As RGB, on white where it is transparent."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    cut_out = image.convert("RGBA")
    whole = Image.new("RGBA", cut_out.size, "white")
    whole.alpha_composite(cut_out)
    return whole.convert("RGB")


def _refuse_bombs(path: Path, image: Image.Image) -> None:
    if image.width * image.height > MOST_PIXELS:
        size = f"{image.width} x {image.height} pixels"
        raise StimuliError(f"{path}: {size}; at most {MOST_PIXELS // 1_000_000} million are read: make it smaller")


def resized(pixels: Pixels, width_px: int, height_px: int, interpolation: str = "bilinear") -> Pixels:
    """The picture at another size, anti-aliased."""
    if pixels.shape[:2] == (height_px, width_px):
        return pixels
    how = Image.Resampling.BICUBIC if interpolation == "bicubic" else Image.Resampling.BILINEAR
    return np.asarray(Image.fromarray(pixels).resize((width_px, height_px), how))


def as_input(pixels: Pixels, preprocessing: Preprocessing) -> Pixels:
    """The picture as the classifier sees it, before normalisation: (input_px, input_px, 3)."""
    side = preprocessing.input_px
    if preprocessing.resize == "squash":
        return resized(pixels, side, side, preprocessing.interpolation)
    height, width = pixels.shape[:2]
    short = preprocessing.short_side_px
    long = int(short * max(height, width) / min(height, width))
    size = (long, short) if width > height else (short, long)
    return _middle(resized(pixels, *size, preprocessing.interpolation), side)


def _middle(pixels: Pixels, side: int) -> Pixels:
    top, left = (round((length - side) / 2) for length in pixels.shape[:2])
    return pixels[top : top + side, left : left + side]


def as_shown(pixels: Pixels, preprocessing: Preprocessing, size_px: int) -> Pixels:
    """The part of the picture that the classifier sees, in its own shape, never enlarged; longer side <= size_px."""
    if preprocessing.resize == "crop":
        share = preprocessing.input_px / preprocessing.short_side_px
        pixels = _middle(pixels, round(min(pixels.shape[:2]) * share))
    height, width = pixels.shape[:2]
    scale = min(1.0, size_px / max(height, width))
    return resized(pixels, max(1, round(width * scale)), max(1, round(height * scale)))
