"""What people marked in pictures, as cells of a grid."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.evidence import Evidence
from analysis.stats.estimable import Values

TASK, QUESTION = "spot", "mark"
CELLS = 28  # across and down
POINT_RADIUS = 1 / 15  # of the picture's width
MOST_SEGMENTS = 500  # of a stroke at once

Region = NDArray[np.bool_]


@dataclass(frozen=True)
class Marked:
    """The regions of one block.

    rows: participant, arm, stimulus_set, image, in the order of people and positions; each person marks an image once.
    regions: (rows, CELLS * CELLS) bool, row by row of the picture.  tools: point, brush, as they were used.
    n_unread: marks that could not be read.
    """

    block: str
    rows: pd.DataFrame
    regions: Region
    tools: tuple[str, ...]
    n_unread: int

    def of(self, arm: str) -> "Marked":
        """Those of an arm."""
        mine = (self.rows["arm"] == arm).to_numpy(dtype=np.bool_)
        return Marked(self.block, self.rows[mine].reset_index(drop=True), self.regions[mine], self.tools, self.n_unread)


def marked(evidence: Evidence) -> tuple[Marked, ...]:
    """Every block in which somebody marked a picture, in the study's order."""
    trials = evidence.trials
    rows = trials[(trials["task"] == TASK) & (trials["question"] == QUESTION) & trials["image"].notna()]
    rows = rows[rows["answered"] & rows["arm"].notna() & rows["response"].notna() & rows["check"].isna()]
    sets = evidence.participants.drop_duplicates("participant").set_index("participant")["stimulus_set"]
    places = {name: place for place, name in enumerate(evidence.plan.block_names)}
    blocks = sorted(rows["block"].unique(), key=lambda name: (places.get(name, len(places)), name))
    return tuple(_marked(block, rows[rows["block"] == block], sets) for block in blocks)


def _marked(block: str, rows: pd.DataFrame, sets: "pd.Series[Any]") -> Marked:
    once = rows.sort_values(["participant", "position"]).drop_duplicates(["participant", "image"])
    marks = [read_mark(text) for text in once["response"]]
    read = [mark is not None for mark in marks]
    told = once[read]
    kept = told[["participant", "arm", "image"]].assign(stimulus_set=told["participant"].map(sets))
    there = [mark for mark in marks if mark is not None]
    regions = np.array([region(mark).ravel() for mark in there]).reshape(len(there), CELLS * CELLS).astype(np.bool_)
    tools = tuple(sorted({str(mark["tool"]) for mark in there}))
    return Marked(block, kept.reset_index(drop=True), regions, tools, len(once) - len(there))


def read_mark(text: str) -> Mapping[str, Any] | None:
    """The mark as the task `spot` stores it; None where the text is none."""
    try:
        mark = json.loads(text)
        tall = float(mark["height_px"]) / float(mark["width_px"])
        strokes = [[(mark["x"], mark["y"])]] if mark["tool"] == "point" else mark["strokes"]
        radius = POINT_RADIUS if mark["tool"] == "point" else float(mark["radius"])
        placed = [np.array(stroke, dtype=np.float64).reshape(-1, 2) for stroke in strokes]
    except (ValueError, TypeError, KeyError, ZeroDivisionError):
        return None
    points = np.concatenate(placed) if placed else np.zeros((0, 2))
    if not (points.size and np.isfinite(points).all() and 0 < tall < np.inf and 0 < radius < np.inf):
        return None
    return {"tool": mark["tool"], "radius": radius, "strokes": placed, "tall": tall}


def region(mark: Mapping[str, Any]) -> Region:
    """(CELLS, CELLS): cells whose middle the brush went over, and those that hold a point of a stroke.

    A point counts as a disc.  mark: as `read_mark` gives it.  The radius is in parts of the picture's width.
    """
    tall = float(mark["tall"])
    middles = (np.arange(CELLS) + 0.5) / CELLS
    across, down = np.meshgrid(middles, middles * tall)
    cells = np.stack([across.ravel(), down.ravel()], axis=1)
    covered = np.zeros(CELLS * CELLS, dtype=np.bool_)
    for stroke in mark["strokes"]:
        x, y = np.clip((stroke.T * CELLS).astype(np.int64), 0, CELLS - 1)
        covered[y * CELLS + x] = True
        covered |= _near(cells, stroke * (1, tall), float(mark["radius"]))
    return covered.reshape(CELLS, CELLS)


def _near(cells: Values, stroke: Values, radius: float) -> Region:
    """(cells,): whether each lies within the radius of the line through these points."""
    starts, ends = (stroke[:-1], stroke[1:]) if len(stroke) > 1 else (stroke, stroke)
    near = np.zeros(len(cells), dtype=np.bool_)
    for first in range(0, len(starts), MOST_SEGMENTS):
        some = slice(first, first + MOST_SEGMENTS)
        near |= (_distances(cells, starts[some], ends[some]) <= radius).any(axis=1)
    return near


def _distances(cells: Values, starts: Values, ends: Values) -> Values:
    """(cells, segments)."""
    along = ends - starts
    squared = (along**2).sum(axis=1)
    offset = cells[:, None] - starts
    share = np.clip((offset * along).sum(axis=2) / np.where(squared > 0, squared, 1.0), 0, 1)
    distances: Values = np.sqrt(((offset - share[..., None] * along) ** 2).sum(axis=2))
    return distances


def codes(names: Sequence[str]) -> NDArray[np.int64]:
    """(N,): each name's number in their alphabetical order."""
    return np.unique(np.asarray(names, dtype=str), return_inverse=True)[1].astype(np.int64)
