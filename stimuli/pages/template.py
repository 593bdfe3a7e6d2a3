"""A page is one file: its words in a template, the look of all pages, and its own style and script."""

from importlib.resources import files
from string import Template


def filled(package: str, **parts: str) -> str:
    """The package's page.html with these parts in their places.

    Its style is look.css and then its own page.css; its script is its own page.js, where it has one.
    """
    style = _text("stimuli.pages", "look.css") + _text(package, "page.css")
    return Template(_text(package, "page.html")).substitute(style=style, script=_text(package, "page.js"), **parts)


def _text(package: str, name: str) -> str:
    found = files(package).joinpath(name)
    return found.read_text(encoding="utf-8") if found.is_file() else ""
