from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from stimuli.errors import StimuliError
from stimuli.images import Preprocessing, as_input, as_shown, load

SQUASH = Preprocessing(224, (0.5, 0.5, 0.5), (0.5, 0.5, 0.5))
CROP = Preprocessing(224, (0.5, 0.5, 0.5), (0.5, 0.5, 0.5), resize="crop", resize_px=256)


def picture(width: int, height: int) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (height, width, 3), dtype=np.uint8)


def test_a_picture_is_turned_as_its_camera_says(tmp_path: Path) -> None:
    image = Image.new("RGB", (40, 20), "red")
    exif = Image.Exif()
    exif[0x0112] = 6
    image.save(tmp_path / "a.jpg", exif=exif)
    assert load(tmp_path / "a.jpg").shape == (40, 20, 3)


@pytest.mark.parametrize("mode", ["L", "RGBA", "P", "CMYK"])
def test_every_picture_is_read_as_rgb(tmp_path: Path, mode: str) -> None:
    suffix = "jpg" if mode == "CMYK" else "png"
    Image.new(mode, (8, 8)).save(tmp_path / f"a.{suffix}")
    assert load(tmp_path / f"a.{suffix}").shape == (8, 8, 3)


@pytest.mark.parametrize("suffix", ["png", "tif"])
def test_sixteen_bits_of_grey_are_the_same_picture_as_eight(tmp_path: Path, suffix: str) -> None:
    grey = picture(12, 9)[..., 0]
    Image.fromarray(grey).save(tmp_path / "8.png")
    Image.fromarray(grey.astype(np.uint16) * 257).save(tmp_path / f"16.{suffix}")
    assert np.array_equal(load(tmp_path / f"16.{suffix}"), load(tmp_path / "8.png"))


@pytest.mark.parametrize(("dtype", "mode"), [(np.float32, "F"), (np.int32, "I")])
def test_numbers_whose_white_is_not_known_are_refused(tmp_path: Path, dtype: type, mode: str) -> None:
    Image.fromarray(picture(12, 9)[..., 0].astype(dtype)).save(tmp_path / "a.tif")
    with pytest.raises(
        StimuliError, match=rf"a\.tif: .*32 bits a pixel \(Pillow's mode '{mode}'\).*save it with 8 bits"
    ):
        load(tmp_path / "a.tif")


def test_what_is_transparent_lies_on_white(tmp_path: Path) -> None:
    Image.new("RGBA", (4, 4), (255, 0, 0, 0)).save(tmp_path / "a.png")
    assert load(tmp_path / "a.png").min() == 255


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp"])
def test_a_torn_picture_is_named(tmp_path: Path, suffix: str) -> None:
    whole, torn = tmp_path / f"whole.{suffix}", tmp_path / f"torn.{suffix}"
    Image.fromarray(picture(64, 64)).save(whole)
    torn.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    with pytest.raises(StimuliError, match=rf"torn\.{suffix}: torn or unreadable"):
        load(torn)


def test_what_is_no_picture_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_text("no picture")
    with pytest.raises(StimuliError, match=r"a\.png: .* not an image that Pillow can read"):
        load(tmp_path / "a.png")


def test_a_decompression_bomb_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    Image.new("1", (20_000, 20_000)).save(tmp_path / "bomb.png")
    with pytest.raises(StimuliError, match=r"bomb\.png"):
        load(tmp_path / "bomb.png")


def test_squash_takes_the_whole_picture() -> None:
    assert as_input(picture(300, 100), SQUASH).shape == (224, 224, 3)


def test_crop_takes_the_middle_of_the_picture() -> None:
    wide = np.zeros((256, 512, 3), dtype=np.uint8)
    wide[:, 144:368] = 255
    assert as_input(wide, CROP).min() == 255


def test_what_is_shown_is_what_the_classifier_sees() -> None:
    shown = as_shown(picture(512, 256), CROP, 448)
    assert shown.shape == (224, 224, 3)


def test_a_picture_keeps_its_shape_when_it_is_shown() -> None:
    assert as_shown(picture(600, 300), SQUASH, 448).shape == (224, 448, 3)


def test_a_small_picture_is_not_enlarged() -> None:
    assert as_shown(picture(100, 50), SQUASH, 448).shape == (50, 100, 3)
