"""Which words a page has: those of its study, or, where there is none, those of the browser's language."""

from typing import Protocol

from flask import current_app, request

from study_app.runtime import EXTENSION, Runtime
from study_app.study.catalogue import ENGLISH, shipped_for
from study_app.study.words import Words, words_in


class Named(Protocol):
    """The facts of a study."""

    @property
    def name(self) -> str:
        """What it is called in addresses."""
        ...


def interface_words(study: Named | None = None) -> Words:
    """The words of the page that is drawn; a template global.  study: undefined or None on pages without one.

    The page that tells of a defect has words, too, whatever is broken.
    """
    name = study.name if study else (request.view_args or {}).get("study")
    runtime: Runtime | None = current_app.extensions.get(EXTENSION)
    loaded = runtime.studies.get(str(name)) if runtime is not None else None
    if loaded is not None:
        return loaded.material.words
    wanted = (shipped_for(tag) for tag in request.accept_languages.values())
    return words_in(next((name for name in wanted if name is not None), ENGLISH))
