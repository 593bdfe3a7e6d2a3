"""One file = one kind of explanation drawn as pictures.  The file's name is the kind; it offers RENDERER."""

from importlib import import_module
from pathlib import Path
from typing import Any


def names() -> list[str]:
    """The kinds of explanation that can be drawn."""
    return sorted(path.stem for path in Path(__file__).parent.glob("*.py") if not path.stem.startswith("_"))


def module_of(kind: str) -> str:
    """The module that draws a kind of explanation."""
    return f"{__name__}.{kind}"


def load(kind: str) -> Any:
    """The RENDERER of that kind, a stimuli.renderer.Renderer."""
    return import_module(module_of(kind)).RENDERER
