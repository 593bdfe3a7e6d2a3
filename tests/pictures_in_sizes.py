"""Pictures that have copies in other sizes, as the builder writes them, for tests of how they are served and drawn."""

from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from stimuli import manifest
from stimuli.assets import write_asset
from stimuli.images import Pixels
from stimuli.manifest import ASSET_FOLDER, Asset, StimulusSet

PARTS = {".webp": ("WEBP", "image/webp", {"lossless": True}), ".jpg": ("JPEG", "image/jpeg", {})}


def photograph(width_px: int, height_px: int, seed: int = 1) -> Pixels:
    """Soft colours under fine grain, of that size."""
    rng = np.random.default_rng(seed)
    soft = Image.fromarray(rng.integers(0, 255, (9, 9, 3), dtype=np.uint8)).resize(
        (width_px, height_px), Image.Resampling.BICUBIC
    )
    grain = rng.integers(-6, 7, (height_px, width_px, 1))
    return np.clip(np.asarray(soft).astype(int) + grain, 0, 255).astype(np.uint8)


def large_asset(folder: Path, width_px: int, height_px: int, seed: int = 1) -> Asset:
    """Such a picture with all its copies, written to folder/assets."""
    return write_asset(photograph(width_px, height_px, seed), f"Picture {seed}", 80, folder)


def give_copies(folder: Path, made: StimulusSet) -> StimulusSet:
    """The set again, written anew: every picture but sheets of tiles has a copy of half its size and one as JPEG."""
    changed = StimulusSet.model_validate(_copied(made.model_dump(mode="json"), folder / ASSET_FOLDER))
    manifest.write(changed, folder)
    return changed


def _copied(value: Any, folder: Path) -> Any:
    """A value of the manifest's JSON with the copies of every picture in it."""
    if isinstance(value, list):
        return [_copied(each, folder) for each in value]
    if not isinstance(value, dict):
        return value
    if "alt" in value and value.get("suffix") == ".webp":
        with Image.open(folder / f"{value['sha256']}.webp") as image:
            half = image.convert("RGB").resize((image.width // 2, image.height // 2))
        return {**value, "smaller": [_written(half, ".webp", folder)], "fallback": _written(half, ".jpg", folder)}
    return {name: _copied(each, folder) for name, each in value.items()}


def _written(image: Image.Image, suffix: str, folder: Path) -> dict[str, object]:
    kind, media_type, how = PARTS[suffix]
    buffer = BytesIO()
    image.save(buffer, kind, **how)
    content = buffer.getvalue()
    name = sha256(content).hexdigest()
    (folder / f"{name}{suffix}").write_bytes(content)
    facts = {"width_px": image.width, "height_px": image.height, "size_bytes": len(content)}
    return {"sha256": name, "suffix": suffix, "media_type": media_type, **facts}
