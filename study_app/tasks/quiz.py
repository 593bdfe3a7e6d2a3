"""Quiz: questions about the instructions, with more than one try.  Who does not understand is never rejected for it.

After a wrong try the page says which answers are wrong, with a hint for each, and never which would be right.
"""

from collections.abc import Iterator, Mapping
from html import escape
from random import Random
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from study_app.definition import Checked, Name
from study_app.study.answers import read_answers
from study_app.study.controls import Ask, OneOf
from study_app.study.mind import Mind
from study_app.study.page import Page, Prompt
from study_app.study.questionnaire import AnyOption, checked, name_faults, option_faults
from study_app.study.task import ANSWER, Example, Material, Task, Values
from study_app.study.trial import PlannedTrial
from study_app.study.tries import TRY, try_stages
from study_app.study.words import said


class Options(Checked):
    """The block's own keys.

    text: the instructions, shown again from the second try on.  otherwise: what follows when all tries are wrong.
    """

    questions_file: str
    tries: int = Field(default=2, ge=2, le=9)
    otherwise: Literal["screened_out", "go_on"] = "screened_out"
    text: str | None = None
    button: str = said("default.button")
    again: str = Field(default=said("default.quiz.again"), description="the heading from the second try on")
    look: str = Field(default=said("default.quiz.look"), description="before the questions that were wrong")


class Asked(Checked):
    """[[question]]: one question; `name` is its row in trials.csv, `right` the value of an option."""

    name: Name
    text: str
    options: Annotated[tuple[AnyOption, ...], Field(min_length=2)]
    right: str
    hint: str = ""

    @property
    def question(self) -> OneOf:
        """How it is asked."""
        return OneOf(self.name, self.text, tuple(option.choice for option in self.options))

    def faults(self) -> Iterator[str]:
        """What does not fit together; each line begins with a key."""
        yield from option_faults(self.options)
        values = [option.value for option in self.options]
        if self.right not in values:
            yield f"right: no option {self.right!r}; known: {', '.join(values)}"


class Questions(Checked):
    """The whole table."""

    heading: str = ""
    question: Annotated[tuple[Asked, ...], Field(min_length=1)]


TABLE = """
heading = "Before you begin"

[[question]]
name = "task"
text = "What will you do?"
options = ["Name birds", "Draw birds"]
right = "Name birds"
hint = "Look at the first paragraph."

[[question]]
name = "help"
text = "Can the computer be wrong?"
options = [{ value = "yes", text = "Yes, sometimes" }, { value = "no", text = "No, never" }]
right = "yes"
"""
EXAMPLE = Example(
    {"questions_file": "quiz.toml", "tries": 3, "otherwise": "go_on", "text": "instructions.md"},
    {"quiz.toml": TABLE, "instructions.md": "# What you will do\n\nYou name birds; a computer helps, not always well."},
)


