import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from stimuli.commands import evidence, train


def test_a_mistake_is_said_without_a_traceback(tmp_path: Path) -> None:
    found = CliRunner().invoke(train, [str(tmp_path), "--architecture", "resnet18", "--out", str(tmp_path / "out")])
    assert found.exit_code == 1
    assert "a classifier wants two classes or more" in found.output
    assert "Traceback" not in found.output


def test_an_impossible_number_is_said_with_its_option(tmp_path: Path) -> None:
    arguments = [str(tmp_path), "--architecture", "resnet18", "--out", "o", "--batch", "0"]
    assert "--batch: Input should be greater than 1" in CliRunner().invoke(train, arguments).output


def test_pretrained_and_from_exclude_each_other(tmp_path: Path) -> None:
    arguments = [str(tmp_path), "--architecture", "resnet18", "--out", "o", "--pretrained", "--from", "c.toml"]
    assert "choose one" in CliRunner().invoke(train, arguments).output


def test_evidence_of_a_classifier_that_is_not_there_is_a_line(tmp_path: Path) -> None:
    found = CliRunner().invoke(evidence, ["--classifier", str(tmp_path / "classifier.toml")])
    assert found.exit_code == 1
    assert "no such classifier description" in found.output


def test_ctrl_c_keeps_the_best_weights_and_ends_with_130(tmp_path: Path) -> None:
    for name in ("black", "white"):
        (tmp_path / "images" / name).mkdir(parents=True)
        for n in range(6):
            Image.new("RGB", (40, 40), name).save(tmp_path / "images" / name / f"{n}.png")
    code = "from stimuli.commands import train; train()"
    arguments = ["images", "--architecture", "shufflenet_v2_x0_5", "--out", "out", "--input-px", "40", "--batch", "4"]
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments, "--epochs", "1000", "--patience", "1000", "--threads", "1"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    deadline = time.monotonic() + 60
    while not (tmp_path / "out" / "training.pt").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "Traceback" not in said
    assert "stopped by: interrupted" in said
    assert (tmp_path / "out" / "model.safetensors").is_file()


@pytest.mark.parametrize("command", [train, evidence])
def test_every_option_has_its_help(command: object) -> None:
    assert "Usage" in CliRunner().invoke(command, ["--help"]).output  # type: ignore[arg-type]
