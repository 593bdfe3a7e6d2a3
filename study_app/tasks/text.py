"""Text: something to read, and a button."""

from collections.abc import Mapping
from random import Random
from typing import Any

from pydantic import BaseModel

from study_app.definition import Checked
from study_app.study.forms import CONTINUE, chosen
from study_app.study.page import Page, Proceed, Prompt
from study_app.study.task import ANSWER, Example, Material, Mind, Values
from study_app.study.trial import PlannedTrial

QUESTION = "read"


class Options(Checked):
    """The block's own keys."""

    text: str
    button: str = "Continue"


EXAMPLE = Example({"text": "read.md", "button": "Begin"}, {"read.md": "# What you will do\n\nLook at birds."})


class Text:
    """The time from seeing the text to pressing the button is the response time of question `read`."""

    options = Options
    example = EXAMPLE
    needs_images = False
    milestone = None

    def files(self, options: BaseModel) -> tuple[str, ...]:
        """The text."""
        return (Options.model_validate(options).text,)

    def faults(self, options: BaseModel, tables: Mapping[str, Mapping[str, Any]]) -> list[str]:
        """There are no tables."""
        return []

    def shows_explanation(self, options: BaseModel) -> bool:
        """Never."""
        return False

    def explains_before_answer(self, options: BaseModel) -> bool:
        """Never."""
        return False

    def class_pages(self, options: BaseModel) -> tuple[str, ...] | None:
        """None."""
        return None

    def stages(self, trial: PlannedTrial) -> tuple[str, ...]:
        """One."""
        return (ANSWER,)

    def page(self, trial: PlannedTrial, stage: str, given: Mapping[str, Values], material: Material) -> Page:
        """The text and the button."""
        options = Options.model_validate(trial.options)
        return Page(Prompt(html=material.texts[options.text]), Proceed(options.button))

    def read(self, trial: PlannedTrial, stage: str, form: Mapping[str, str], material: Material) -> Values:
        """That the button was pressed."""
        return {QUESTION: chosen(form, CONTINUE.values(), "Please press the button to go on.")}

    def questions(self, trial: PlannedTrial, material: Material) -> tuple[str, ...]:
        """One."""
        return (QUESTION,)

    def correct(self, trial: PlannedTrial, question: str, value: Any, material: Material) -> bool | None:
        """Nothing is right or wrong."""
        return None

    def n_options(self, trial: PlannedTrial, question: str, material: Material) -> int | None:
        """There is nothing to choose."""
        return None

    def ends(self, trial: PlannedTrial, values: Values) -> str | None:
        """The session goes on."""
        return None

    def simulate(
        self, trial: PlannedTrial, stage: str, mind: Mind, rng: Random, material: Material
    ) -> Mapping[str, str]:
        """Presses the button."""
        return CONTINUE


TASK = Text()
