"""How cost and memory of optimised masks grow with the number of pictures: `gullseye explain` as a whole process."""

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path
from statistics import mean

from stimuli.gulls.folder import write_folder

NUMBERS = (4, 16, 64)


def measure() -> Iterator[str]:
    """A line per number of pictures: evaluations and seconds per picture, and the most memory that was held."""
    yield "| pictures | images forward, per picture | backward | seconds, per picture | most memory |"
    yield "|---|---|---|---|---|"
    with tempfile.TemporaryDirectory() as folder:
        files = write_folder(["Herring", "Western"], max(NUMBERS) // 2, 0, out=Path(folder) / "birds", progress=False)
        for n in NUMBERS:
            with get_context("spawn").Pool(1) as pool:
                yield pool.apply(_line, (files[:n], Path(folder) / str(n)))


def _line(files: list[Path], out: Path) -> str:
    """In a process of its own, whose only child is the command, so that the child's memory can be told."""
    command = [str(Path(sys.executable).with_name("gullseye")), "explain", *map(str, files), "--classifier", "gulls"]
    command += ["--method", "igos", "--out", str(out), "--json"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    records = json.loads(done.stdout)
    per = {key: mean(one[key] for one in records) for key in ("images_forward", "images_backward", "seconds")}
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    figures = f"{per['images_forward']:.0f} | {per['images_backward']:.0f} | {per['seconds']:.2f}"
    return f"| {len(files)} | {figures} | {memory:.0f} MiB |"
