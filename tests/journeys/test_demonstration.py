"""The whole of it, as a newcomer runs it: from nothing to a report, in real processes over real HTTP.

With few pictures; `test_packaging.py` runs the demonstration with all of them.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.gull_copies import change, with_few_pictures
from tests.journeys.commands import environment, gullseye, rows

pytestmark = pytest.mark.slow

N_ROBOTS = 16
STUDY = "few-gulls"
N_PICTURES = 20  # a robot sees: one of each gull in each of five blocks


def pictures_shown(folder: Path) -> list[dict[str, str]]:
    """The exported rows of pictures that were shown, a row each."""
    trials = rows(folder / "export" / "trials.csv")
    return [trial for trial in trials if trial["question"] in ("species", "learn")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the demonstration ran once, with robots."""
    folder = tmp_path_factory.mktemp("demonstration")
    with_few_pictures(folder / STUDY)
    said = gullseye("demo", STUDY, "--port", "0", "--robots", str(N_ROBOTS), "--then-stop", folder=folder)
    assert "one-time password" in said
    gullseye("export", STUDY, "--out", "export", folder=folder)
    return folder


def test_every_robot_finishes_and_is_counted_as_a_robot(folder: Path) -> None:
    people = rows(folder / "export" / "participants.csv")
    assert [(p["mode"], p["outcome"]) for p in people] == [("robot", "completed")] * N_ROBOTS


def test_the_arms_are_balanced_in_every_closed_block(folder: Path) -> None:
    people = rows(folder / "export" / "participants.csv")
    per_block = Counter((p["seat_block"], p["arm"]) for p in people)
    assert set(per_block.values()) == {2}


def test_every_answer_about_an_image_joins_to_image_weights_method_and_parameters(folder: Path) -> None:
    provenance = json.dumps(json.loads((folder / "export" / "provenance.json").read_text(encoding="utf-8")))
    manifest = json.loads((folder / "instance" / "stimuli" / STUDY / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["classifier"]["weights_sha256"] in provenance
    shown = pictures_shown(folder)
    assert len(shown) == N_ROBOTS * N_PICTURES
    assert all(t["image_sha256"] in provenance for t in shown)
    explained = [t for t in shown if t["explanation"] != "NA"]
    assert {t["explanation_method"] for t in explained} == {"grad_cam", "random_map", "xnn"}
    assert all(t["explanation_sha256"] in provenance for t in explained)


def test_explanations_are_shown_as_the_arm_says_and_in_neither_test(folder: Path) -> None:
    shown: dict[str, set[tuple[str, str]]] = {}
    for trial in pictures_shown(folder):
        shown.setdefault(trial["block"], set()).add((trial["arm"], trial["explanation"]))
    by_arm = {("none", "NA"), ("placebo", "placebo"), ("heatmap", "heatmap"), ("xnn", "xnn")}
    nothing = {("none", "NA"), ("placebo", "NA"), ("heatmap", "NA"), ("xnn", "NA")}
    assert shown == {
        "pretest": nothing,
        "learning": by_arm,
        "training": by_arm,
        "test": nothing,
        "explained": by_arm,
    }


def test_the_report_says_that_the_participants_are_simulated(folder: Path) -> None:
    report = (folder / "instance" / "report" / "index.html").read_text(encoding="utf-8")
    assert "Simulated participants" in report
    results = json.loads((folder / "instance" / "report" / "results.json").read_text(encoding="utf-8"))
    assert results


def test_people_are_never_mixed_with_robots(folder: Path) -> None:
    said = gullseye("analyze", STUDY, "--out", "people", folder=folder, status=1)
    assert "Traceback" not in said
    assert "robot" in said


def test_a_second_build_computes_nothing(folder: Path) -> None:
    assets = folder / "instance" / "stimuli" / STUDY
    before = {path: path.stat().st_mtime_ns for path in assets.rglob("*")}
    gullseye("build", STUDY, folder=folder)
    assert {path: path.stat().st_mtime_ns for path in assets.rglob("*")} == before


def test_a_build_that_is_not_what_the_study_wants_says_so(folder: Path) -> None:
    greedy = Path(shutil.copytree(folder / STUDY, folder / "greedy"))
    change(greedy / "study.toml", ("pools.test = { per_class = 1 }", "pools.test = { per_class = 40 }"))
    said = gullseye("build", "greedy", folder=folder, status=1)
    assert "items.pools.test.per_class: 40 wanted" in said


def test_ctrl_c_ends_the_demonstration_cleanly(folder: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "study_app.cli", "demo", STUDY, "--port", "0"],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    link = next(line for line in process.stdout if "Take part:" in line).split()[-1]
    researchers = next(line for line in process.stdout if "Researcher:" in line).split()[1]
    with urlopen(link) as landing, urlopen(researchers) as entrance, urlopen(f"{researchers}/") as with_slash:
        assert "Which gull is it?" in landing.read().decode()
        assert 'type="password"' in entrance.read().decode()
        assert 'type="password"' in with_slash.read().decode()
    os.killpg(process.pid, signal.SIGINT)
    said = process.communicate(timeout=30)[0]
    assert process.returncode == 0
    assert "Stopped." in said
    assert "Traceback" not in said
