"""`gullseye explain`: nothing is computed twice, and Ctrl-C loses little."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.stimuli.single.conftest import Call

RED = "photographs/red/1.png"


def written(own: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in (own / "out").iterdir()}


def test_a_second_call_writes_nothing_and_says_the_same(explained: Call, own: Path) -> None:
    first = explained(RED, "--method", "grad_cam", "--json")
    before = written(own)
    second = explained(RED, "--method", "grad_cam", "--json")
    assert written(own) == before
    assert second.stdout == first.stdout


def test_a_call_says_last_whether_anything_was_computed(explained: Call) -> None:
    def last(*arguments: str) -> str:
        return explained(RED, *arguments).stdout.splitlines()[-1]

    assert last("--methods", "grad_cam") == "written to out"
    assert last("--methods", "grad_cam") == "all of it was in out already: nothing was computed"
    assert last("--methods", "grad_cam,edges") == "written to out"
    assert last("--methods", "grad_cam", "--again") == "written to out"


def test_another_method_and_another_picture_are_added(explained: Call, own: Path) -> None:
    explained(RED, "--method", "grad_cam")
    before = written(own)
    explained(RED, "photographs/red/2.png", "--method", "grad_cam", "--method", "occlusion")
    after = written(own)
    assert len(after) == 12
    assert before.items() <= after.items()


def test_a_torn_file_is_made_again(explained: Call, own: Path) -> None:
    explained(RED, "--method", "grad_cam")
    numbers = own / "out" / "1.grad_cam.npz"
    whole = numbers.read_bytes()
    numbers.write_bytes(whole[:50])
    assert explained(RED, "--method", "grad_cam").exit_code == 0
    assert numbers.read_bytes() == whole


def test_again_computes_anew(explained: Call, own: Path) -> None:
    explained(RED, "--method", "grad_cam")
    before = written(own)
    explained(RED, "--method", "grad_cam", "--again")
    assert all(before[name] < moment for name, moment in written(own).items())


def test_ctrl_c_keeps_what_is_finished_and_the_same_command_goes_on(explained: Call, own: Path) -> None:
    pictures = [f"photographs/red/{n}.png" for n in range(4)]
    arguments = [*pictures, "--method", "own_maps:SLOW", "--out", "out"]
    process = subprocess.Popen(
        [sys.executable, "-c", "from stimuli.explain_commands import explain; explain()", *arguments,
         "--classifier", "checkpoint/classifier.toml", "--device", "cpu"],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while not (own / "out" / "0.own_maps-slow.png").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "Traceback" not in said
    assert "what is finished is kept: the same command goes on" in said
    before = written(own)
    assert 3 <= len(before) < 12
    assert explained(*pictures, "--method", "own_maps:SLOW").exit_code == 0
    assert len(written(own)) == 12
    assert before.items() <= written(own).items()