class Quiz(Task):
    """Rows: the first answer to each question; of each later try that was needed, how many answers were right."""

    options = Options
    example = EXAMPLE

    def files(self, options: BaseModel) -> tuple[str, ...]:
        """The table, and the instructions."""
        own = Options.model_validate(options)
        return (own.questions_file, *([own.text] if own.text else []))

    def faults(self, options: BaseModel, tables: Mapping[str, Mapping[str, Any]]) -> list[str]:
        """What the table lacks, names that are there twice, right answers that are not offered."""
        file = Options.model_validate(options).questions_file
        table, found = checked(file, tables, Questions)
        if table is None:
            return found
        own = [f"question[{index}].{line}" for index, each in enumerate(table.question) for line in each.faults()]
        names = [each.name for each in table.question]
        taken = ("n_right", *(name for name in names if name.startswith(TRY)))
        return [f"{file}: {line}" for line in (*own, *name_faults(names, "question", taken))]

    def stages(self, trial: PlannedTrial) -> tuple[str, ...]:
        """A stage for each try."""
        return try_stages(Options.model_validate(trial.options).tries)

    def next_stage(self, trial: PlannedTrial, given: Mapping[str, Values], material: Material) -> str | None:
        """Another try, unless the last one was all right."""
        return None if self.passes(trial, given, material) else super().next_stage(trial, given, material)

    def page(self, trial: PlannedTrial, stage: str, given: Mapping[str, Values], material: Material) -> Page:
        """All questions; after a wrong try also what was wrong, and the instructions."""
        table, options = _table(trial, material), Options.model_validate(trial.options)
        control = Ask(tuple(each.question for each in table.question), options.button)
        if stage == ANSWER:
            return Page(Prompt(heading=table.heading), control)
        last = given[self.stages(trial)[self.stages(trial).index(stage) - 1]]
        instructions = _below_a_heading(material.texts[options.text]) if options.text else ""
        return Page(Prompt(options.again, _wrong(table, last, options.look) + instructions), control)

    def read(self, trial: PlannedTrial, stage: str, form: Mapping[str, str], material: Material) -> Values:
        """An answer to every question, and how many of them are right."""
        table = _table(trial, material)
        values = read_answers((each.question for each in table.question), form)
        n_right = sum(values[each.name] == each.right for each in table.question)
        return {**values, ("n_right" if stage == ANSWER else stage): n_right}

    def questions(self, trial: PlannedTrial, material: Material) -> tuple[str, ...]:
        """One per question, and one per later try."""
        return (*(each.name for each in _table(trial, material).question), *self.stages(trial)[1:])

    def stage_of(self, trial: PlannedTrial, question: str) -> str:
        """A later try has its own; everything else is of the first."""
        return question if question in self.stages(trial) else ANSWER

    def correct(self, trial: PlannedTrial, question: str, value: Any, material: Material) -> bool | None:
        """Whether it is the right answer; of a later try, whether all its answers were right."""
        table = _table(trial, material)
        if question in self.stages(trial)[1:]:
            return bool(value == len(table.question))
        return next(bool(value == each.right) for each in table.question if each.name == question)

    def n_options(self, trial: PlannedTrial, question: str, material: Material) -> int | None:
        """As many as are offered."""
        found = [len(each.options) for each in _table(trial, material).question if each.name == question]
        return found[0] if found else None

    def passes(self, trial: PlannedTrial, given: Mapping[str, Values], material: Material) -> bool | None:
        """Whether all answers of the last try are right."""
        last = [given[stage] for stage in self.stages(trial) if stage in given][-1:]
        asked = _table(trial, material).question
        return all(last[0].get(each.name) == each.right for each in asked) if last else None

    def is_settled(self, trial: PlannedTrial, stage: str) -> bool:
        """Never: the answer may end the session."""
        return False

    def ends(self, trial: PlannedTrial, given: Mapping[str, Values], material: Material) -> str | None:
        """Screened out, where the block says so and every try was wrong."""
        wrong = self.passes(trial, given, material) is False and set(self.stages(trial)) <= set(given)
        screens = Options.model_validate(trial.options).otherwise == "screened_out"
        return "screened_out" if wrong and screens else None

    def simulate(
        self,
        trial: PlannedTrial,
        stage: str,
        given: Mapping[str, Values],
        mind: Mind,
        rng: Random,
        material: Material,
    ) -> Mapping[str, str]:
        """Answers each question rightly with probability `understanding`, else any other way."""
        return {each.name: _simulated(each, mind, rng) for each in _table(trial, material).question}


def _simulated(asked: Asked, mind: Mind, rng: Random) -> str:
    others = [option.value for option in asked.options if option.value != asked.right]
    return asked.right if rng.random() < mind.understanding else rng.choice(others)


def _wrong(table: Questions, last: Values, look: str) -> str:
    """The questions that were answered wrongly, each with its hint."""
    wrong = [each for each in table.question if last.get(each.name) != each.right]
    lines = [f"<li>{escape(each.text)}{f'<br>{escape(each.hint)}' if each.hint else ''}</li>" for each in wrong]
    return f"<p>{escape(look)}</p>\n<ul>\n" + "\n".join(lines) + "\n</ul>\n"


def _below_a_heading(html: str) -> str:
    """A text's first heading is no page's first heading where it stands below another."""
    return html.replace("<h1>", "<h2>").replace("</h1>", "</h2>")


def _table(trial: PlannedTrial, material: Material) -> Questions:
    return Questions.model_validate(material.tables[Options.model_validate(trial.options).questions_file])


TASK = Quiz()
