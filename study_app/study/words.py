"""The words of the interface in a study's language, and how code speaks before it knows that language.

Code that has no words at hand says `said("refused.sure")`: a str in English that knows its key.  Whoever shows it
turns it into the language with `Words.told`; what is an ordinary str, a study's own text, stays as it is.
"""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Self

from markupsafe import Markup
from pydantic import BaseModel, GetCoreSchemaHandler
from pydantic_core import CoreSchema

from study_app.study import catalogue
from study_app.study.catalogue import COUNT, ENGLISH, Tree
from study_app.study.faults import model_of
from study_app.study.plurals import category
from study_app.study.wording import filled

FIRST_STRONG_ISOLATE, POP_DIRECTIONAL_ISOLATE = "\u2068", "\u2069"
RIGHT_TO_LEFT = ("ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi")


class Text(str):
    """A text of a catalogue."""

    __slots__ = ()

    def format(self, *_: object, **values: object) -> str:
        """The text with its places filled in; what is filled in is not looked at again."""
        return filled(self, {name: str(value) for name, value in values.items()})


class Forms(dict[str, str]):
    """The forms of a text that depends on the number `n`."""

    def __init__(self, forms: Mapping[str, str], language: str) -> None:
        super().__init__(forms)
        self.language = language

    def format(self, **values: Any) -> str:
        """The form for `n`, its places filled in."""
        form = self.get(category(self.language, values[COUNT]), self["other"])
        return Text(form).format(**values)

    @property
    def packed(self) -> str:
        """All forms as JSON, for a script that chooses."""
        return json.dumps(self, ensure_ascii=False)


class Words:
    """All words.  In templates a text is an attribute, `words.stop.heading`; in code `words.text("stop.heading")`.

    language: that of the study, in which the words are but for those that are there in English only (`foreign`).
    """

    def __init__(self, language: str, trees: Mapping[str, Tree]) -> None:
        """trees: language of what is written → what is written, each over the one before; the first is complete."""
        self.language = language
        self._texts: dict[str, Text | Forms] = {}
        spoken: dict[str, str] = {}
        for written_in, tree in trees.items():
            for key, leaf in catalogue.leaves(tree):
                self._texts[key] = Text(leaf) if isinstance(leaf, str) else Forms(leaf, written_in)
                spoken[key] = written_in
        own = _base(language)
        self.foreign = frozenset(key for key, written_in in spoken.items() if _base(written_in) != own)
        self._foreign_texts = frozenset(form for key in self.foreign for form in _written(self._texts[key]))
        self._tree = _nested(self._texts)

    def __getattr__(self, name: str) -> Any:
        """A text, or a table of texts."""
        if name.startswith("_"):
            raise AttributeError(name)
        return self._tree[name]

    @property
    def direction(self) -> str:
        """Where lines begin: ltr or rtl."""
        return "rtl" if _base(self.language) in RIGHT_TO_LEFT else "ltr"

    def isolated(self, text: str) -> str:
        """A text within another that may be read the other way: where lines begin at the right, set off for itself."""
        return text if self.direction == "ltr" else f"{FIRST_STRONG_ISOLATE}{text}{POP_DIRECTIONAL_ISOLATE}"

    def text(self, key: str, **values: object) -> str:
        """The text of that key with its places filled in."""
        return self._texts[key].format(**values)

    def told(self, text: str) -> str:
        """What was `said`, in this language; any other text as it is."""
        return self.text(text.key, **text.values) if isinstance(text, Said) else text

    def lang_of(self, text: str) -> Markup:
        """The attributes that mark a text which is there in English only; nothing for all others."""
        is_foreign = text.key in self.foreign if isinstance(text, Said) else str(text) in self._foreign_texts
        return Markup(f' lang="{ENGLISH}" dir="ltr"' if is_foreign else "")  # noqa: S704 - a constant


@cache
def words_in(language: str) -> Words:
    """The words of that language as they are shipped; in English where there are none."""
    return words_of(language, {})


def english() -> Words:
    """The words in English."""
    return words_in(ENGLISH)


def words_of(language: str, own: Tree) -> Words:
    """The same with a study's own words over them."""
    name = catalogue.shipped_for(language)
    trees = {ENGLISH: catalogue.catalogue(ENGLISH)}
    if name not in (None, ENGLISH):
        trees[str(name)] = catalogue.catalogue(str(name))
    return Words(language, {**trees, f"{language.lower()}-x-own": own} if own else trees)


class Said(str):
    """A text of the catalogue, said in English, that can be told in any language."""

    key: str
    values: Mapping[str, object]

    def __new__(cls, key: str, values: Mapping[str, object]) -> Self:
        """KeyError where the catalogue has no such text."""
        made = super().__new__(cls, english().text(key, **values))
        made.key, made.values = key, values
        return made

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """To those who check and describe values it is a str."""
        return handler(str)

    def __reduce__(self) -> tuple[type[Self], tuple[str, Mapping[str, object]]]:
        """Copies know their key, too."""
        return type(self), (self.key, self.values)


def said(key: str, **values: object) -> str:
    """The text of that key.  It needs no values where it is a default with places that a page fills in."""
    return Said(key, values)


def in_language(model: type[BaseModel], table: Mapping[str, Any], words: Words) -> dict[str, Any]:
    """The keys of a block, those for texts that are left out told in the study's language."""
    spoken = dict(table)
    for name, field in model.model_fields.items():
        inner = model_of(field.annotation)
        if isinstance(spoken.get(name), dict) and inner is not None:
            spoken[name] = in_language(inner, spoken[name], words)
        elif name not in spoken and isinstance(field.default, Said):
            spoken[name] = words.told(field.default)
        elif name not in spoken and isinstance(field.default, BaseModel):
            spoken[name] = in_language(type(field.default), {}, words)
    return spoken


def _base(language: str) -> str:
    return language.lower().partition("-")[0]


def _written(text: Text | Forms) -> tuple[str, ...]:
    return tuple(text.values()) if isinstance(text, Forms) else (str(text),)


class Table(dict[str, Any]):
    """Texts by name; in a template a name that is not there is a defect, not an empty place."""

    def __missing__(self, name: str) -> Any:
        raise NoSuchText(name)


class NoSuchText(Exception):
    """The catalogue has no text of that name."""


def _nested(texts: Mapping[str, Text | Forms]) -> dict[str, Any]:
    tree = Table()
    for key, text in texts.items():
        *path, last = key.split(".")
        at: dict[str, Any] = tree
        for name in path:
            at = at.setdefault(name, Table())
        at[last] = text
    return tree
