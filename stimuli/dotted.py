"""Things of a researcher's own, named `module:name`; looked for in the current folder and on PYTHONPATH."""

import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from stimuli.errors import StimuliError


def load_dotted(name: str) -> object:
    """What a module offers under a name; StimuliError where there is no such module or name, or importing it fails."""
    module_name, _, attribute = name.partition(":")
    _look_here()
    try:
        module = import_module(module_name)
    except Exception as error:
        raise _unimportable(name, error) from error
    try:
        return getattr(module, attribute)
    except AttributeError:
        raise StimuliError(f"{name}: {module_name!r} has no {attribute!r}") from None


def dotted_module(name: str) -> str:
    """The module of `module:name`, without running it (only the packages it lies in); StimuliError where it is not."""
    module_name = name.partition(":")[0]
    _look_here()
    try:
        found = find_spec(module_name) is not None
    except Exception as error:
        raise _unimportable(name, error) from error
    if not found:
        raise _unimportable(name, ModuleNotFoundError(name=module_name))
    return module_name


def _look_here() -> None:
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.append(here)


def _unimportable(name: str, error: Exception) -> StimuliError:
    """Told apart: the module itself is not to be found, or it is there and fails."""
    module_name = name.partition(":")[0]
    said = f"{name}: cannot import {module_name!r}"
    if isinstance(error, ModuleNotFoundError) and error.name and f"{module_name}.".startswith(f"{error.name}."):
        where = "it is neither in the current folder nor on PYTHONPATH"
        return StimuliError(f"{said}: {where}; give the command where it lies, or set PYTHONPATH")
    return StimuliError(f"{said}: {type(error).__name__}: {error}")
