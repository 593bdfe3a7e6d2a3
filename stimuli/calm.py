"""How a command of this room ends early: by a user's fault, or by the user.  No torch here."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from stimuli.errors import StimuliError

INTERRUPTED = 130
GOES_ON = "stopped; what is finished is kept: the same command goes on"


@contextmanager
def interruptible(said: str) -> Iterator[None]:
    """Ctrl-C becomes one calm line."""
    try:
        yield
    except KeyboardInterrupt:
        click.echo(f"\n{said}", err=True)
        raise click.exceptions.Exit(INTERRUPTED) from None


@contextmanager
def calm(interrupted: str) -> Iterator[None]:
    """A user's fault becomes one clear message, Ctrl-C one calm line; anything else is ours and shows itself."""
    try:
        with interruptible(interrupted):
            yield
    except StimuliError as fault:
        raise click.ClickException(str(fault)) from None
