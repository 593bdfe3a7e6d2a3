"""The options of methods that can also run as their authors' code does: compat = true."""

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from stimuli.method import Parameters


class CompatParameters(Parameters):
    """authors: the defaults that compat = true puts in the place of ours.  only_ours: the options that it refuses."""

    authors: ClassVar[Mapping[str, object]] = {}
    only_ours: ClassVar[frozenset[str]] = frozenset()

    compat: bool = Field(default=False, description="the authors' code as it runs, for comparison")

    @model_validator(mode="before")
    @classmethod
    def _as_the_authors(cls, given: Any) -> Any:
        if not isinstance(given, Mapping) or not _is_true(given.get("compat")):
            return given
        ours = cls.only_ours & given.keys()
        if ours:
            raise ValueError(f"compat: the authors' code has no {', '.join(sorted(ours))}")
        return {**cls.authors, **given}


def _is_true(given: object) -> bool:
    """As the field itself will read it: a command line gives the text `true`."""
    try:
        return TypeAdapter(bool).validate_python(given)
    except ValidationError:
        return False
