"""The options of methods that can also run as their authors' code does: compat = true."""

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field, model_validator

from stimuli.method import Parameters


class CompatParameters(Parameters):
    """authors: the defaults that compat = true puts in the place of ours.  only_ours: the options that it refuses."""

    authors: ClassVar[Mapping[str, object]] = {}
    only_ours: ClassVar[frozenset[str]] = frozenset()

    compat: bool = Field(default=False, description="the authors' code as it runs, for comparison")

    @model_validator(mode="before")
    @classmethod
    def _as_the_authors(cls, given: Any) -> Any:
        if not isinstance(given, Mapping) or given.get("compat") is not True:
            return given
        ours = cls.only_ours & given.keys()
        if ours:
            raise ValueError(f"compat: the authors' code has no {', '.join(sorted(ours))}")
        return {**cls.authors, **given}
