"""What the tables of questions that a study's folder holds have in common: options, names, and their faults."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from study_app.definition import Checked
from study_app.study.controls import Choice
from study_app.study.faults import lines
from study_app.study.timing import MEASUREMENTS

POSTED_WITH_EVERY_FORM = ("trial_token", "stage", "response", "page_events", "timed_out")

Table = TypeVar("Table", bound=BaseModel)


class Option(Checked):
    """One answer to choose from: what is stored and what is read; a text alone is both."""

    value: str = Field(min_length=1, max_length=100)
    text: str = Field(min_length=1)

    @property
    def choice(self) -> Choice:
        """The same for a control."""
        return Choice(self.value, self.text)


def _written_out(option: object) -> object:
    return {"value": option, "text": option} if isinstance(option, str) else option


AnyOption = Annotated[Option, BeforeValidator(_written_out)]


def checked(file: str, tables: Mapping[str, Mapping[str, Any]], model: type[Table]) -> tuple[Table | None, list[str]]:
    """The content of that table, or what is wrong with it; each line begins with the file's name."""
    try:
        return model.model_validate(tables[file]), []
    except ValidationError as fault:
        return None, [f"{file}: {line}" for line in lines(fault, model)]


def name_faults(names: Sequence[str], key: str, taken: Sequence[str] = ()) -> Iterator[str]:
    """Names of questions that are there twice, or that mean something else already.  key: where they stand."""
    for name in names:
        if name in MEASUREMENTS:
            yield f"{key}.name: {name!r} is the name of a measurement"
        elif name in POSTED_WITH_EVERY_FORM or name in taken:
            yield f"{key}.name: {name!r} has a meaning of its own; choose another name"
    for name in sorted(set(names)):
        if names.count(name) > 1:
            yield f"{key}.name: {name!r} is there twice"


def option_faults(options: Sequence[Option], reserved: Sequence[str] = ()) -> Iterator[str]:
    """Values of options that are there twice, or that mean something else already."""
    values = [option.value for option in options]
    for value in sorted(set(values)):
        if values.count(value) > 1:
            yield f"options: {value!r} is there twice"
        if value in reserved:
            yield f"options: {value!r} has a meaning of its own; choose another value"
