"""Background: questions about the participant.  None asks who somebody is, and none must be answered."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any

from pydantic import BaseModel

from study_app.study.answers import DECLINED, read_answer, read_answers, simulated
from study_app.study.background_default import default_questions
from study_app.study.background_questions import Asked, Declining, Questions
from study_app.study.controls import AnyOf, Ask
from study_app.study.mind import Mind
from study_app.study.page import Page, Prompt
from study_app.study.questionnaire import checked, name_faults
from study_app.study.task import ANSWER, Example, Material, Task, Unanswerable, Values
from study_app.study.trial import PlannedTrial
from study_app.study.words import said

EITHER = said("refused.either")
MOST_DRAWS = 1000


class Options(Declining):
    """The block's own keys.  questions_file: absent: age group, gender, schooling and colour vision."""

    questions_file: str | None = None
    button: str = said("default.button")


TABLE = """
heading = "About you"

[[question]]
name = "age"
text = "How old are you?"
kind = "number"
minimum = 1
maximum = 120
unit = "years"
screen_out_below = 18
screen_out = ["declined"]

[[question]]
name = "birding"
text = "How often do you watch birds?"
options = ["Never", "Sometimes", { value = "often", text = "Every week" }]
screen_out = ["often"]

[[question]]
name = "devices"
text = "What do you use for it?"
kind = "any-of"
options = [{ value = "none", text = "Nothing" }, "Binoculars", "Camera"]

[[question]]
name = "trained"
text = "Where did you learn it?"
kind = "text"
rows = 2
most = 200
"""
EXAMPLE = Example(
    {"questions_file": "background.toml", "button": "Go on", "declined": "I would rather not say"},
    {"background.toml": TABLE},
)


class Background(Task):
    """Values: what was chosen, a list of it, a number or a text; `declined` where somebody prefers not to say."""

    options = Options
    example = EXAMPLE

    def files(self, options: BaseModel) -> tuple[str, ...]:
        """The table, where there is one."""
        file = Options.model_validate(options).questions_file
        return () if file is None else (file,)

    def faults(self, options: BaseModel, tables: Mapping[str, Mapping[str, Any]]) -> list[str]:
        """What the table lacks, and questions that must not be asked."""
        file = Options.model_validate(options).questions_file
        if file is None:
            return []
        table, found = checked(file, tables, Questions)
        if table is None:
            return found
        own = [f"question[{index}].{line}" for index, each in enumerate(table.question) for line in each.faults()]
        names = [each.name for each in table.question]
        return [f"{file}: {line}" for line in (*own, *name_faults(names, "question"))]

    def page(self, trial: PlannedTrial, stage: str, given: Mapping[str, Values], material: Material) -> Page:
        """All questions on one page."""
        table, options = _table(trial, material), Options.model_validate(trial.options)
        questions = tuple(each.question(options) for each in table.question)
        return Page(Prompt(heading=table.heading), Ask(questions, options.button))

    def read(self, trial: PlannedTrial, stage: str, form: Mapping[str, str], material: Material) -> Values:
        """An answer, or `declined`, to every question."""
        options, table = Options.model_validate(trial.options), _table(trial, material)
        values = read_answers((each.question(options) for each in table.question), form)
        return {name: _declined(value) for name, value in values.items()}

    def questions(self, trial: PlannedTrial, material: Material) -> tuple[str, ...]:
        """One per question."""
        return tuple(each.name for each in _table(trial, material).question)

    def n_options(self, trial: PlannedTrial, question: str, material: Material) -> int | None:
        """As many as one of which can be chosen, declining among them; None for all other kinds."""
        asked = next(each for each in _table(trial, material).question if each.name == question)
        return len(asked.options) + 1 if asked.kind == "one-of" else None

    def is_settled(self, trial: PlannedTrial, stage: str) -> bool:
        """Never: the answer may end the session."""
        return False

    def ends(self, trial: PlannedTrial, given: Mapping[str, Values], material: Material) -> str | None:
        """Screened out by any answer that the table says so of."""
        values = given.get(ANSWER, {})
        asked = [each for each in _table(trial, material).question if each.name in values]
        return "screened_out" if any(each.screens(values[each.name]) for each in asked) else None

    def simulate(
        self,
        trial: PlannedTrial,
        stage: str,
        given: Mapping[str, Values],
        mind: Mind,
        rng: Random,
        material: Material,
    ) -> Mapping[str, str]:
        """Any answers with which one may take part."""
        options = Options.model_validate(trial.options)
        form: dict[str, str] = {}
        for each in _table(trial, material).question:
            form |= _simulated(each, options, mind, rng)
        return form


def _declined(value: Any) -> Any:
    """What is stored: who chose to decline, or wrote nothing, has declined."""
    if isinstance(value, list) and DECLINED in value:
        if len(value) > 1:
            raise Unanswerable(EITHER)
        return DECLINED
    return DECLINED if value is None else value


def _simulated(asked: Asked, words: Declining, mind: Mind, rng: Random) -> Mapping[str, str]:
    """Drawn again while it would screen out; the box that declines is left alone where others could be chosen too."""
    question = asked.question(words)
    if isinstance(question, AnyOf):
        question = replace(question, options=question.options[:-1])
    form = simulated(question, mind, rng)
    for _ in range(MOST_DRAWS):
        if not asked.screens(read_answer(question, form)):
            break
        form = simulated(question, mind, rng)
    return form


def _table(trial: PlannedTrial, material: Material) -> Questions:
    file = Options.model_validate(trial.options).questions_file
    return default_questions(material.words) if file is None else Questions.model_validate(material.tables[file])


TASK = Background()
