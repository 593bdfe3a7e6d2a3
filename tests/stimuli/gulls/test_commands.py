"""The gulls commands: files where they belong, and a clear line for a mistake."""

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from stimuli.gulls.commands import gulls


def run(*arguments: object) -> Result:
    return CliRunner().invoke(gulls, [str(argument) for argument in arguments])


def test_render_fills_a_folder(tmp_path: Path) -> None:
    result = run(
        "render", "--species", "ivory", "--species", "western", "--n", 1, "--size", 64, "--out", tmp_path / "a"
    )
    assert result.exit_code == 0, result.output
    assert "2 pictures in" in result.output
    assert (tmp_path / "a/images/Ivory/ivory_00000.png").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("render", "--species", "puffin"), "Error: no species 'puffin'; known: California"),
        (("render", "--suffix", "bmp"), "Error: suffix: no picture format 'bmp'"),
        (("render", "--difficulty", 2), "Invalid value for '--difficulty'"),
        (("intervene", "--species", "ivory", "--mark", "beak", "--from", "none"), "Error: no mark 'beak'"),
        (("intervene", "--species", "ivory", "--mark", "bill", "--from", "crow"), "Error: no species 'crow'"),
    ],
)
def test_a_mistake_gives_one_clear_line(tmp_path: Path, arguments: tuple[object, ...], message: str) -> None:
    result = run(*arguments, "--out", tmp_path / "a")
    assert result.exit_code != 0
    assert message in result.output
    assert "Traceback" not in result.output


def test_intervene_writes_original_changed_and_difference(tmp_path: Path) -> None:
    result = run(
        "intervene",
        "--species",
        "western",
        "--mark",
        "Bill mark",
        "--from",
        "Ring_billed",
        "--size",
        96,
        "--out",
        tmp_path,
    )
    assert result.exit_code == 0, result.output
    original, changed, difference = (
        np.asarray(Image.open(tmp_path / f"{name}.png")) for name in ("original", "changed", "difference")
    )
    assert 0 < (original != changed).any(axis=2).sum() < 400
    assert difference.shape == (96, 96, 3)


def test_sheet_writes_one_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stimuli.gulls.commands.contact_sheet", lambda *_: np.zeros((8, 8, 3), np.uint8))
    assert run("sheet", "--out", tmp_path).exit_code == 0
    assert (tmp_path / "sheet.png").exists()
