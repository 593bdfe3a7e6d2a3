"""One file = one task kind.  The file's name is the name used in study.toml; it offers TASK.

A name with a colon, `mylab.tasks:TASK`, loads a researcher's own.
"""

from importlib import import_module
from pkgutil import iter_modules

from study_app.study.task import Task


def names() -> list[str]:
    """The task kinds that come with Gullseye: one per file in this folder."""
    return sorted(module.name for module in iter_modules(__path__))


def load(name: str) -> Task:
    """The task kind of that name; ImportError or AttributeError where there is none."""
    module, _, constant = name.partition(":")
    found: Task = getattr(import_module(module if constant else f"{__name__}.{name}"), constant or "TASK")
    return found
