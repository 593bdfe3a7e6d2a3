"""A study's own words for the interface: words.toml in its folder, as much of a catalogue as it says otherwise."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from study_app.errors import StudyError
from study_app.study import catalogue
from study_app.study.words import Words, words_of
from study_app.study_folder.files import parse_toml, read_text

WORDS_FILE = "words.toml"


def read_words(folder: Path, language: str, sources: dict[str, str], faults: list[str]) -> Words:
    """The words of that language with the folder's own over them; the file is added to the sources, faults are told.

    Where there are faults the words are those without the folder's own.
    """
    path = folder / WORDS_FILE
    if not path.exists():
        return words_of(language, {})
    try:
        text = read_text(path)
        own = parse_toml(path, text)
    except StudyError as fault:
        faults.append(str(fault))
        return words_of(language, {})
    sources[WORDS_FILE] = text
    found = [f"{path}: {line}" for line in catalogue.faults(own, language)]
    faults += found
    return words_of(language, {} if found else own)


def language_of(raw: Mapping[str, Any]) -> str:
    """The language that a study.toml names, as far as it can be told before all of it is checked."""
    facts = raw.get("study")
    language = facts.get("language") if isinstance(facts, dict) else None
    return language if isinstance(language, str) and language else catalogue.ENGLISH


def word_warnings(words: Words) -> list[str]:
    """What participants will read in English though the study is in another language."""
    if not words.foreign:
        return []
    known, language = catalogue.shipped(), words.language
    n = len(list(catalogue.leaves(catalogue.catalogue(catalogue.ENGLISH))))
    some = "the interface's words" if len(words.foreign) == n else f"{len(words.foreign)} of the interface's {n} texts"
    return [
        f"study.language: {language!r}: {some} are in English; catalogues are there for {', '.join(known)}. "
        f"Another is one file: translate {catalogue.FOLDER / 'en.toml'} as {WORDS_FILE} in the study's folder, "
        f"or, for all studies, as {language.lower()}.toml beside it"
    ]
