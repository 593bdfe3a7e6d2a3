"""Every picture is there in the sizes that screens need, and in a format that every browser reads."""

import multiprocessing
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from stimuli.assets import is_whole, path_of, write_asset
from stimuli.manifest import ASSET_FOLDER, Asset
from stimuli.picture_copies import shrunk, smaller
from tests.pictures_in_sizes import large_asset, photograph


def sizes(asset: Asset) -> list[tuple[str, int, int]]:
    return [(file.suffix, file.width_px, file.height_px) for file in asset.files]


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ((224, 224), [(".webp", 224, 224), (".jpg", 224, 224)]),
        ((448, 448), [(".webp", 448, 448), (".jpg", 448, 448)]),
        ((512, 512), [(".webp", 512, 512), (".jpg", 512, 512)]),  # 448 would be hardly smaller
        ((600, 300), [(".webp", 600, 300), (".webp", 448, 224), (".jpg", 600, 300)]),
        (
            (1500, 1000),
            [(".webp", 1500, 1000), (".webp", 448, 299), (".webp", 672, 448), (".webp", 896, 598), (".jpg", 896, 598)],
        ),
        (
            (500, 2000),
            [
                (".webp", 500, 2000),
                (".webp", 112, 448),
                (".webp", 168, 672),
                (".webp", 224, 896),
                (".webp", 336, 1344),
                (".jpg", 224, 896),
            ],
        ),
    ],
)
def test_a_picture_has_the_sizes_that_are_worth_it_and_is_never_enlarged(
    tmp_path: Path, shape: tuple[int, int], expected: list[tuple[str, int, int]]
) -> None:
    asset = large_asset(tmp_path, *shape)
    assert sizes(asset) == expected
    for file in asset.files:
        with Image.open(path_of(file, tmp_path)) as image:
            assert (image.size, image.get_format_mimetype()) == ((file.width_px, file.height_px), file.media_type)


def test_what_is_not_shown_in_the_square_of_a_stimulus_has_one_size(tmp_path: Path) -> None:
    asset = write_asset(photograph(1000, 1200), "", 80, tmp_path, sized=False)
    assert sizes(asset) == [(".webp", 1000, 1200), (".jpg", 1000, 1200)]


def test_pictures_of_one_shape_have_the_same_sizes_whatever_they_show_and_however_they_are_kept(tmp_path: Path) -> None:
    flat = np.full((900, 700, 3), 128, dtype=np.uint8)
    found = {tuple(sizes(write_asset(each, "", 80, tmp_path))) for each in (flat, photograph(700, 900))}
    found.add(tuple(sizes(write_asset(flat, "", 80, tmp_path, lossless=True))))
    assert len(found) == 1


def test_a_copy_is_named_by_its_hash_and_made_again_it_is_the_same_byte_for_byte(tmp_path: Path) -> None:
    once, again = (large_asset(tmp_path / name, 1000, 800) for name in ("once", "again"))
    assert once == again
    for file in once.files:
        content = path_of(file, tmp_path / "once").read_bytes()
        assert content == path_of(file, tmp_path / "again").read_bytes()
        assert (sha256(content).hexdigest(), len(content)) == (file.sha256, file.size_bytes)


def test_a_copy_shows_the_picture_and_no_pixels_of_its_own(tmp_path: Path) -> None:
    """Broad stripes stay where they are, in their colours, and fine ones become their mean instead of a moiré."""
    broad = np.zeros((1344, 1344, 3), dtype=np.uint8)
    broad[:, 672:] = (200, 100, 50)
    fine = np.zeros((1344, 1344, 3), dtype=np.uint8)
    fine[:, ::2] = 200
    half = shrunk(broad, 448)
    assert (half[:, :220] == 0).all()
    assert (half[:, 228:] == (200, 100, 50)).all()
    assert abs(shrunk(fine, 448)[4:-4, 4:-4].astype(int) - 100).max() <= 3


def test_copies_of_a_lossless_picture_are_lossless(tmp_path: Path) -> None:
    pixels = photograph(600, 600)
    asset = write_asset(pixels, "", 80, tmp_path, lossless=True)
    for file, expected in zip(asset.widths, [*smaller(pixels), pixels], strict=True):
        with Image.open(path_of(file, tmp_path)) as image:
            assert np.array_equal(np.asarray(image.convert("RGB")), expected)


def test_the_fallback_keeps_colours_that_lie_close_together(tmp_path: Path) -> None:
    """One red line on blue: with colours at half resolution it would be purple."""
    pixels = np.zeros((448, 448, 3), dtype=np.uint8)
    pixels[...] = (0, 0, 255)
    pixels[:, 100] = (255, 0, 0)
    fallback = write_asset(pixels, "", 90, tmp_path).fallback
    assert fallback is not None
    with Image.open(path_of(fallback, tmp_path)) as image:
        red, _, blue = np.asarray(image)[200, 100].astype(int)
    assert red > 200
    assert blue < 60


def test_the_fallback_has_no_metadata(tmp_path: Path) -> None:
    fallback = large_asset(tmp_path, 64, 48).fallback
    assert fallback is not None
    with Image.open(BytesIO(path_of(fallback, tmp_path).read_bytes())) as image:
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert "comment" not in image.info
        assert not image.getexif()


@pytest.mark.parametrize("damage", ["missing", "torn"])
@pytest.mark.parametrize("which", range(5))
def test_a_picture_without_one_of_its_copies_is_not_whole(tmp_path: Path, which: int, damage: str) -> None:
    asset = large_asset(tmp_path, 1200, 900)
    assert is_whole(asset, tmp_path)
    path = path_of(asset.files[which], tmp_path)
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:100])
    assert not is_whole(asset, tmp_path)


def _write(folder: Path) -> None:
    for seed in range(4):
        large_asset(folder, 700, 700, seed)


def test_two_processes_may_write_the_same_pictures_at_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write, args=(tmp_path,)) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0]
    expected = [large_asset(tmp_path / "alone", 700, 700, seed) for seed in range(4)]
    assert all(is_whole(asset, tmp_path) for asset in expected)
    names = {file.file_name for asset in expected for file in asset.files}
    assert {path.name for path in (tmp_path / ASSET_FOLDER).iterdir()} == names
