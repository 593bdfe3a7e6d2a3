"""What every question must give: its results, and an account of them for the report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import pandas as pd

from analysis.evidence import Evidence
from analysis.result import Result


@dataclass(frozen=True)
class Drawing:
    """A vector picture.  name: its file's stem.  alt: what somebody who cannot see it should know."""

    name: str
    svg: str
    alt: str
    caption: str


@dataclass(frozen=True)
class Table:
    """A table as read by people: rounded texts.  The first column names the row; note stands below."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class Account:
    """What the report says of a question, all of it rendered from results.

    answers: sentences for the top of the report, the most important first.  methods: for the methods paragraph.
    data: tidy tables behind the figures, unrounded, by file name without suffix.
    """

    answers: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    tables: tuple[Table, ...] = ()
    methods: tuple[str, ...] = ()
    data: Mapping[str, pd.DataFrame] = field(default_factory=dict)


class Question(Protocol):
    """A question that can be put to any study's evidence.  It never changes the evidence."""

    @property
    def title(self) -> str:
        """The heading of its part of the report."""
        ...

    @property
    def rank(self) -> int:
        """Its place in the report, small first."""
        ...

    def results(self, evidence: Evidence) -> Sequence[Result]:
        """Every number, with unique names; what cannot be had is there too, with the reason.

        None where the study does not ask what the question is about: nobody was advised, say.
        """
        ...

    def account(self, evidence: Evidence, results: Sequence[Result]) -> Account:
        """What the report says of these results."""
        ...
