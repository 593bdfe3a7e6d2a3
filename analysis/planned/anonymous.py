"""Names of people and images replaced by numbers that follow from the answers, so that names change no number at all.

A model corrected by simulation draws random effects in some order; that order must not depend on how things are called.
"""

from collections.abc import Sequence

import pandas as pd

ROUNDS = 2


def anonymous(rows: pd.DataFrame, orders: dict[str, Sequence[str]]) -> pd.DataFrame:
    """The rows with participant and item numbered, in the order of those numbers.

    rows: participant, item, correct and the columns in `orders`, of which the order of values is given: what people and
    images have in common.  Those whose answers are alike in all of these, of the same images or people, are alike.
    """
    told = rows[["correct"]].assign(
        **{name: rows[name].map({value: place for place, value in enumerate(order)}) for name, order in orders.items()}
    )
    numbers = {"participant": pd.Series(0, index=rows.index), "item": pd.Series(0, index=rows.index)}
    for _ in range(ROUNDS):
        for name, other in (("participant", "item"), ("item", "participant")):
            numbers[name] = _ranks(rows[name], told.assign(other=numbers[other]))
    made = rows.assign(**numbers)
    return made.sort_values([*numbers, *orders, "correct"], ignore_index=True)


def _ranks(names: "pd.Series[str]", told: pd.DataFrame) -> "pd.Series[int]":
    """Each name's rank by what is told of it: the sorted rows; of those alike by name."""
    by_name = told.groupby(names, sort=True)
    keys = {name: tuple(sorted(map(tuple, of.to_numpy().tolist()))) for name, of in by_name}
    places = {name: place for place, name in enumerate(sorted(keys, key=lambda name: (keys[name], str(name))))}
    return names.map(places)
