"""Catalogues: the words of the participant's interface, one TOML file for each language in study_app/words.

A leaf is a text, or a table of the forms of one text that depends on a number.  English is what all others are held to.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from study_app.study.faults import unknown
from study_app.study.plurals import CATEGORIES, categories, category
from study_app.study.wording import PLACE

FOLDER = Path(__file__).parent.parent / "words"
ENGLISH = "en"
COUNT = "n"  # the place of the number that decides between forms
HIGHEST = 200  # of the numbers below it one sees whether a form stands for one number alone

Tree = Mapping[str, Any]
Leaf = str | dict[str, str]


def shipped() -> list[str]:
    """The languages that come with Gullseye: one per file."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def shipped_for(language: str) -> str | None:
    """The catalogue for that language: its own, else that of the language without its region; None: there is none."""
    tag = language.lower()
    return next((name for name in (tag, tag.partition("-")[0]) if name in shipped()), None)


@cache
def catalogue(name: str) -> Tree:
    """What is written in that file."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def is_plural(value: object) -> bool:
    """Whether it is a text with a form for each plural category."""
    return isinstance(value, dict) and "other" in value and set(value) <= set(CATEGORIES)


def leaves(tree: Tree, before: str = "", english: Tree | None = None) -> Iterator[tuple[str, Leaf]]:
    """Every text of a catalogue by its key: the path to it, with dots.

    Which of them depend on a number English decides: a table of options may have `other` for its only name.
    """
    english = catalogue(ENGLISH) if english is None else english
    for name, value in tree.items():
        model = english.get(name, {})
        if isinstance(value, dict) and not is_plural(model):
            yield from leaves(value, f"{before}{name}.", model if isinstance(model, dict) else {})
        else:
            yield f"{before}{name}", value


def missing(tree: Tree) -> list[str]:
    """The keys of the English catalogue that this one lacks."""
    there = {key for key, _ in leaves(tree)}
    return [key for key, _ in leaves(catalogue(ENGLISH)) if key not in there]


def faults(tree: Tree, language: str) -> Iterator[str]:
    """What is wrong with the texts that are there; each line begins with a key."""
    yield from _faults(tree, catalogue(ENGLISH), language, "")


def _faults(tree: Tree, english: Tree, language: str, before: str) -> Iterator[str]:
    for name, value in tree.items():
        key = f"{before}{name}"
        if name not in english:
            yield unknown(key, "text", name, list(english))
        elif is_plural(english[name]):
            yield from _form_faults(key, value, english[name], language)
        elif isinstance(english[name], str):
            yield from _text_faults(key, value, _places(english[name]))
        elif not isinstance(value, dict):
            yield f"{key}: a table of texts is wanted; found {value!r}"
        else:
            yield from _faults(value, english[name], language, f"{key}.")


def _text_faults(key: str, value: object, wanted: set[str], may_lack: frozenset[str] = frozenset()) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"{key}: a text is wanted; found {value!r}"
    elif not value.strip():
        yield f"{key}: empty"
    else:
        found = _places(value)
        yield from (f"{key}: lacks {{{place}}}" for place in sorted(wanted - found - may_lack))
        yield from (f"{key}: has no use for {{{place}}}" for place in sorted(found - wanted))
        if set(PLACE.sub("", value)) & set("{}"):
            yield f"{key}: a brace that is no {{place}}"


def _form_faults(key: str, value: object, english: Tree, language: str) -> Iterator[str]:
    wanted = categories(language)
    if not isinstance(value, dict):
        yield f"{key}: a form for each of {', '.join(wanted)} is wanted; found {value!r}"
        return
    yield from (f"{key}: lacks the form {form!r}" for form in wanted if form not in value)
    yield from (unknown(f"{key}.{form}", "form", form, wanted) for form in value if form not in wanted)
    places = _places(english["other"])
    for form in wanted:
        if form in value:
            numbers = [n for n in range(HIGHEST) if category(language, n) == form]
            may_lack = frozenset({COUNT}) if len(numbers) == 1 else frozenset()
            yield from _text_faults(f"{key}.{form}", value[form], places, may_lack)


def _places(text: str) -> set[str]:
    return set(PLACE.findall(text))
