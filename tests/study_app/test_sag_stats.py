"""`gullseye sag-stats`: a study and a folder side by side, and what it refuses."""

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from stimuli.build.study import build
from stimuli.explain_commands import explain
from stimuli.store import Store
from study_app.composition.sag_stats import sag_stats
from tests.gull_copies import change, without_concepts
from tests.stimuli.networks import write_colour_seeker

GRAPH = "cells = 3, guide = 'exhaustive', most_evaluations = 100, most_patches = 2"
EXPLAIN = "attention_graph:cells=3,guide=exhaustive,most_evaluations=100,baseline=black"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for everything, current, with its instance in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GULLSEYE_INSTANCE", str(tmp_path / "instance"))
    return tmp_path


@pytest.fixture
def explained(place: Path) -> Path:
    """Two pictures explained by graphs, in `graphs`."""
    for n in (0, 16):
        pixels = np.full((64, 64, 3), 40, dtype=np.uint8)
        pixels[n : n + 16, 24:40] = (255, 0, 0)
        Image.fromarray(pixels).save(place / f"{n}.png")
    network = write_colour_seeker(place / "checkpoint")
    arguments = ["0.png", "16.png", "--classifier", str(network), "--method", EXPLAIN, "--out", "graphs"]
    assert CliRunner().invoke(explain, [*arguments, "--device", "cpu"]).exit_code == 0
    return place / "graphs"


def asked(*sources: str) -> Result:
    return CliRunner().invoke(sag_stats, [*sources, "--out", "stats"])


def test_a_folder_gives_tables_and_the_figure(explained: Path) -> None:
    found = asked("graphs")
    assert found.exit_code == 0, found.output
    assert found.stdout.splitlines()[1].split()[:4] == ["graphs", "attention_graph", "2", "2"]
    assert found.stdout.splitlines()[-1] == "written to stats"
    assert {path.name for path in Path("stats").iterdir()} == {
        "sag_images.csv", "sag_summary.csv", "sag_statistics.png", "sag_statistics.svg"
    }  # fmt: skip
    assert Path("stats/sag_images.csv").read_text().count("\n") == 3
    assert not Path("instance").exists()


def test_without_out_it_goes_to_the_instance(explained: Path) -> None:
    assert CliRunner().invoke(sag_stats, ["graphs"]).exit_code == 0
    assert (explained.parent / "instance" / "sag-stats" / "sag_summary.csv").is_file()


def test_a_built_study_is_compared_with_a_folder(explained: Path) -> None:
    study = without_concepts(explained.parent / "birds")
    change(
        study / "stimuli.toml",
        ("per_class = 14", "per_class = 1"),
        (
            r"(?s)\[\[explanation\]\].*",
            f'[[explanation]]\nname = "sag"\nmethod = "attention_graph"\nparameters = {{ {GRAPH} }}\n',
        ),
        ("size_px = 448", "size_px = 224"),
    )
    build(study / "stimuli.toml", Path("instance/stimuli/birds"), Store(Path("instance/store")), "cpu", progress=False)
    found = asked("birds", "graphs")
    assert found.exit_code == 0, found.output
    assert [line.split()[:2] for line in found.stdout.splitlines()[1:3]] == [
        ["birds", "sag"], ["graphs", "attention_graph"]
    ]  # fmt: skip


def test_a_folder_that_is_named_twice_is_counted_once(explained: Path) -> None:
    found = asked("graphs", "graphs/", str(explained))
    assert found.exit_code == 0, found.output
    assert found.stdout.splitlines()[1].split()[:4] == ["graphs", "attention_graph", "2", "2"]
    assert Path("stats/sag_images.csv").read_text().count("\n") == 3


@pytest.mark.parametrize("source", ["birds/study.toml", "birds/none"])
def test_what_is_no_folder_is_told_which_folder_is_wanted(place: Path, source: str) -> None:
    without_concepts(place / "birds")
    found = asked(source)
    assert found.exit_code == 1
    assert found.stderr == (
        f"Error: {source}: no folder; give the folder of a study, or one that `gullseye explain` wrote\n"
    )


def test_all_sources_faults_are_said_at_once(place: Path) -> None:
    without_concepts(place / "birds")
    (place / "empty").mkdir()
    found = asked("birds", "empty", "nowhere")
    assert found.exit_code == 1
    assert "Traceback" not in found.output
    built, empty, nowhere = found.stderr.removeprefix("Error: ").splitlines()
    assert built.endswith("stimuli/birds/manifest.json: no manifest; run `gullseye build STUDY` first")
    assert empty.startswith("empty: no attention graph among its 0 records; `gullseye explain IMAGE...")
    assert nowhere.startswith("study: no study 'nowhere'; ")
    assert nowhere.endswith("or a folder that `gullseye explain` wrote")
    assert not Path("stats").exists()
