"""Learn: a page of examples for each class, one after the other, in an order that differs from seat to seat.

The page is the one of the participant's arm, with its explanation; an arm without one sees its examples without.
"""

from collections import Counter
from collections.abc import Mapping
from random import Random
from typing import Annotated

from pydantic import BaseModel, Field, field_validator

from study_app.definition import Checked
from study_app.study.controls import Proceed
from study_app.study.forms import CONTINUE, chosen
from study_app.study.page import Figure, Page, Prompt
from study_app.study.task import Example, Material, Mind, Task, Values
from study_app.study.trial import PlannedTrial

QUESTION = "learn"
CLASS = "{class}"


class Options(Checked):
    """The block's own keys."""

    classes: Annotated[tuple[str, ...], Field(min_length=1)] | None = Field(
        default=None, description="absent: all of the study's"
    )
    text: str = Field(default=f"This is: {CLASS}", description="the heading; {class} stands for the class's name")
    caption: str = Field(default="", description="above the page, the same for all")
    minimum_seconds: float = Field(default=0.0, ge=0, le=600)
    button: str = "Continue"

    @field_validator("text")
    @classmethod
    def _names_the_class(cls, text: str) -> str:
        if CLASS not in text:
            raise ValueError(
                f"{text!r} does not say of which class the examples are; write {CLASS} where its name goes"
            )
        return text

    @field_validator("classes")
    @classmethod
    def _are_distinct(cls, classes: tuple[str, ...] | None) -> tuple[str, ...] | None:
        twice = sorted(name for name, n in Counter(classes).items() if n > 1)
        if twice:
            raise ValueError(f"{', '.join(map(repr, twice))} is there twice")
        return classes


EXAMPLE = Example(
    {
        "classes": ["Herring", "California"],
        "text": "This is the {class} Gull",
        "caption": "Six of its kind",
        "minimum_seconds": 5.0,
        "button": "Next",
    }
)


class Learn(Task):
    """The class is told with the page.  The time from seeing it to pressing the button is the response time."""

    options = Options
    example = EXAMPLE

    def shows_explanation(self, options: BaseModel) -> bool:
        """Always."""
        return True

    def class_pages(self, options: BaseModel) -> tuple[str, ...] | None:
        """Those of the classes that the block names."""
        return Options.model_validate(options).classes or ()

    def page(self, trial: PlannedTrial, stage: str, given: Mapping[str, Values], material: Material) -> Page:
        """The class's name, its page of examples, and a button."""
        options = Options.model_validate(trial.options)
        label = _label(trial)
        figure = Figure(material.stimuli.class_pages[trial.explanation or ""][label], options.caption, "page")
        prompt = Prompt(options.text.replace(CLASS, label), figures=(figure,))
        return Page(prompt, Proceed(options.button, options.minimum_seconds), timed=True)

    def read(self, trial: PlannedTrial, stage: str, form: Mapping[str, str], material: Material) -> Values:
        """That the button was pressed, and which class was shown."""
        return {
            QUESTION: chosen(form, CONTINUE.values(), "Please press the button to go on."),
            "class": _label(trial),
        }

    def questions(self, trial: PlannedTrial, material: Material) -> tuple[str, ...]:
        """One."""
        return (QUESTION,)

    def simulate(
        self, trial: PlannedTrial, stage: str, mind: Mind, rng: Random, material: Material
    ) -> Mapping[str, str]:
        """Presses the button."""
        return CONTINUE


def _label(trial: PlannedTrial) -> str:
    """The class whose page it is: planning gives each trial of this kind one."""
    if trial.class_page is None:
        raise ValueError(f"trial {trial.position} of block {trial.block!r} is of no class")
    return trial.class_page


TASK = Learn()
