"""A real process that is killed while networks learn."""

import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import torch

from stimuli.concepts.saving import TrainingFile
from stimuli.concepts.training import trained
from tests.stimuli.concepts.planted import planted, rows_of, short

HOUSE = Path(__file__).parents[3]
EPOCHS, LAST = 60, 30  # the process to be killed never gets beyond the 30th
PROGRAM = f"""
import sys, threading
from pathlib import Path
import torch
from stimuli.concepts.saving import TrainingFile
from stimuli.concepts.training import trained
from tests.stimuli.concepts.planted import planted, rows_of, short

torch.set_num_threads(1)
done = []

def tick():
    done.append(None)
    if len(done) == {LAST}:
        threading.Event().wait()

saver = TrainingFile(Path(sys.argv[1]), every_s=0)
trained(rows_of(planted(0)), [2, 2], short(epochs={EPOCHS}), tick=tick, saver=saver)
"""


def test_a_killed_training_goes_on_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "training.pt"
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(path)], cwd=HOUSE)
    while not path.exists():
        assert process.poll() is None
        time.sleep(0.005)
    process.kill()
    assert process.wait() == -9
    left = list[None]()
    rows, training = rows_of(planted(0)), short(epochs=EPOCHS)
    torch.set_num_threads(1)
    found = trained(rows, [2, 2], training, tick=lambda: left.append(None), saver=TrainingFile(path))
    assert training.epochs_of_a_round - LAST < len(left) < training.epochs_of_a_round
    for one, other in zip(found, trained(rows, [2, 2], training), strict=True):
        assert all(np.array_equal(one.state[name], other.state[name]) for name in other.state)
