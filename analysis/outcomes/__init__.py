"""One file = one outcome of hypotheses.  The file's name is the name used in plans; it offers OUTCOME."""

from importlib import import_module
from pkgutil import iter_modules

from analysis.outcome import Outcome


def names() -> list[str]:
    """The outcomes that come with Gullseye: one per file in this folder."""
    return sorted(module.name for module in iter_modules(__path__))


def load(name: str) -> Outcome:
    """The outcome of that name; ImportError where there is none."""
    found: Outcome = import_module(f"{__name__}.{name}").OUTCOME
    return found
