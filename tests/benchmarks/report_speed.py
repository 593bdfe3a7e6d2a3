"""How long a report on a large study takes, part by part, and how much memory; each run in a process of its own.

2,000 participants, 50 of 100 images each, three arms, confidence, ten ratings, two hypotheses.
"""

import study_app.composition.one_thread  # noqa: F401  before NumPy, as the command does

# isort: split
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from analysis import evidence, tables
from analysis.commands import Manner, analyze_export
from analysis.planned.confirmatory import confirmatory
from analysis.progress import Watch
from tests.benchmarks.large_export import write_large

N_PARTICIPANTS = 2_000
MOST = 20_000  # of `most`: a million trials, reading and confirmatory answers only; takes ten minutes to write
CONFIRMATORY, WHOLE = "confirmatory", "whole"


class Clock(Watch):
    """Prints the seconds of each part when the next begins: wall time and processor time."""

    def __init__(self) -> None:
        self._part = "reading the tables"
        self._began = perf_counter(), process_time()

    def begins(self, what: str, number: int, of: int) -> None:
        """Another part."""
        now = perf_counter(), process_time()
        wall, processor = (new - old for new, old in zip(now, self._began, strict=True))
        print(f"| {self._part} | {wall:.1f} | {processor:.1f} | {peak_gb():.2f} |", flush=True)
        self._part, self._began = what, now


def measure() -> Iterator[str]:
    """The confirmatory part alone, and the whole report."""
    yield from _measured(N_PARTICIPANTS, (CONFIRMATORY, WHOLE), with_scales=True)


def measure_most() -> Iterator[str]:
    """A million trials without confidence and ratings: the confirmatory part alone."""
    yield from _measured(MOST, (CONFIRMATORY,), with_scales=False)


def _measured(n_participants: int, parts: Sequence[str], *, with_scales: bool) -> Iterator[str]:
    with TemporaryDirectory() as folder:
        export = write_large(Path(folder) / "export", n_participants, with_scales=with_scales)
        size_mb = sum(path.stat().st_size for path in export.iterdir()) / 1e6
        yield f"{n_participants:,} participants, {size_mb:,.0f} MB of tables; load on {os.cpu_count()} cores: {_load()}"
        for part in parts:
            yield f"\n| {part} | s | s of processor | peak GB |\n|---|---|---|---|"
            command = [sys.executable, "-m", "tests.benchmarks.report_speed", part, str(export)]
            began = perf_counter()
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
                yield from (line.rstrip() for line in process.stdout or ())
            if process.returncode:
                raise subprocess.CalledProcessError(process.returncode, command)
            yield f"\nin all {perf_counter() - began:.1f} s, start of Python included; load then: {_load()}"


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


def peak_gb() -> float:
    """The most memory that this process has held, as Linux counts it."""
    status = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1e6


def _run(part: str, export: Path) -> None:
    clock = Clock()
    if part == CONFIRMATORY:
        asked = evidence.of_mode(tables.read(export), "live")
        clock.begins(f"planned comparisons of {len(asked.trials):,} rows", 1, 1)
        confirmatory(asked)
    else:
        analyze_export(export, export.parent / "report", manner=Manner(watch=clock))
    clock.begins("", 0, 0)


if __name__ == "__main__":
    _run(sys.argv[1], Path(sys.argv[2]))
