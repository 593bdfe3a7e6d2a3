"""Rate: statements, each with a scale from low to high; the statements stand in a table of the study's folder."""

from collections.abc import Mapping
from random import Random
from typing import Annotated, Any

from pydantic import BaseModel, Field, ValidationError

from study_app.definition import Checked, Name
from study_app.study.controls import Ask, Scale
from study_app.study.faults import lines
from study_app.study.forms import whole_number
from study_app.study.page import Page, Prompt
from study_app.study.task import Example, Material, Mind, Task, Unanswerable, Values
from study_app.study.timing import MEASUREMENTS
from study_app.study.trial import PlannedTrial


class Options(Checked):
    """The block's own keys."""

    items_file: str
    button: str = "Continue"


class Item(Checked):
    """[[item]]: one statement; `name` is its row in trials.csv."""

    name: Name
    text: str
    points: int = Field(ge=2, le=11)
    low: str
    high: str


class Items(Checked):
    """The whole table."""

    heading: str = ""
    item: Annotated[tuple[Item, ...], Field(min_length=1)]


EXAMPLE = Example(
    {"items_file": "ratings.toml"},
    {"ratings.toml": '[[item]]\nname = "ease"\ntext = "It was easy."\npoints = 7\nlow = "No"\nhigh = "Yes"\n'},
)


class Ratings(Task):
    """Values are whole numbers, 1 … points."""

    options = Options
    example = EXAMPLE

    def files(self, options: BaseModel) -> tuple[str, ...]:
        """The table."""
        return (Options.model_validate(options).items_file,)

    def faults(self, options: BaseModel, tables: Mapping[str, Mapping[str, Any]]) -> list[str]:
        """What the table lacks, and names that are there twice."""
        name = Options.model_validate(options).items_file
        try:
            items = Items.model_validate(tables[name]).item
        except ValidationError as fault:
            return [f"{name}: {line}" for line in lines(fault, Items)]
        names = [item.name for item in items]
        taken = [f"{name}: item.name: {one!r} is the name of a measurement" for one in names if one in MEASUREMENTS]
        twice = [one for one in sorted(set(names)) if names.count(one) > 1]
        return [*taken, *(f"{name}: item.name: {one!r} is there twice" for one in twice)]

    def page(self, trial: PlannedTrial, stage: str, given: Mapping[str, Values], material: Material) -> Page:
        """All statements on one page."""
        table = _items(trial, material)
        scales = tuple(Scale(item.name, item.text, item.points, item.low, item.high) for item in table.item)
        return Page(Prompt(heading=table.heading), Ask(scales, Options.model_validate(trial.options).button))

    def read(self, trial: PlannedTrial, stage: str, form: Mapping[str, str], material: Material) -> Values:
        """A number for every statement."""
        values = {item.name: whole_number(form, item.name, item.points) for item in _items(trial, material).item}
        missing = sum(value is None for value in values.values())
        if missing:
            raise Unanswerable(
                "Please answer every item." if missing == len(values) else f"{_left(missing)} to answer."
            )
        return values

    def questions(self, trial: PlannedTrial, material: Material) -> tuple[str, ...]:
        """One per statement."""
        return tuple(item.name for item in _items(trial, material).item)

    def n_options(self, trial: PlannedTrial, question: str, material: Material) -> int | None:
        """The points of that statement's scale."""
        return next(item.points for item in _items(trial, material).item if item.name == question)

    def simulate(
        self, trial: PlannedTrial, stage: str, mind: Mind, rng: Random, material: Material
    ) -> Mapping[str, str]:
        """Any point of each scale."""
        return {item.name: str(rng.randint(1, item.points)) for item in _items(trial, material).item}


def _items(trial: PlannedTrial, material: Material) -> Items:
    return Items.model_validate(material.tables[Options.model_validate(trial.options).items_file])


def _left(n: int) -> str:
    return "One item is still" if n == 1 else f"{n} items are still"


TASK = Ratings()
