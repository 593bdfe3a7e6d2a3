"""How faithful explanation networks are to the classifier of gull photographs, by how many views are learnt from."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from stimuli.concepts.module import ConceptModule, unpacked
from stimuli.methods.xnn import METHOD, XnnParameters
from tests.concept_fits import gull_photographs

VIEWS = (0, 3, 7, 15, 31)


def measure() -> Iterator[str]:
    """A line per number of views and species; the test photographs are held out."""
    shared = Path(os.environ["GULLSEYE_SHARED_DATA"])
    seeds = range(int(os.environ.get("GULLSEYE_BENCH_SEEDS", "1")))
    yield "| views | seed | species | R² within (95 %) | RMSE / SD | r, all classes | agreement | that share | rounds |"
    yield "|---|---|---|---|---|---|---|---|---|"
    with TemporaryDirectory() as folder:
        for n in VIEWS:
            for seed in seeds:
                for one in _modules(shared, Path(folder), views=n, seed=seed):
                    yield f"| {n} | {seed} | {_cells(one)} |"


def _modules(shared: Path, folder: Path, **options: Any) -> list[ConceptModule]:
    parameters = XnnParameters(held_out_split="test", **options)
    assert METHOD.fit is not None
    entry = METHOD.fit.run(gull_photographs(shared, folder), parameters)
    return list(unpacked(entry.arrays, entry.facts).values())


def _cells(one: ConceptModule) -> str:
    found = one.faithfulness
    sharing = int((one.mean_contributions >= 0.1 * one.mean_contributions.max()).sum())
    interval = f"{found.r2_within:.2f} ({found.r2_low:.2f} to {found.r2_high:.2f})"
    numbers = f"{found.rmse_per_sd:.2f} | {found.correlation:.3f} | {found.agreement:.1%}"
    work = f"{sharing} of {one.n_concepts}, {int(one.dead.sum())} dead | {one.rounds}"
    return f"{one.class_name} | {interval} | {numbers} | {work}"
