"""Rate: statements, each with a scale or a line from low to high; they stand in a table of the study's folder.

A statement with `expected` values is an attention item: it is answered wrongly by who does not read it.
"""

from collections.abc import Iterator, Mapping
from random import Random
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from study_app.definition import Checked, Name
from study_app.study.answers import read_answers, simulated
from study_app.study.controls import Ask, Scale, Slider
from study_app.study.mind import Mind
from study_app.study.page import Page, Prompt
from study_app.study.questionnaire import checked, name_faults
from study_app.study.task import Example, Material, Task, Values
from study_app.study.trial import PlannedTrial
from study_app.study.words import said


class Options(Checked):
    """The block's own keys.  matrix: scales that are alike stand in one matrix."""

    items_file: str
    button: str = said("default.button")
    matrix: bool = False


class Item(Checked):
    """[[item]]: one statement; `name` is its row in trials.csv.

    points: of a scale; where it has `labels`, a word per point, these say points, low and high.
    minimum, maximum: of a slider.  expected: the points of which any is right; it makes an attention item.
    """

    name: Name
    text: str
    points: int | None = Field(default=None, ge=2, le=11)
    low: str = ""
    high: str = ""
    kind: Literal["scale", "slider"] = "scale"
    labels: tuple[str, ...] = Field(default=(), max_length=11)
    minimum: int = Field(default=0, ge=-1000000, le=1000000)
    maximum: int = Field(default=100, ge=-1000000, le=1000000)
    required: bool = True
    expected: tuple[int, ...] = ()

    @property
    def n_points(self) -> int:
        """How many answers there are to choose from."""
        return self.points or len(self.labels) if self.kind == "scale" else self.maximum - self.minimum + 1

    @property
    def question(self) -> Scale | Slider:
        """How it is asked."""
        if self.kind == "slider":
            ends = (self.low, self.high, self.minimum, self.maximum)
            return Slider(self.name, self.text, *ends, required=self.required)
        low, high = (
            (self.low, self.high) if not self.labels else (self.low or self.labels[0], self.high or self.labels[-1])
        )
        return Scale(self.name, self.text, self.n_points, low, high, self.labels, self.required)

    def faults(self) -> Iterator[str]:
        """What does not fit together; each line begins with a key."""
        yield from self._slider_faults() if self.kind == "slider" else self._scale_faults()
        for end in ("low", "high"):
            if bool(getattr(self, end)) is bool(self.labels):
                yield f"{end}: " + ("the labels say it; leave it out" if self.labels else "missing")
        if self.expected and not self.required:
            yield "required: an attention item must be answered; leave it out"

    def _slider_faults(self) -> Iterator[str]:
        if self.minimum >= self.maximum:
            yield f"maximum: {self.maximum} is not above minimum {self.minimum}"
        for key in ("points", "labels", "expected"):
            if getattr(self, key):
                yield f"{key}: goes with kind = 'scale'"

    def _scale_faults(self) -> Iterator[str]:
        for key in sorted({"minimum", "maximum"} & self.model_fields_set):
            yield f"{key}: goes with kind = 'slider'"
        if self.points is None and not self.labels:
            yield "points: missing"
        elif self.labels and (len(self.labels) < 2 or self.points not in (None, len(self.labels))):
            yield f"labels: a word for every point, at least two; found {len(self.labels)}"
        else:
            yield from self._expected_faults()

    def _expected_faults(self) -> Iterator[str]:
        """Only what lies on one side of the middle can be wrong beyond dispute: a neutral point cannot."""
        n = self.n_points
        strange = [point for point in self.expected if not 1 <= point <= n]
        sides = {(2 * point > n + 1) - (2 * point < n + 1) for point in self.expected}
        if strange:
            yield f"expected: the scale has no point {strange[0]}; its points are 1 to {n}"
        elif self.expected and sides not in ({-1}, {1}):
            yield (
                f"expected: {list(self.expected)} does not lie on one side of the middle of {n} points; "
                "an attention item accepts any degree of one side, best on a scale without a neutral point"
            )


