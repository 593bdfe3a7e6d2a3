"""A picture's file says nothing but its pixels: no metadata, a name that is its hash."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from stimuli.assets import path_of, write_asset
from stimuli.manifest import ASSET_FOLDER
from tests.builders import write_stimulus_set
from tests.graph_pictures import attention_graph

PIXELS_ONLY = {".webp": {"VP8 ", "VP8L"}, ".png": {"IHDR", "PLTE", "tRNS", "IDAT", "IEND"}}


def chunks(content: bytes) -> Iterator[str]:
    """The names of the chunks that a WebP or PNG file is made of, in order."""
    is_webp = content[:4] == b"RIFF"
    assert is_webp or content[:8] == b"\x89PNG\r\n\x1a\n"
    at = 12 if is_webp else 8
    while at < len(content):
        name, size = (content[at : at + 4], content[at + 4 : at + 8]) if is_webp else _png_head(content, at)
        yield name.decode("ascii")
        length = int.from_bytes(size, "little" if is_webp else "big")
        at += 8 + length + (length % 2 if is_webp else 4)
    assert at == len(content)


def _png_head(content: bytes, at: int) -> tuple[bytes, bytes]:
    return content[at + 4 : at + 8], content[at : at + 4]


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Of the small sets of the tests."""
    folder = tmp_path_factory.mktemp("set")
    write_stimulus_set(folder, per_class=2)
    attention_graph(folder)
    return sorted((folder / ASSET_FOLDER).iterdir())


@pytest.mark.parametrize("lossless", [True, False])
def test_a_picture_of_a_real_build_has_pixels_and_no_metadata(tmp_path: Path, lossless: bool) -> None:
    pixels = np.random.default_rng(1).integers(0, 255, (40, 60, 3), dtype=np.uint8)
    path = path_of(write_asset(pixels, "a bird", 80, tmp_path, caption="Herring", lossless=lossless), tmp_path)
    assert list(chunks(path.read_bytes())) == ["VP8L" if lossless else "VP8 "]
    assert path.stem == sha256(path.read_bytes()).hexdigest()


def test_pictures_have_pixels_and_no_metadata(pictures: list[Path]) -> None:
    assert len(pictures) > 40
    for path in pictures:
        assert set(chunks(path.read_bytes())) <= PIXELS_ONLY[path.suffix]


def test_a_picture_is_named_by_its_hash(pictures: list[Path]) -> None:
    for path in pictures:
        assert path.stem == sha256(path.read_bytes()).hexdigest()
