"""A planned trial: what will be asked, of which image or class, with which explanation.  Stored when it is planned."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self


@dataclass(frozen=True)
class PlannedTrial:
    """One trial as planned; JSON-able, so that it is stored whole and never depends on a later file.

    class_page: the class whose page of examples is shown; None shows none.
    explanation: the name of the explanation that this participant's arm shows on this trial; None shows none.
    options: the block's own options, as its task kind checked them.
    """

    block: str
    task: str
    position: int
    position_in_block: int
    image: str | None = None
    class_page: str | None = None
    explanation: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """A dict of plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The trial that `to_json` wrote."""
        return cls(**stored)
