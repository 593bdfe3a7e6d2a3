"""Learn: labelled examples, one by one, or a page of examples for each class, in an order that differs by seat.

Shown is what the participant's arm explains; an arm without an explanation sees the same pictures without.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import BaseModel, Field, field_validator, model_validator

from study_app.definition import Checked
from study_app.study.controls import Proceed
from study_app.study.figures import Explained, pictures
from study_app.study.one_button import OneButton
from study_app.study.page import Figure, Page, Prompt
from study_app.study.task import Example, Material, Subject, Values
from study_app.study.trial import PlannedTrial
from study_app.study.wording import filled, places
from study_app.study.words import said


class Options(Checked):
    """The block's own keys."""

    examples: bool = Field(default=False, description="one image after the other, of `items`, instead of class pages")
    classes: Annotated[tuple[str, ...], Field(min_length=1)] | None = Field(
        default=None, description="absent: all of the study's"
    )
    text: Annotated[str, places("class", needs="class")] = Field(
        default=said("default.learn.text"), description="the heading"
    )
    caption: str = Field(default="", description="under what is shown, the same for all")
    minimum_seconds: float = Field(default=0.0, ge=0, le=600)
    button: str = said("default.button")

    @field_validator("classes")
    @classmethod
    def _are_distinct(cls, classes: tuple[str, ...] | None) -> tuple[str, ...] | None:
        twice = sorted(name for name, n in Counter(classes).items() if n > 1)
        if twice:
            raise ValueError(f"{', '.join(map(repr, twice))} is there twice")
        return classes

    @model_validator(mode="after")
    def _shows_one_or_the_other(self) -> Self:
        if self.examples and self.classes is not None:
            raise ValueError("classes: goes with pages of examples; `items` says which images are shown one by one")
        return self


EXAMPLE = Example(
    {
        "classes": ["Herring", "California"],
        "text": "This is the {class} Gull",
        "caption": "Six of its kind",
        "minimum_seconds": 5.0,
        "button": "Next",
    }
)


class Learn(OneButton):
    """The class is told with the page.  The time from seeing it to pressing the button is the response time."""

    options = Options
    example = EXAMPLE
    asks = "learn"

    def shows_explanation(self, options: BaseModel) -> bool:
        """Always."""
        return True

    def subject(self, options: BaseModel) -> Subject:
        """Images, where examples are shown one by one; else pages of examples."""
        return "images" if Options.model_validate(options).examples else "class_pages"

    def class_pages(self, options: BaseModel) -> tuple[str, ...]:
        """Those of the classes that the block names."""
        return Options.model_validate(options).classes or ()

    def page(self, trial: PlannedTrial, stage: str, given: Mapping[str, Values], material: Material) -> Page:
        """The class's name, the example or its page of examples, and a button."""
        options = Options.model_validate(trial.options)
        label = _label(trial, material)
        prompt = Prompt(filled(options.text, {"class": label}), figures=_figures(trial, options, material))
        return Page(prompt, Proceed(options.button, options.minimum_seconds), timed=True)

    def read(self, trial: PlannedTrial, stage: str, form: Mapping[str, str], material: Material) -> Values:
        """That the button was pressed, and which class was shown."""
        return {**super().read(trial, stage, form, material), "class": _label(trial, material)}


def _figures(trial: PlannedTrial, options: Options, material: Material) -> tuple[Figure, ...]:
    """The image with what the arm explains; or the class's page of the arm."""
    if trial.class_page is None:
        return pictures(trial, Explained(explanation="by-arm", caption=options.caption), material)
    page = material.stimuli.class_pages[trial.explanation or ""][trial.class_page]
    return (Figure(page, options.caption, "page"),)


def _label(trial: PlannedTrial, material: Material) -> str:
    """The class whose page it is, or the true class of the example."""
    return trial.class_page if trial.class_page is not None else material.stimulus(trial).label


TASK = Learn()
