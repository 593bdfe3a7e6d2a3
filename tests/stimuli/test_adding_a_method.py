"""docs/adding-a-method.md, done as it says, in a folder outside the package."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from click.testing import CliRunner
from PIL import Image

from stimuli import methods
from stimuli.build.study import build
from stimuli.colour_seeker import colour_seeker, patch_picture
from stimuli.explain_commands import explain
from stimuli.method import Request
from stimuli.store import Store
from stimuli.target import ClassLogit
from tests.stimuli.conftest import RECIPE

HOUSE = Path(__file__).parents[2]
PAGE = (HOUSE / "docs" / "adding-a-method.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)


def files() -> dict[str, str]:
    """The page's files: the last name before the block ends its line with a colon."""
    return dict(re.findall(r"`([\w/]+\.py)`:\n\n```python\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL))


@pytest.fixture
def own(study: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The study's folder, current, with the page's files and recipe."""
    for name, text in files().items():
        (study / name).parent.mkdir(exist_ok=True)
        (study / name).write_text(text)
    (study / "stimuli.toml").write_text(RECIPE.partition("[[explanation]]")[0] + blocks("toml")[0])
    monkeypatch.chdir(study)
    monkeypatch.syspath_prepend(study)
    yield study
    for name in [name for name in sys.modules if name.split(".")[0] == "mylab"]:
        del sys.modules[name]


def test_every_block_of_code_is_a_file_of_the_page() -> None:
    assert list(files()) == ["mylab/saliency.py", "test_saliency.py", "mylab/mirrored.py"]
    assert len(blocks("python")) == 3
    assert len(blocks("toml")) == 1


def test_both_methods_keep_their_promises_in_a_process_of_their_own(own: Path) -> None:
    test = files()["test_saliency.py"]
    (own / "test_mirrored.py").write_text(test.replace("saliency", "mirrored"))
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "test_saliency.py", "test_mirrored.py"],
        cwd=own,
        env=os.environ | {"PYTHONPATH": str(HOUSE)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 passed" in done.stdout


def test_the_pages_map_lies_where_the_patch_was_planted(own: Path) -> None:
    classifier, method = colour_seeker(), methods.load("mylab.saliency:METHOD")
    request = Request(classifier.inputs([patch_picture("red", 8, 40)]), ClassLogit(classifier, torch.tensor([1])))
    (found,) = method.explain(classifier, request, method.parameters())
    planted = np.zeros((64, 64), dtype=np.float32)
    planted[8:24, 40:56] = 1
    np.testing.assert_allclose(found.values, planted, atol=1e-6)


def test_the_pages_recipe_is_built(own: Path) -> None:
    found = build(own / "stimuli.toml", own / "out", Store(own / "store"), "cpu", progress=False)
    assert found.stimuli.explanation_names == ("heatmap", "placebo")
    assert found.work.n_explanations == 16
    for one in found.stimuli.stimuli:
        heatmap, placebo = one.explanations
        assert heatmap.method == "mylab.saliency:METHOD"
        assert heatmap.parameters == {"sign": "absolute"}
        assert placebo.method == "mylab.mirrored:METHOD"


def test_the_pages_command_writes_the_files_that_it_names(own: Path) -> None:
    (command,) = [line for line in "".join(blocks("sh")).splitlines() if line.startswith("gullseye ")]
    program, name, *arguments = shlex.split(command)
    assert (program, name) == ("gullseye", "explain")
    Image.fromarray(patch_picture("red", 64, 64, side=224)).save("bird.png")
    done = CliRunner().invoke(explain, [*arguments, "--device", "cpu"])
    assert done.exit_code == 0, done.output
    stem = "bird.mylab-saliency-method"
    assert f"`{stem}.png`" in PAGE
    assert {path.name for path in Path("maps").iterdir()} == {f"{stem}{end}" for end in (".png", ".npz", ".json")}


def test_the_pages_placebo_is_of_the_pages_method(own: Path) -> None:
    (said,) = re.findall(r"`(--method [^`]+ --method [^`]+)`", PAGE)
    Image.fromarray(patch_picture("red", 64, 64, side=224)).save("bird.png")
    usual = ["bird.png", "--classifier", "gulls", "--out", "maps", "--device", "cpu"]
    done = CliRunner().invoke(explain, [*usual, *shlex.split(said)])
    assert done.exit_code == 0, done.output
    real, placebo = (np.load(f"maps/bird.{name}.npz")["saliency"] for name in ("mylab-saliency-method", "random_map"))
    assert not np.array_equal(real, placebo)
    np.testing.assert_array_equal(np.sort(placebo, axis=None), np.sort(real, axis=None))
