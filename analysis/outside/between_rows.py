"""Rows held against each other: one arm per participant, one row per answer, an order of trials."""

from collections.abc import Iterator

import pandas as pd

from analysis.outside.definition import OutsidePlan

CONSTANT = {"arm": "arms", "mode": "modes", "completed": "ways to have ended"}
ASKED = ["participant", "block", "level", "item", "question"]
TRIAL = ["participant", "block", "level", "item", "occurrence"]
AGAIN = "if participants met items more than once, write repeated = true under [study]"
CHANGES = 'where conditions change within participants, write varies = "within" under [study]'


def faults(plan: OutsidePlan, rows: pd.DataFrame) -> list[str]:
    """What is wrong between rows; each line names the first rows that it is about."""
    return [*_varying(rows), *([] if plan.study.repeated else _again(rows))]


def placed(plan: OutsidePlan, rows: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """The rows with position and position_in_block from 0, in their order, and what is wrong with the order.

    Positions may be counted through the session or anew in each block.  The rows of both stages of a trial share one.
    """
    numbered = rows.assign(level=rows["level"].fillna(""))
    numbered = numbered.assign(occurrence=numbered.groupby(ASKED, sort=False).cumcount())
    trials = numbered.groupby(TRIAL, sort=False)["position"].min().reset_index()
    order = {part.name: place for place, part in enumerate(plan.parts)}
    key = trials.assign(place=trials["block"].map(order))
    through = not key.duplicated(["participant", "position"]).any()
    by = ["participant", "position"] if through else ["participant", "place", "position"]
    key = key.sort_values(by, kind="stable")
    found = _same_place(str(plan.columns.position), key[key.duplicated(by)])
    key = key.assign(at=key.groupby("participant").cumcount())
    key = key.assign(at_in_block=key.groupby(["participant", "block"]).cumcount())
    merged = numbered.merge(key[[*TRIAL, "at", "at_in_block"]], on=TRIAL, how="left").set_index(numbered.index)
    made = rows.assign(position=merged["at"].astype("Int64"), position_in_block=merged["at_in_block"].astype("Int64"))
    return made.sort_values(["participant", "position"], kind="stable"), found


def _varying(rows: pd.DataFrame) -> Iterator[str]:
    for column, words in CONSTANT.items():
        values = rows[["participant", column]].dropna()
        different = values.drop_duplicates()
        several = different[different.duplicated("participant", keep=False)].sort_values("participant", kind="stable")
        if several.empty:
            continue
        who = several["participant"].iloc[0]
        mine = several[several["participant"] == who]
        told = [f"{value!r} (row {int(place) + 1})" for place, value in zip(mine.index, mine[column], strict=True)]
        n = several["participant"].nunique()
        more = f"; so have {n} participants in all" if n > 1 else ""
        hint = f"; {CHANGES}" if column == "arm" else ""
        yield f"participant {who!r} has several {words}: {', '.join(told)}{more}{hint}"


def _again(rows: pd.DataFrame) -> Iterator[str]:
    named = rows.assign(level=rows["level"].fillna(""), row=[int(place) + 1 for place in rows.index])
    twice = named[named.duplicated(ASKED)]
    if len(twice):
        first = twice.iloc[0]
        same = named[(named[ASKED] == first[ASKED]).all(axis=1)]["row"].iloc[0]
        n = "1 row repeats" if len(twice) == 1 else f"{len(twice)} rows repeat"
        yield (
            f"{n} the participant and item of an earlier row, the first: row {first['row']} that "
            f"of row {same} (participant {first['participant']!r}, item {first['item']!r}); {AGAIN}"
        )


def _same_place(column: str, twice: pd.DataFrame) -> list[str]:
    if twice.empty:
        return []
    first = twice.iloc[0]
    where = f"participant {first['participant']!r} has two trials at {first['position']:g} in block {first['block']!r}"
    return [f"column {column!r}: {where}" + (f" ({len(twice)} such trials in all)" if len(twice) > 1 else "")]
