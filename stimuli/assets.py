"""Pictures on disk, named after their hash: the name says nothing of class or arm."""

from hashlib import sha256
from pathlib import Path

from stimuli.images import Pixels
from stimuli.manifest import ASSET_FOLDER, Asset, PictureFile
from stimuli.picture_copies import FALLBACK_PX, jpeg, shrunk, smaller, webp
from stimuli.store import write_in_one_step

MEDIA_TYPES = {".webp": "image/webp", ".jpg": "image/jpeg"}


def write_asset(
    pixels: Pixels, alt: str, quality: int, out: Path, *, caption: str = "", lossless: bool = False, sized: bool = True
) -> Asset:
    """Writes a picture, with its copies for other screens and browsers, into OUT/assets; what is known of it.

    lossless: every pixel as it is; of the smaller copies every pixel that was resampled.  The fallback never is.
    sized: shown in the square of a stimulus; there are smaller copies of it then.
    """
    whole = write_picture(pixels, quality, out, lossless=lossless)
    copies = [write_picture(one, quality, out, lossless=lossless) for one in smaller(pixels)] if sized else []
    plain = shrunk(pixels, FALLBACK_PX) if sized else pixels
    fallback = _written(plain, jpeg(plain, quality), ".jpg", out)
    return Asset(**whole.model_dump(), alt=alt, caption=caption, smaller=tuple(copies), fallback=fallback)


def write_picture(pixels: Pixels, quality: int, out: Path, *, lossless: bool = False) -> PictureFile:
    """Writes a picture alone into OUT/assets; what is known of its file."""
    return _written(pixels, webp(pixels, quality, lossless=lossless), ".webp", out)


def path_of(file: PictureFile, out: Path) -> Path:
    """Where a picture lies."""
    return out / ASSET_FOLDER / file.file_name


def is_whole(asset: Asset, out: Path) -> bool:
    """Whether the picture and its copies are there in their full length."""
    return all(_is_there(file, out) for file in asset.files)


def _is_there(file: PictureFile, out: Path) -> bool:
    path = path_of(file, out)
    return path.is_file() and path.stat().st_size == file.size_bytes


def _written(pixels: Pixels, content: bytes, suffix: str, out: Path) -> PictureFile:
    height, width = pixels.shape[:2]
    file = PictureFile(
        sha256=sha256(content).hexdigest(),
        suffix=suffix,
        media_type=MEDIA_TYPES[suffix],
        width_px=width,
        height_px=height,
        size_bytes=len(content),
    )
    write_in_one_step(path_of(file, out), content)
    return file
