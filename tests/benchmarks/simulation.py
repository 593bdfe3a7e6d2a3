"""How many trials simulated participants take in a minute of one processor core, without a server."""

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

from study_app import study_folder
from study_app.robot_mind import Behaviour, planned_skills
from study_app.simulation import records
from study_app.study_folder import SHIPPED, LoadedStudy
from tests.study_app.small_sets import write_fitting_set
from tests.study_app.small_studies import small_study

N_PARTICIPANTS, N_RUNS = 200, 5
TEST = '[[block]]\nname = "test"\ntask = "classify"\nitems = { pool = "many" }\nquestion = "Which?"\n'


def measure() -> Iterator[str]:
    """A plan of answers to pictures alone, and every shipped study, as tables of records."""
    yield "| study | planned trials | rows | trials a minute: median | least | most | first drawing |"
    yield "|---|---|---|---|---|---|---|"
    with TemporaryDirectory() as folder:
        yield line("80 pictures to classify", small_study(Path(folder), TEST))
    for name in study_folder.shipped():
        with TemporaryDirectory() as folder:
            written = study_folder.read(SHIPPED / name)
            write_fitting_set(Path(folder), written.study)
            yield line(name, study_folder.with_stimuli(written, Path(folder)))


def line(name: str, loaded: LoadedStudy) -> str:
    """A row of the table.  The first drawing plans every seat; those after it find the plans made."""
    behaviour = Behaviour(planned_skills(loaded.study))
    began = process_time()
    participants, rows = records(loaded, behaviour, N_PARTICIPANTS)
    first = process_time() - began
    n_trials = sum(one.n_trials_planned for one in participants)
    rates = sorted(60 * n_trials / _seconds(loaded, behaviour) for _ in range(N_RUNS))
    told = " | ".join(f"{rate / 1e6:.2f} million" for rate in (median(rates), rates[0], rates[-1]))
    return f"| {name} | {n_trials} | {len(rows)} | {told} | {first:.2f} s |"


def _seconds(loaded: LoadedStudy, behaviour: Behaviour) -> float:
    began = process_time()
    records(loaded, behaviour, N_PARTICIPANTS)
    return process_time() - began