class Items(Checked):
    """The whole table."""

    heading: str = ""
    item: Annotated[tuple[Item, ...], Field(min_length=1)]


TABLE = """
heading = "How was it?"

[[item]]
name = "ease"
text = "It was easy."
points = 6
low = "No"
high = "Yes"

[[item]]
name = "moon"
text = "I have walked on the moon."
points = 6
low = "No"
high = "Yes"
expected = [1, 2, 3]

[[item]]
name = "like"
text = "I liked it."
labels = ["Not at all", "A little", "Very much"]

[[item]]
name = "effort"
text = "How much effort was it?"
kind = "slider"
low = "None"
high = "All that I have"
minimum = 0
maximum = 10
required = false
"""
EXAMPLE = Example({"items_file": "ratings.toml", "button": "Done", "matrix": True}, {"ratings.toml": TABLE})


class Ratings(Task):
    """Values are whole numbers: 1 … points of a scale, minimum … maximum of a slider, None where it was left out."""

    options = Options
    example = EXAMPLE

    def files(self, options: BaseModel) -> tuple[str, ...]:
        """The table."""
        return (Options.model_validate(options).items_file,)

    def faults(self, options: BaseModel, tables: Mapping[str, Mapping[str, Any]]) -> list[str]:
        """What the table lacks, names that are there twice, and attention items that cannot be judged."""
        file = Options.model_validate(options).items_file
        table, found = checked(file, tables, Items)
        if table is None:
            return found
        own = [f"item[{index}].{line}" for index, item in enumerate(table.item) for line in item.faults()]
        return [f"{file}: {line}" for line in (*own, *name_faults([item.name for item in table.item], "item"))]

    def page(self, trial: PlannedTrial, stage: str, given: Mapping[str, Values], material: Material) -> Page:
        """All statements on one page."""
        table, options = _items(trial, material), Options.model_validate(trial.options)
        questions = tuple(item.question for item in table.item)
        return Page(Prompt(heading=table.heading), Ask(questions, options.button, options.matrix))

    def read(self, trial: PlannedTrial, stage: str, form: Mapping[str, str], material: Material) -> Values:
        """A number for every statement."""
        return read_answers((item.question for item in _items(trial, material).item), form)

    def questions(self, trial: PlannedTrial, material: Material) -> tuple[str, ...]:
        """One per statement."""
        return tuple(item.name for item in _items(trial, material).item)

    def correct(self, trial: PlannedTrial, question: str, value: Any, material: Material) -> bool | None:
        """Of an attention item, whether the value is among those expected; None for all others."""
        expected = _item(trial, question, material).expected
        return value in expected if expected else None

    def n_options(self, trial: PlannedTrial, question: str, material: Material) -> int | None:
        """The points of that statement's scale."""
        return _item(trial, question, material).n_points

    def simulate(
        self,
        trial: PlannedTrial,
        stage: str,
        given: Mapping[str, Values],
        mind: Mind,
        rng: Random,
        material: Material,
    ) -> Mapping[str, str]:
        """Points of each scale by the mind's shift; an attention item is passed with probability `attention`."""
        form: dict[str, str] = {}
        for item in _items(trial, material).item:
            form |= _attended(item, mind, rng) if item.expected else simulated(item.question, mind, rng)
        return form


def _attended(item: Item, mind: Mind, rng: Random) -> Mapping[str, str]:
    others = [point for point in range(1, item.n_points + 1) if point not in item.expected]
    return {item.name: str(rng.choice(item.expected if rng.random() < mind.attention else others))}


def _items(trial: PlannedTrial, material: Material) -> Items:
    return Items.model_validate(material.tables[Options.model_validate(trial.options).items_file])


def _item(trial: PlannedTrial, name: str, material: Material) -> Item:
    return next(item for item in _items(trial, material).item if item.name == name)


TASK = Ratings()
