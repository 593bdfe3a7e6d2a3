"""A page is one file: its words in the frame and the look of all pages, with its own style and script."""

from importlib.resources import files
from string import Template

HERE = "stimuli.pages"


def filled(package: str, *, title: str, **parts: str) -> str:
    """The package's page.html with these parts in their places, in the frame of all pages.

    Its style is look.css and then its own page.css; its script is its own page.js, where it has one.
    """
    script = _text(package, "page.js")
    return Template(_text(HERE, "frame.html")).substitute(
        title=title,
        style=_text(HERE, "look.css") + _text(package, "page.css"),
        body=Template(_text(package, "page.html")).substitute(parts),
        script=f"<script>\n{script}</script>\n" if script else "",
    )


def _text(package: str, name: str) -> str:
    found = files(package).joinpath(name)
    return found.read_text(encoding="utf-8") if found.is_file() else ""
