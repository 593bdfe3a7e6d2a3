"""A planned trial: everything its page is made of, decided before it is shown."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self


@dataclass(frozen=True)
class PlannedTrial:
    """One planned trial; kept in the database as JSON.

    position: its place in the session, from 0.  explanation: its name in the recipe; None: no explanation is shown.
    class_page: the class whose page of examples it shows, under that explanation.  item: the comparative question's id;
    flipped: its versions change sides.  level: of the within-subject factor of its block.  check: a wrong answer is a
    failed check of that kind (attention, catch).  limit_seconds: the time for each of its answers.
    keys: those that answer, one for each choice, in place of the task's own; empty: none; None: the task's own.
    options: the block's own keys, checked.
    """

    block: str
    task: str
    position: int
    position_in_block: int
    image: str | None = None
    class_page: str | None = None
    item: str | None = None
    flipped: bool = False
    explanation: str | None = None
    level: str | None = None
    check: str | None = None
    limit_seconds: float | None = None
    keys: tuple[str, ...] | None = None
    options: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """The trial that `to_json` wrote."""
        keys = stored.get("keys")
        return cls(**{**stored, "keys": None if keys is None else tuple(keys)})
