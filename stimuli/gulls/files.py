"""Pictures and masks as files: encoded, marked as CC0, written whole or not at all."""

import os
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, PngImagePlugin

from stimuli.gulls.canvas import LABELS
from stimuli.gulls.corner_mark import CORNER_MARK
from stimuli.gulls.marks import RENDERER_VERSION
from stimuli.gulls.picture import GullPicture

LICENCE = "CC0-1.0 https://creativecommons.org/publicdomain/zero/1.0/"
SUFFIXES = (".png", ".webp", ".jpg")
MASK_CODES = {**LABELS, CORNER_MARK: len(LABELS) + 1}
# One colour per code; 0 is what is not the bird.
PALETTE = (
    (0, 0, 0), (240, 190, 30), (220, 40, 40), (90, 60, 160), (245, 245, 245), (130, 140, 150), (40, 40, 45),
    (240, 140, 160),
    (200, 205, 215), (0, 160, 150),
)  # fmt: skip


def picture_bytes(image: NDArray[np.uint8], suffix: str) -> bytes:
    """An RGB picture in the format of the suffix, marked as CC0 where the format can say so."""
    file, picture = BytesIO(), Image.fromarray(image)
    if suffix == ".png":
        picture.save(file, "PNG", pnginfo=_licence(), compress_level=6)
    elif suffix == ".webp":
        picture.save(file, "WEBP", quality=92, method=2)
    else:
        picture.save(file, "JPEG", quality=94, subsampling=0, comment=LICENCE.encode())
    return file.getvalue()


def mask_bytes(picture: GullPicture) -> bytes:
    """All masks of a picture as one indexed PNG: 0 background, the parts in the order of MARKS, the corner mark."""
    labels = np.zeros(picture.image.shape[:2], dtype=np.uint8)
    for part, mask in picture.masks.items():
        labels[mask] = MASK_CODES[part]
    indexed = Image.fromarray(labels)
    indexed.putpalette([channel for colour in PALETTE for channel in colour])
    file = BytesIO()
    indexed.save(file, "PNG", pnginfo=_licence())
    return file.getvalue()


def write_atomically(path: Path, content: bytes) -> None:
    """Write a whole file or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _licence() -> PngImagePlugin.PngInfo:
    info = PngImagePlugin.PngInfo()
    info.add_text("Copyright", LICENCE)
    info.add_text("Software", f"gullseye gulls, renderer version {RENDERER_VERSION}")
    return info
