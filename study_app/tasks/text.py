"""Text: something to read, and a button."""

from collections.abc import Mapping
from random import Random

from pydantic import BaseModel

from study_app.definition import Checked
from study_app.study.controls import Proceed
from study_app.study.forms import CONTINUE, continued
from study_app.study.mind import Mind
from study_app.study.page import Page, Prompt
from study_app.study.task import Example, Material, Task, Values
from study_app.study.trial import PlannedTrial
from study_app.study.words import said

QUESTION = "read"


class Options(Checked):
    """The block's own keys."""

    text: str
    button: str = said("default.button")


EXAMPLE = Example({"text": "read.md", "button": "Begin"}, {"read.md": "# What you will do\n\nLook at birds."})


class Text(Task):
    """The time from seeing the text to pressing the button is the response time of question `read`."""

    options = Options
    example = EXAMPLE

    def files(self, options: BaseModel) -> tuple[str, ...]:
        """The text."""
        return (Options.model_validate(options).text,)

    def page(self, trial: PlannedTrial, stage: str, given: Mapping[str, Values], material: Material) -> Page:
        """The text and the button."""
        options = Options.model_validate(trial.options)
        return Page(Prompt(html=material.texts[options.text]), Proceed(options.button))

    def read(self, trial: PlannedTrial, stage: str, form: Mapping[str, str], material: Material) -> Values:
        """That the button was pressed."""
        return {QUESTION: continued(form)}

    def questions(self, trial: PlannedTrial, material: Material) -> tuple[str, ...]:
        """One."""
        return (QUESTION,)

    def simulate(
        self,
        trial: PlannedTrial,
        stage: str,
        given: Mapping[str, Values],
        mind: Mind,
        rng: Random,
        material: Material,
    ) -> Mapping[str, str]:
        """Presses the button."""
        return CONTINUE


TASK = Text()
