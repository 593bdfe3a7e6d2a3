"""What a page would tell that names it, and what a study says by itself, word by word, to everybody alike."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from markupsafe import escape

import study_app
from study_app.study.background_default import default_questions
from study_app.study.catalogue import catalogue
from study_app.study.words import words_in
from study_app.study_folder import LoadedStudy
from study_app.views.protection import CONTENT_SECURITY_POLICY

APPLICATION = Path(study_app.__file__).parent
BETWEEN = re.compile(r"<[^>]+>|\{\w*\}|\n|\\n")  # tags, places to be filled, line ends
ATTRIBUTE = re.compile(r'[\w-]+="(?:[^"{}]*")?')  # of a template: its name, and its value where that is always the same


def word(text: str) -> re.Pattern[str]:
    """The text as a word of its own, in any case; - and _ end a word, so that class names of CSS are words, too."""
    return re.compile(rf"(?<![A-Za-z0-9]){re.escape(text)}(?![A-Za-z0-9])", re.IGNORECASE)


def anywhere(text: str) -> re.Pattern[str]:
    """The text, in any case."""
    return re.compile(re.escape(text), re.IGNORECASE)


class Authored:
    """The passages that a study, the templates and the server's constant headers say, whoever reads them.

    A word is excused only where it stands in the midst of one of them: inside a longer passage, as it was written.
    """

    def __init__(self, loaded: LoadedStudy) -> None:
        self._loaded = loaded

    @cached_property
    def passages(self) -> frozenset[str]:
        """All of them, as they stand on a page."""
        study, written = self._loaded.study, self._loaded.written
        said = [study.study.model_dump(), study.study.name, [block.title for block in study.block]]
        said += [block.options for block in written.blocks]
        said += [dict(written.tables), dict(self._loaded.material.texts), catalogue("en")]
        said += [default_questions(words_in("en")).model_dump()]
        pieces = {piece for text in _texts(said) for piece in BETWEEN.split(text)}
        pieces |= {str(escape(piece)) for piece in pieces}
        offered = {template.format(piece) for piece in pieces for template in ('value="{}"', ">{}<")}
        drawn = [path.read_text(encoding="utf-8") for path in (APPLICATION / "templates").rglob("*.html")]
        attributes = {attribute for template in drawn for attribute in ATTRIBUTE.findall(template)}
        static = [f"/static/{path.name}" for path in (APPLICATION / "static").iterdir()]
        return frozenset(pieces | offered | {*static, *attributes, CONTENT_SECURITY_POLICY})

    def told(self, wanted: re.Pattern[str], text: str) -> list[str]:
        """Where the text says it otherwise, with what stands around it."""
        found = [match.span() for match in wanted.finditer(text)]
        if not found:
            return []
        excused = [span for passage in self.passages if wanted.search(passage) for span in _spans(passage, text)]
        return [
            text[max(0, first - 40) : last + 40]
            for first, last in found
            if not any(a <= first and last <= b and (a, b) != (first, last) for a, b in excused)
        ]


def _spans(passage: str, text: str) -> Iterator[tuple[int, int]]:
    start = text.find(passage)
    while start >= 0:
        yield start, start + len(passage)
        start = text.find(passage, start + 1)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, Iterable):
        for each in value:
            yield from _texts(each)
