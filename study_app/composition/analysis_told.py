"""How `gullseye analyze` tells of its work: answers on standard output, all else on standard error."""

import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Event, Thread
from time import monotonic
from types import TracebackType
from typing import Self

import click

from analysis.progress import Watch

CLEAR = "\r\033[K"


@dataclass
class Told(Watch):
    """A line that changes on a terminal, a line per part where `verbose`; failures are kept, and the rest goes on.

    debug: a failure's traceback is shown at once.  A context manager: what it leaves on the terminal is wiped.
    """

    verbose: bool = False
    debug: bool = False
    failures: dict[str, Exception] = field(default_factory=dict)
    _part: str = ""
    _now: str = ""
    _began: float = field(default_factory=monotonic)
    _over: Event = field(default_factory=Event)

    def __enter__(self) -> Self:
        if self._moves:
            Thread(target=self._tick, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._wipe()

    def confirmed(self, answers: Sequence[str]) -> None:
        """Says the answers."""
        self._wipe()
        for answer in answers:
            click.echo(answer)

    def begins(self, what: str, number: int, of: int) -> None:
        """Says which part, and after how many seconds it was begun."""
        self._part = f"{number} of {of}: {what}"
        self._say(self._part)

    def goes_on(self, how: str) -> None:
        """Says it behind the part."""
        self._say(f"{self._part}: {how}")

    def _say(self, now: str) -> None:
        self._now = now
        if self.verbose:
            self._wipe()
            click.echo(f"{monotonic() - self._began:6.1f} s  {self._now}", err=True)
        self._draw()

    def failed(self, name: str, fault: Exception) -> None:
        """Keeps it for the end."""
        self.failures[name] = fault
        if self.debug:
            self._wipe()
            click.echo("".join(traceback.format_exception(fault)), err=True, nl=False)

    @property
    def summary(self) -> str:
        """What failed, in one line; empty where nothing did."""
        told = "; ".join(f"{name} ({_one_line(fault)})" for name, fault in self.failures.items())
        return f"failed, and is missing in the report: {told}; --debug shows where" if told else ""

    @property
    def _moves(self) -> bool:
        return sys.stderr.isatty()

    def _tick(self) -> None:
        while not self._over.wait(1.0):
            self._draw()

    def _draw(self) -> None:
        if self._moves and self._now and not self._over.is_set():
            click.echo(f"{CLEAR}{monotonic() - self._began:.0f} s, {self._now}", err=True, nl=False)

    def _wipe(self) -> None:
        if self._moves:
            click.echo(CLEAR, err=True, nl=False)


def _one_line(fault: Exception) -> str:
    return " ".join(f"{type(fault).__name__}: {fault}".split())
