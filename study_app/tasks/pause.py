"""Pause: a break, for as long as the participant likes.

A block of its own between two others, or, by `break_after` of a block, after every so many of its trials.
"""

from collections.abc import Mapping

from pydantic import Field

from study_app.definition import Checked
from study_app.study.controls import Proceed
from study_app.study.one_button import OneButton
from study_app.study.page import Page, Prompt
from study_app.study.task import Example, Material, Values
from study_app.study.trial import PlannedTrial
from study_app.study.wording import paragraph
from study_app.study.words import said


class Options(Checked):
    """The block's own keys.  done, of: how many of the trials of a block lie behind one; a block's breaks say so."""

    heading: str = said("default.pause.heading")
    text: str = said("default.pause.text")
    button: str = said("default.button")
    done: int | None = Field(default=None, gt=0, description="left to `break_after`")
    of: int | None = Field(default=None, gt=0, description="left to `break_after`")


EXAMPLE = Example({"heading": "Half of it is done", "text": "Look out of the window for a while.", "button": "Go on"})


class Pause(OneButton):
    """How long the break was, from seeing the page to pressing the button, is the response time of `rested`."""

    options = Options
    example = EXAMPLE
    asks = "rested"

    def page(self, trial: PlannedTrial, stage: str, given: Mapping[str, Values], material: Material) -> Page:
        """How far one is, that there is time, and the button."""
        options, words = Options.model_validate(trial.options), material.words
        told = paragraph(words.told(options.text), {})
        if options.done is not None and options.of is not None:
            told = paragraph(words.text("default.pause.done", done=options.done, all=options.of), {}) + told
        return Page(Prompt(words.told(options.heading), told), Proceed(options.button))


TASK = Pause()
