"""The one exception of the stimuli room: a fault that its user can mend."""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class StimuliError(Exception):
    """What is wrong, where, and what would be right; several faults stand on lines of their own."""

    @classmethod
    def of(cls, faults: list[str]) -> "StimuliError":
        """One error that names all faults, a line each."""
        return cls("\n".join(faults))


def tried(faults: list[str], where: str, work: Callable[[], T]) -> T | None:
    """What the work gives; where it fails, None, and each line of its fault is added to the others, with its place."""
    try:
        return work()
    except StimuliError as fault:
        faults += [f"{where}: {line}" for line in str(fault).splitlines()]
        return None
