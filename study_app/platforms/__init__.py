"""One file = one recruitment platform.  The file's name is the name used in study.toml; it offers PLATFORM.

A name with a colon, `mylab.recruiting:PLATFORM`, loads a researcher's own.
"""

from importlib import import_module
from pkgutil import iter_modules

from study_app.study.platform import Platform


def names() -> list[str]:
    """The platforms that come with Gullseye: one per file in this folder."""
    return sorted(module.name for module in iter_modules(__path__))


def load(name: str) -> Platform:
    """The platform of that name; ImportError or AttributeError where there is none."""
    module, _, constant = name.partition(":")
    found: Platform = getattr(import_module(module if constant else f"{__name__}.{name}"), constant or "PLATFORM")
    return found
