"""What every recruitment platform must give: the way in, and the way out."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Protocol


class UnknownArrival(Exception):
    """The link lacks something; the message, a sentence or what was `said`, tells calmly what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Arrival:
    """Who arrives.  person: the platform's id, None where it knows none: every arrival is somebody new."""

    person: str | None = None
    submission: str | None = None


@dataclass(frozen=True)
class Exit:
    """The way out: the code to show (empty: none), and the address to go on to (None: stay on the last page)."""

    code: str
    url: str | None = None


class Platform(Protocol):
    """A recruitment platform."""

    @property
    def shares_codes(self) -> bool:
        """Whether everybody with the same outcome brings back the same code; else everybody has one of their own."""
        return False

    def arrival(self, query: Mapping[str, str]) -> Arrival:
        """Who comes with these URL parameters; raises UnknownArrival."""
        ...

    def exit(self, outcome: str, code: str) -> Exit:
        """Where a participant with that outcome goes; `code` is what that participant brings back."""
        ...

    def simulated(self, rng: Random) -> Mapping[str, str]:
        """The URL parameters with which a simulated participant comes."""
        return {}
