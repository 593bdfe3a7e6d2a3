"""The maps that came with the export, and how well they point at what people marked."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from analysis.agreement.marks import CELLS, Marked
from analysis.evidence import Evidence
from analysis.stats.estimable import Values

MOST_ROWS = 2000  # regions at once, so that memory does not grow with the study
MEASURES = ("auroc", "pointing")


@dataclass(frozen=True)
class Maps:
    """All maps of one explanation that are not the same everywhere.

    keys: stimulus set and image → row.  ranks: (maps, cells), mean ranks, 1 the least important.
    tops: (maps, cells), 1 divided by the number of most important cells there, 0 elsewhere.
    sets: (maps,), to which stimulus set each belongs.
    """

    keys: dict[tuple[str, str], int]
    ranks: Values
    tops: Values
    sets: "np.ndarray[tuple[int], np.dtype[np.str_]]"


def maps_of(evidence: Evidence) -> dict[str, Maps]:
    """By name of explanation, in alphabetical order; empty where the export holds no maps."""
    table = evidence.companions.get("maps", pd.DataFrame())
    if table.empty:
        return {}
    return {str(name): made for name, rows in table.groupby("explanation") if (made := _maps(rows)).keys}


def _maps(rows: pd.DataFrame) -> Maps:
    ordered = rows.sort_values(["stimulus_set", "image"])
    values = {
        (str(row.stimulus_set), str(row.image)): read
        for row in ordered.itertuples()
        if (read := read_cells(str(row.cells))) is not None and read.max() > read.min()
    }
    grid = np.array(list(values.values())).reshape(len(values), CELLS * CELLS)
    ranks = stats.rankdata(grid, axis=1) if len(grid) else grid
    top = grid == grid.max(axis=1, keepdims=True) if len(grid) else grid.astype(np.bool_)
    tops = top / np.maximum(top.sum(axis=1, keepdims=True), 1)
    keys = {key: place for place, key in enumerate(values)}
    return Maps(keys, ranks, tops, np.array([key[0] for key in values], dtype=str))


def read_cells(text: str) -> Values | None:
    """(CELLS * CELLS,): two hexadecimal digits for each cell, row by row; None where the text is no such map."""
    try:
        found = np.frombuffer(bytes.fromhex(text), dtype=np.uint8).astype(np.float64)
    except ValueError:
        return None
    return found if found.size == CELLS * CELLS else None


def held_against(told: Marked, maps: Maps) -> pd.DataFrame:
    """One row per region that can be held against its picture's map: participant, arm, image, and per measure
    `auroc`, `pointing`: with the picture's own map; and `auroc_other`, `pointing_other`: the mean over maps of all
    other pictures of the set, NaN where there is none.

    auroc: the probability that a marked cell is more important than one that is not, ties by half.
    pointing: the share of the most important cells that are marked: as a rule there is one, so it is or is not.
    """
    rows = told.rows
    keys = zip(rows["stimulus_set"].astype(str), rows["image"].astype(str), strict=True)
    places = np.array([maps.keys.get(key, -1) for key in keys], dtype=np.int64)
    n_cells = told.regions.sum(axis=1)
    usable = (places >= 0) & (n_cells > 0) & (n_cells < CELLS * CELLS)
    parts = [
        _some(told.regions[some].astype(np.float64), places[some], maps)
        for some in np.array_split(np.flatnonzero(usable), max(1, int(usable.sum()) // MOST_ROWS + 1))
    ]
    found = np.concatenate(parts)
    names = [name for measure in MEASURES for name in (measure, f"{measure}_other")]
    kept = rows.loc[usable, ["participant", "arm", "image"]].reset_index(drop=True)
    made: pd.DataFrame = pd.concat([kept, pd.DataFrame(found, columns=names)], axis=1)
    return made


def _some(regions: Values, places: "np.ndarray[tuple[int], np.dtype[np.int64]]", maps: Maps) -> Values:
    """(regions, 4): each measure with the own map, and its mean over the others of the set."""
    if not len(regions):
        return np.zeros((0, 2 * len(MEASURES)))
    n = regions.sum(axis=1)[:, None]
    aurocs = (regions @ maps.ranks.T - n * (n + 1) / 2) / (n * (regions.shape[1] - n))
    same_set = maps.sets[places][:, None] == maps.sets
    columns = []
    for all_maps in (aurocs, regions @ maps.tops.T):
        own = all_maps[np.arange(len(places)), places]
        n_others = same_set.sum(axis=1) - 1
        others = (np.where(same_set, all_maps, 0).sum(axis=1) - own) / np.where(n_others > 0, n_others, np.nan)
        columns += [own, others]
    return np.stack(columns, axis=1)


def explanations_shown(evidence: Evidence) -> dict[str, tuple[str, ...]]:
    """Arm → names of the explanations that its participants were shown, in whatever block."""
    shown = evidence.trials.dropna(subset=["arm", "explanation"])
    return {str(arm): tuple(sorted(rows["explanation"].unique())) for arm, rows in shown.groupby("arm")}
