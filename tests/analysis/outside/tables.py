"""Small tables from elsewhere with a truth that is known, and plans for them."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from analysis.evidence import Evidence
from analysis.outside.evidence import of_table

Row = dict[str, object]
PLAN = """
[study]
name = "birds"
title = "Which bird?"
n_options = 4

[columns]
participant = "pid"
item = "image"
arm = "condition"
correct = "acc"

[arms.none]
value = "no explanation"
[arms.map]
value = "heat map"
description = "the classifier's map"

[[hypothesis]]
name = "map-helps"
contrast = "map - none"
"""


def answers(n_people: int = 12, n_items: int = 8, seed: int = 1) -> list[Row]:
    """Every person of two conditions on every item; 50 and 70 in 100 are right."""
    rng = np.random.default_rng(seed)
    return [
        {
            "pid": f"p{person:02d}",
            "condition": ("no explanation", "heat map")[person % 2],
            "image": f"bird-{item}.png",
            "acc": int(rng.random() < (0.5, 0.7)[person % 2]),
        }
        for person in range(n_people)
        for item in range(n_items)
    ]


def write(folder: Path, rows: Sequence[Mapping[str, object]], plan: str = PLAN) -> tuple[Path, Path]:
    """data.csv and plan.toml in that folder."""
    table, planned = folder / "data.csv", folder / "plan.toml"
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    planned.write_text(plan, encoding="utf-8")
    return table, planned


def evidence(folder: Path, rows: Sequence[Mapping[str, object]], plan: str = PLAN) -> Evidence:
    """The evidence of those rows under that plan."""
    return of_table(*write(folder, rows, plan))


def advised(seed: int = 2, n_people: int = 10, n_items: int = 8) -> Iterator[Row]:
    """An own answer, advice that is right in every second trial, and a final answer, a row per trial."""
    rng = np.random.default_rng(seed)
    birds = ("tern", "gull", "skua")
    for person in range(n_people):
        for item in range(n_items):
            label = birds[item % 3]
            advice = label if item % 2 == 0 else birds[(item + 1) % 3]
            first = label if rng.random() < 0.5 else birds[(item + 2) % 3]
            final = advice if advice != first and rng.random() < 0.5 else first
            yield {
                "pid": f"p{person:02d}",
                "condition": ("no explanation", "heat map")[person % 2],
                "image": f"bird-{item}.png",
                "truth": label,
                "initial": first,
                "ai": advice,
                "last": final,
                "sure": 1 + int(rng.integers(5)),
            }


TWO_STAGES = PLAN.replace(
    'correct = "acc"',
    'label = "truth"\nfirst = "initial"\nadvice = "ai"\nfinal = "last"\nconfidence = { name = "sure", points = 5 }',
).replace('contrast = "map - none"', 'contrast = "map - none"\nquestion = "final"')
