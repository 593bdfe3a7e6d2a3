"""Folders of gulls: laid out, resumable, whole or not there, refused when they do not fit."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from stimuli.errors import StimuliError
from stimuli.gulls import folder as folder_module
from stimuli.gulls.folder import write_folder
from stimuli.gulls.picture import GullPicture, render

Write = Callable[..., list[Path]]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(*species: str, n: int = 1, seed: int = 3, difficulty: float = 0.35, **settings: object) -> list[Path]:
        options = {"size_px": 64, "progress": False, **settings}
        return write_folder(species, n, seed, difficulty, tmp_path / "birds", **options)  # type: ignore[arg-type]

    return write


def test_a_folder_holds_pictures_by_species_masks_and_attributes(write: Write, tmp_path: Path) -> None:
    paths = write("Herring", "heermanns", n=2)
    names = sorted(path.relative_to(tmp_path / "birds").as_posix() for path in paths)
    assert names == [
        "images/Heermann's/heermanns_00000.png",
        "images/Heermann's/heermanns_00001.png",
        "images/Herring/herring_00000.png",
        "images/Herring/herring_00001.png",
    ]
    lines = [json.loads(line) for line in (tmp_path / "birds/attributes.jsonl").read_text().splitlines()]
    assert sorted(line["file"] for line in lines) == names
    assert {line["species"] for line in lines} == {"Herring", "Heermann's"}


def test_picture_and_masks_can_be_rendered_again_from_the_attributes(write: Write, tmp_path: Path) -> None:
    (path,) = write("Western")
    facts = json.loads((tmp_path / "birds/attributes.jsonl").read_text())
    again = render(facts["species"], facts["seed"], difficulty=facts["difficulty"], size_px=facts["size_px"])
    assert np.array_equal(np.asarray(Image.open(path)), again.image)
    legend = json.loads((tmp_path / "birds/gulls.json").read_text())["mask_legend"]
    labels = np.asarray(Image.open(tmp_path / "birds/masks/Western/western_00000.png"))
    assert legend["0"] == "not the bird"
    for code, part in legend.items():
        if code != "0":
            assert np.array_equal(labels == int(code), again.masks[part])


def test_pictures_say_that_they_are_cc0(write: Write) -> None:
    (path,) = write("Ivory")
    with Image.open(path) as picture:
        assert str(picture.info["Copyright"]).startswith("CC0-1.0")


def test_all_means_all_eight(write: Write) -> None:
    assert len(write("all", masks=False)) == 8


def test_the_species_get_different_birds_unless_paired(tmp_path: Path) -> None:
    for paired, different in ((False, 2), (True, 1)):
        out = tmp_path / str(paired)
        write_folder(["Herring", "Ivory"], 1, 3, 0.35, out, size_px=64, paired=paired, progress=False)
        lines = [json.loads(line) for line in (out / "attributes.jsonl").read_text().splitlines()]
        assert len({line["seed"] for line in lines}) == different


def test_a_second_run_renders_only_what_is_missing(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    rendered = counted(monkeypatch)
    first, _, _ = write("Ivory", n=3)
    assert len(rendered) == 3
    first.unlink()
    write("Ivory", n=4)
    assert len(rendered) == 5


def test_an_interrupted_run_leaves_whole_pictures_and_goes_on(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered = counted(monkeypatch, stop_after=2)
    with pytest.raises(KeyboardInterrupt):
        write("Ivory", n=4)
    for path in (tmp_path / "birds").rglob("*.png"):
        Image.open(path).load()
    assert not list((tmp_path / "birds").rglob("*.part"))
    monkeypatch.undo()
    assert len(rendered) == 2
    assert len(write("Ivory", n=4)) == 4


def test_a_folder_made_with_other_settings_is_refused(write: Write) -> None:
    write("Ivory")
    with pytest.raises(
        StimuliError, match=r"was rendered with seed 3, now 4; difficulty 0.35, now 0.5; choose another"
    ):
        write("Ivory", seed=4, difficulty=0.5)


def test_a_folder_with_other_things_in_it_is_refused(write: Write, tmp_path: Path) -> None:
    (tmp_path / "birds").mkdir()
    (tmp_path / "birds/thesis.txt").write_text("dear")
    with pytest.raises(StimuliError, match="was not made by 'gullseye gulls render'"):
        write("Ivory")


def test_a_damaged_folder_file_is_named(write: Write, tmp_path: Path) -> None:
    write("Ivory")
    (tmp_path / "birds/gulls.json").write_text("{torn")
    with pytest.raises(StimuliError, match=r"gulls\.json: not readable"):
        write("Ivory")


def test_an_unknown_format_is_refused(write: Write) -> None:
    with pytest.raises(StimuliError, match=r"no picture format 'gif'; known: \.png, \.webp, \.jpg"):
        write("Ivory", suffix="gif")


@pytest.mark.parametrize("suffix", ["webp", ".JPEG"])
def test_smaller_formats_can_be_chosen(write: Write, suffix: str) -> None:
    (path,) = write("Ivory", suffix=suffix)
    with Image.open(path) as picture:
        assert picture.size == (64, 64)


def counted(monkeypatch: pytest.MonkeyPatch, stop_after: int = 99) -> list[int]:
    """The seeds that are rendered from here on; Ctrl-C strikes after some."""
    seen: list[int] = []

    def counting(species: str, seed: int, **settings: Any) -> GullPicture:
        if len(seen) >= stop_after:
            raise KeyboardInterrupt
        seen.append(seed)
        return render(species, seed, **settings)

    monkeypatch.setattr(folder_module, "render", counting)
    return seen
