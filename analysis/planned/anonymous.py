"""Names of people and images replaced by numbers that follow from the answers, so that names change no number at all.

A model corrected by simulation draws random effects in some order; that order must not depend on how things are called.
"""

from collections.abc import Mapping, Sequence

import pandas as pd

ROUNDS = 3


def anonymous(rows: pd.DataFrame, orders: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """The rows with numbers, as text, for participant and item, in the order of those numbers.

    rows: participant, item, correct and the columns in `orders`, of which the order of values is given: what people and
    images have in common.  Those whose answers are alike in all of these, of the same images or people, are alike.
    """
    told = rows[["correct"]].assign(
        **{name: rows[name].map({value: place for place, value in enumerate(order)}) for name, order in orders.items()}
    )
    numbers = {name: pd.Series(0, index=rows.index) for name in ("participant", "item")}
    for _ in range(ROUNDS):
        for name, other in (("participant", "item"), ("item", "participant")):
            numbers[name] = _ranks(rows[name], told.assign(other=numbers[other]))
    made = rows.assign(**{name: _apart(rows[name], ranks) for name, ranks in numbers.items()})
    return made.sort_values([*numbers, *orders, "correct"], ignore_index=True)


def _ranks(names: "pd.Series[str]", told: pd.DataFrame) -> "pd.Series[int]":
    """Each name's rank by what is told of it, the sorted rows; those alike share it."""
    keys = {name: tuple(sorted(map(tuple, of.to_numpy().tolist()))) for name, of in told.groupby(names, sort=False)}
    places = {key: place for place, key in enumerate(sorted(set(keys.values())))}
    return names.map({name: places[key] for name, key in keys.items()})


def _apart(names: "pd.Series[str]", ranks: "pd.Series[int]") -> "pd.Series[str]":
    """A number for each name, as text of one length, by rank; those alike by name."""
    pairs = sorted(set(zip(ranks, names.astype(str), strict=True)))
    places = {name: f"{place:07d}" for place, (_, name) in enumerate(pairs)}
    return names.astype(str).map(places)
