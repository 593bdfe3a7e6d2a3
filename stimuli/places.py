"""Paths in a recipe: relative to its folder, absolute, or beginning with an environment variable."""

import os
import re
from pathlib import Path

from stimuli.errors import StimuliError

_VARIABLE = re.compile(r"\$(\w+)|\$\{(\w+)\}")


def place(text: str, folder: Path) -> Path:
    """The path that a text means, seen from a folder; StimuliError where a $VARIABLE in it is not set."""
    missing = [a or b for a, b in _VARIABLE.findall(text) if (a or b) not in os.environ]
    if missing:
        raise StimuliError(f"{text}: the environment variable {missing[0]} is not set")
    return folder / Path(os.path.expandvars(text)).expanduser()
