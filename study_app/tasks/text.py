"""Text: something to read, and a button."""

from collections.abc import Mapping

from pydantic import BaseModel

from study_app.definition import Checked
from study_app.study.controls import Proceed
from study_app.study.one_button import OneButton
from study_app.study.page import Page, Prompt
from study_app.study.task import Example, Material, Values
from study_app.study.trial import PlannedTrial
from study_app.study.words import said


class Options(Checked):
    """The block's own keys."""

    text: str
    button: str = said("default.button")


EXAMPLE = Example({"text": "read.md", "button": "Begin"}, {"read.md": "# What you will do\n\nLook at birds."})


class Text(OneButton):
    """The time from seeing the text to pressing the button is the response time of question `read`."""

    options = Options
    example = EXAMPLE
    asks = "read"

    def files(self, options: BaseModel) -> tuple[str, ...]:
        """The text."""
        return (Options.model_validate(options).text,)

    def page(self, trial: PlannedTrial, stage: str, given: Mapping[str, Values], material: Material) -> Page:
        """The text and the button."""
        options = Options.model_validate(trial.options)
        return Page(Prompt(html=material.texts[options.text]), Proceed(options.button))


TASK = Text()
