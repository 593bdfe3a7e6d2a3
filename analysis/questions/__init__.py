"""One file = one statistical analysis.  The file's name is the name used in plans; it offers QUESTION.

A name with a colon, `mylab.analyses:QUESTION`, loads a researcher's own.
"""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from analysis.question import Question

ON_REQUEST: Mapping[str, str] = {"bayes": "analysis.bayes.question:QUESTION"}  # takes minutes: see `analyze --bayes`


def names() -> list[str]:
    """The questions that are always asked: one per file in this folder."""
    return sorted(module.name for module in iter_modules(__path__))


def load(name: str) -> Question:
    """The question of that name; ImportError or AttributeError where there is none."""
    module, _, constant = ON_REQUEST.get(name, name).partition(":")
    found: Question = getattr(import_module(module if constant else f"{__name__}.{name}"), constant or "QUESTION")
    return found
