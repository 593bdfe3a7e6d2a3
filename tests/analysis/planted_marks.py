"""Trials in which people mark pictures, and maps of those pictures, with a truth that is known."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from study_app.exporting.tables import TableFile
from study_app.records import MapRecord, TrialRecord
from tests.analysis.synthetic import SET_ID

CELLS = 28
BLOCK = "place"
PLACES = {  # image → middle of what matters there, in parts of the picture
    "California/000": (0.2, 0.2),
    "Herring/000": (0.8, 0.25),
    "Ring-billed/000": (0.25, 0.75),
    "Western/000": (0.75, 0.8),
}
ELSEWHERE = {image: PLACES[other] for image, other in zip(PLACES, [*list(PLACES)[1:], next(iter(PLACES))], strict=True)}
Aim = Callable[[TrialRecord, np.random.Generator], tuple[float, float]]


def near_what_matters(arms: Sequence[str], spread: float = 0.03) -> Aim:
    """In those arms near what matters in the picture; in others anywhere near the middle."""

    def aim(trial: TrialRecord, rng: np.random.Generator) -> tuple[float, float]:
        knows = trial.arm in arms
        middle = PLACES[str(trial.image)] if knows else (0.5, 0.5)
        x, y = np.clip(rng.normal(middle, spread if knows else 0.25), 0, 1)
        return float(x), float(y)

    return aim


def with_marks(trials: Sequence[TrialRecord], aim: Aim | None = None, tool: str = "brush") -> list[TrialRecord]:
    """After everybody's trials a block in which each of the four pictures is marked once."""
    rng, aimed = np.random.default_rng(4), aim or near_what_matters(("heatmap",))
    people = {trial.participant: trial for trial in trials}
    marks = [
        marking(people[name], image, place, aimed, (tool, rng)) for name in people for place, image in enumerate(PLACES)
    ]
    return [*trials, *marks]


def marking(
    like: TrialRecord, image: str, place: int, aim: Aim, tool_and_rng: tuple[str, np.random.Generator]
) -> TrialRecord:
    """One picture, marked by somebody."""
    tool, rng = tool_and_rng
    bare = replace(like, task="spot", block=BLOCK, question="mark", position=20_000 + place, position_in_block=place)
    bare = replace(bare, image=image, label=image.partition("/")[0], explanation=None, n_options=None, correct=None)
    response = mark(*aim(bare, rng), tool)
    return replace(bare, response=response, answered=True, feedback_ms=None, explanation_sha256=None)


def mark(x: float, y: float, tool: str = "brush", size_px: tuple[int, int] = (300, 300)) -> str:
    """The answer: a point, or a short stroke to the right."""
    size = {"width_px": size_px[0], "height_px": size_px[1]}
    if tool == "point":
        return json.dumps({"tool": "point", "x": x, "y": y} | size)
    strokes = [[[x, y], [min(1.0, x + 0.06), y]]]
    return json.dumps({"tool": "brush", "radius": 0.05, "strokes": strokes} | size)


def write_maps(folder: Path, names: Sequence[str] = ("heatmap", "placebo")) -> Path:
    """Maps of the four pictures: `heatmap` is right, any other has the place of another picture."""
    with TableFile(folder, "maps") as file:
        file.write(
            [
                MapRecord(SET_ID, image, name, "d" * 64, cells_of((PLACES if name == "heatmap" else ELSEWHERE)[image]))
                for image in PLACES
                for name in names
            ]
        )
    return folder


def cells_of(middle: tuple[float, float], spread: float = 0.1) -> str:
    """A hill there."""
    line = (np.arange(CELLS) + 0.5) / CELLS
    across, down = np.meshgrid(line, line)
    hill = np.exp(-((across - middle[0]) ** 2 + (down - middle[1]) ** 2) / (2 * spread**2))
    content: bytes = np.round(255 * hill / hill.max()).astype(np.uint8).tobytes()
    return content.hex()
