"""Pictures on disk, named after their hash: the name says nothing of class or arm."""

from hashlib import sha256
from io import BytesIO
from pathlib import Path

from PIL import Image

from stimuli.images import Pixels
from stimuli.manifest import ASSET_FOLDER, Asset
from stimuli.store import write_in_one_step

SUFFIX, MEDIA_TYPE = ".webp", "image/webp"


def webp(pixels: Pixels, quality: int, *, lossless: bool = False) -> bytes:
    """A picture as WebP, without any metadata.  quality: of a lossless one, the work spent on making it small."""
    content = BytesIO()
    Image.fromarray(pixels).save(content, "WEBP", quality=quality, method=4, lossless=lossless)
    return content.getvalue()


def write_asset(
    pixels: Pixels, alt: str, quality: int, out: Path, *, caption: str = "", lossless: bool = False
) -> Asset:
    """Writes a picture into OUT/assets; what is known of it.  lossless: every pixel as it is."""
    content = webp(pixels, quality, lossless=lossless)
    height, width = pixels.shape[:2]
    asset = Asset(
        sha256=sha256(content).hexdigest(),
        suffix=SUFFIX,
        media_type=MEDIA_TYPE,
        width_px=width,
        height_px=height,
        size_bytes=len(content),
        alt=alt,
        caption=caption,
    )
    write_in_one_step(path_of(asset, out), content)
    return asset


def path_of(asset: Asset, out: Path) -> Path:
    """Where a picture lies."""
    return out / ASSET_FOLDER / asset.file_name


def is_whole(asset: Asset, out: Path) -> bool:
    """Whether the picture is there in its full length."""
    path = path_of(asset, out)
    return path.is_file() and path.stat().st_size == asset.size_bytes
