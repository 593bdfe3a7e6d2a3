"""How long a person waits for a command to start."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

N_RUNS = 7


def seconds(command: list[str], folder: str) -> float:
    """Wall time of one run of a command; a failure ends the measurement."""
    start = perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return perf_counter() - start


def line(what: str, command: list[str], folder: str) -> str:
    """A row of the table, over N_RUNS runs after one that warms the disk's cache."""
    seconds(command, folder)
    times = [seconds(command, folder) for _ in range(N_RUNS)]
    return f"| {what} | {median(times):.2f} s | {min(times):.2f} s | {max(times):.2f} s | {N_RUNS} |"


def measure() -> Iterator[str]:
    """`gullseye --help`, and the demonstration's second start (up, then stopped again)."""
    yield "| what | median | least | most | runs |\n|---|---|---|---|---|"
    gullseye = str(Path(sys.executable).with_name("gullseye"))
    with tempfile.TemporaryDirectory() as folder:
        yield line("python -c pass (the floor)", [sys.executable, "-c", "pass"], folder)
        yield line("gullseye --help", [gullseye, "--help"], folder)
        yield line("gullseye demo, second start", [gullseye, "demo", "--port", "0", "--then-stop"], folder)
