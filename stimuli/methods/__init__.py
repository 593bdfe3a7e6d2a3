"""One file = one explanation method.  The file's name is the name used in stimuli.toml; it offers METHOD.

Nothing is loaded until it is asked for.  A name with a colon (`mylab.saliency:METHOD`) is a researcher's own.
"""

from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import Any

from stimuli.dotted import dotted_module, load_dotted
from stimuli.errors import StimuliError


def names() -> list[str]:
    """The methods that ship."""
    return sorted(path.stem for path in Path(__file__).parent.glob("*.py") if not path.stem.startswith("_"))


def module_of(name: str) -> str:
    """The module that holds a method; StimuliError where there is no such method."""
    if ":" in name:
        return dotted_module(name)
    if name not in names():
        near = get_close_matches(name, names(), n=1)
        hint = f"did you mean {near[0]!r}? " if near else ""
        raise StimuliError(f"no method {name!r}; {hint}known: {', '.join(names())}, or your own as module:METHOD")
    return f"{__name__}.{name}"


def load(name: str) -> Any:
    """The METHOD of that name, a stimuli.method.Method; StimuliError where there is none."""
    module = module_of(name)
    return load_dotted(name) if ":" in name else import_module(module).METHOD
