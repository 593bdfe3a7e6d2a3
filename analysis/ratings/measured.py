"""Ratings that were given after the arms had parted: items, and scales of items with the same points.

Ratings of blocks before a participant is randomised tell who was in which arm and are told there; attention items are
checks.  A scale here is all items of a block with the same number of points.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.arm_differences import without_names
from analysis.evidence import Evidence
from analysis.stats.estimable import Values
from analysis.titles import title_of

MOST_POINTS = 11
DID = ["arm", "question", "picture", "value"]


@dataclass(frozen=True)
class Item:
    """One question.  points: of its scale, 0 where it is a line whose values are taken as they are.

    rows: participant, arm, question, picture (text, empty where there is none), value.
    """

    block: str
    name: str
    points: int
    rows: pd.DataFrame

    def of(self, arm: str) -> "Given":
        """The ratings of an arm."""
        return _given(self.rows, arm)

    @property
    def key(self) -> str:
        """Its place among names of results."""
        return f"{self.block}/{self.name}"

    @property
    def limits(self) -> tuple[float, float]:
        """The values that a mean can have."""
        return (1.0, float(self.points)) if self.points else (-np.inf, np.inf)


@dataclass(frozen=True)
class Scale:
    """Items of one block with the same number of points; a line is a scale of its own, with 0 points."""

    block: str
    points: int
    items: tuple[Item, ...]

    @cached_property
    def rows(self) -> pd.DataFrame:
        """Those of its items."""
        return pd.concat([item.rows for item in self.items], ignore_index=True)

    def of(self, arm: str) -> "Given":
        """The ratings of an arm, all items together."""
        return _given(self.rows, arm)

    @property
    def key(self) -> str:
        """Its place among names of results."""
        return f"{self.block}/{self.points}-points" if self.points else self.items[0].key

    @property
    def what(self) -> str:
        """Its items in words."""
        if not self.points:
            return f"line {self.items[0].name}"
        names = ", ".join(item.name for item in self.items)
        return f"{'item' if len(self.items) == 1 else 'items'} {names} of {self.points} points"

    def title(self, evidence: Evidence) -> str:
        """How people call it: the block, and the only item or the number of items."""
        n = len(self.items)
        of = self.items[0].name if n == 1 else f"{n} items of {self.points} points"
        return f"{title_of(evidence, self.block)}, {of}"

    @cached_property
    def table(self) -> Values:
        """(participants, items): each one's mean rating of each item, of those who rated all; in a fixed order."""
        means = self.rows.pivot_table(index="participant", columns="question", values="value", aggfunc="mean").dropna()
        rows = means.to_numpy(dtype="float64")
        return rows[np.lexsort(rows.T[::-1])]


@dataclass(frozen=True)
class Given:
    """Ratings of one arm.  rows: as of an item; participants are numbered from 0."""

    rows: pd.DataFrame

    @cached_property
    def means(self) -> Values:
        """Each participant's mean rating, (n_participants,)."""
        return self.rows.groupby("participant")["value"].mean().to_numpy(dtype="float64")

    @property
    def is_once(self) -> bool:
        """Whether nobody gave more than one rating."""
        return not bool(self.rows["participant"].duplicated().any())

    def counts(self, points: int) -> "np.ndarray[tuple[int, int], np.dtype[np.int64]]":
        """(n_participants, points): how often each participant chose each point."""
        made = np.zeros((self.means.size, points), dtype=np.int64)
        np.add.at(made, (self.rows["participant"].to_numpy(), self.rows["value"].to_numpy(dtype=np.int64) - 1), 1)
        return made


def scales(evidence: Evidence) -> tuple[Scale, ...]:
    """Every scale and line that somebody rated, in the order of the study's blocks."""
    rows = _rows(evidence)
    places = {name: place for place, name in enumerate(evidence.plan.block_names)}
    found: list[Scale] = []
    for block in sorted(rows["block"].unique(), key=lambda name: (places.get(name, len(places)), name)):
        items = list(_items(block, rows[rows["block"] == block]))
        for points in sorted({item.points for item in items if item.points}):
            found.append(Scale(block, points, tuple(item for item in items if item.points == points)))
        found += [Scale(block, 0, (item,)) for item in items if not item.points]
    return tuple(found)


def _rows(evidence: Evidence) -> pd.DataFrame:
    trials = evidence.trials
    asked = trials[(trials["task"] == "rate") & trials["check"].isna() & trials["arm"].notna() & trials["answered"]]
    asked = asked[~asked["block"].isin(evidence.plan.blocks_before_seat)]
    value = pd.to_numeric(asked["response"], errors="coerce").astype("float64")
    made = asked[["participant", "arm", "block", "question", "n_options"]].assign(
        value=value, picture=asked["item"].fillna(asked["image"]).fillna("").astype(str)
    )
    return made[np.isfinite(value.to_numpy())].reset_index(drop=True)


def _items(block: str, rows: pd.DataFrame) -> Iterator[Item]:
    """The items of a block by name; one that was asked with scales of different length is as many items."""
    for question, mine in rows.groupby("question", sort=True):
        lengths = mine["n_options"].fillna(0).astype("int64")
        for length in sorted(lengths.unique()):
            of = mine[lengths == length]
            name = str(question) if lengths.nunique() == 1 else f"{question}-of-{length}"
            kept = ["participant", "arm", "question", "picture", "value"]
            yield Item(block, name, _points(of["value"], int(length)), of.assign(question=name)[kept])


def _points(values: "pd.Series[float]", n_options: int) -> int:
    """The points of a scale; 0 where there are too many, or a value is none of them."""
    is_point = (values % 1 == 0) & values.between(1, n_options)
    return n_options if 1 < n_options <= MOST_POINTS and bool(is_point.all()) else 0


def _given(rows: pd.DataFrame, arm: str) -> Given:
    return Given(without_names(rows[rows["arm"] == arm], DID))
