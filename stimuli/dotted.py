"""Things of a researcher's own, named `module:name`; looked for in the current folder and on PYTHONPATH."""

import sys
from importlib import import_module
from pathlib import Path

from stimuli.errors import StimuliError


def load_dotted(name: str) -> object:
    """What a module offers under a name; StimuliError where there is no such module or name, or importing it fails."""
    module_name, _, attribute = name.partition(":")
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.append(here)
    try:
        module = import_module(module_name)
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise StimuliError(f"{name}: cannot import {module_name!r}: {reason}") from error
    try:
        return getattr(module, attribute)
    except AttributeError:
        raise StimuliError(f"{name}: {module_name!r} has no {attribute!r}") from None
