"""Device: whether window, pointer and browser fit the study, and, where it is wanted, whether colours are told apart.

Who does not fit is told what would, and may try again before leaving.
"""

from collections.abc import Mapping
from html import escape
from random import Random
from typing import Any

from pydantic import BaseModel, Field

from study_app.study.colour_vision import PLATE, ColourVision
from study_app.study.controls import Measure
from study_app.study.device_rules import Rules, Words, fitting, measured, misfits
from study_app.study.forms import CONTINUE, continued
from study_app.study.mind import Mind
from study_app.study.page import Page, Prompt
from study_app.study.task import ANSWER, Example, Material, Task, Values
from study_app.study.trial import PlannedTrial
from study_app.study.tries import try_stages
from study_app.study.words import said

FITS = "fits"


class Options(Rules):
    """The block's own keys.  text: shown before measuring.  tries: so often one may try."""

    text: str
    tries: int = Field(default=3, ge=1, le=9)
    button: str = said("default.button")
    words: Words = Words()
    colour_vision: ColourVision | None = None

    @property
    def plates(self) -> tuple[str, ...]:
        """The stages of the plates."""
        return () if self.colour_vision is None else tuple(self.colour_vision.by_stage)


EXAMPLE = Example(
    {
        "text": "device.md",
        "minimum_width_px": 1000,
        "minimum_height_px": 600,
        "pointer": "fine",
        "touch": "refused",
        "browsers": ["Firefox", "Chrome", "Edge", "Safari"],
        "tries": 2,
        "colour_vision": {"plates": 1, "otherwise": "screened_out"},
    },
    {"device.md": "# Your device\n\nThis study needs a large window and a mouse.  Please make the window large now."},
)


class Device(Task):
    """Rows: whether the device fits, for each try, and the digit read on each plate; all measures are in the values."""

    options = Options
    example = EXAMPLE

    def files(self, options: BaseModel) -> tuple[str, ...]:
        """The text."""
        return (Options.model_validate(options).text,)

    def stages(self, trial: PlannedTrial) -> tuple[str, ...]:
        """Tries, then plates."""
        options = Options.model_validate(trial.options)
        return (*try_stages(options.tries), *options.plates)

    def next_stage(self, trial: PlannedTrial, given: Mapping[str, Values], material: Material) -> str | None:
        """Another try until the device fits, then the plates."""
        options = Options.model_validate(trial.options)
        stages = options.plates if _fits(options, given) else try_stages(options.tries)
        return next((stage for stage in stages if stage not in given), None)

    def page(self, trial: PlannedTrial, stage: str, given: Mapping[str, Values], material: Material) -> Page:
        """The text and a button; from the second try on, what does not fit; or a plate."""
        options = Options.model_validate(trial.options)
        if options.colour_vision is not None and stage.startswith(PLATE):
            return options.colour_vision.page(stage)
        if stage == ANSWER:
            return Page(Prompt(html=material.texts[options.text]), Measure(options.button))
        tries = try_stages(options.tries)
        last = given[tries[tries.index(stage) - 1]]
        return Page(Prompt(options.words.heading, _told(options, last)), Measure(options.words.button))

    def read(self, trial: PlannedTrial, stage: str, form: Mapping[str, str], material: Material) -> Values:
        """What was measured, and whether it fits; of a plate, the digit."""
        options = Options.model_validate(trial.options)
        if options.colour_vision is not None and stage.startswith(PLATE):
            return options.colour_vision.read(stage, form)
        continued(form)
        device = measured(form)
        return {_row(stage): not list(misfits(options, device, options.words)), **device}

    def questions(self, trial: PlannedTrial, material: Material) -> tuple[str, ...]:
        """Whether it fits, at each try; then one for each plate."""
        return tuple(_row(stage) for stage in self.stages(trial))

    def stage_of(self, trial: PlannedTrial, question: str) -> str:
        """All but the first are named like their stage."""
        return ANSWER if question == FITS else question

    def correct(self, trial: PlannedTrial, question: str, value: Any, material: Material) -> bool | None:
        """Of a plate, whether it is its digit; a device is neither right nor wrong."""
        vision = Options.model_validate(trial.options).colour_vision
        return vision.correct(question, value) if vision is not None and question.startswith(PLATE) else None

    def n_options(self, trial: PlannedTrial, question: str, material: Material) -> int | None:
        """Of a plate, the digits that can be chosen and none."""
        vision = Options.model_validate(trial.options).colour_vision
        return len(vision.choices) if vision is not None and question.startswith(PLATE) else None

    def passes(self, trial: PlannedTrial, given: Mapping[str, Values], material: Material) -> bool | None:
        """Whether the plates were read; None where there are none."""
        vision = Options.model_validate(trial.options).colour_vision
        return None if vision is None else vision.passes(given)

    def is_settled(self, trial: PlannedTrial, stage: str) -> bool:
        """Never: the answer may end the session."""
        return False

    def ends(self, trial: PlannedTrial, given: Mapping[str, Values], material: Material) -> str | None:
        """Where the last try does not fit; where the plates could not be read and the block says so."""
        options = Options.model_validate(trial.options)
        if not _fits(options, given):
            return "incompatible_device" if set(try_stages(options.tries)) <= set(given) else None
        screens = options.colour_vision is not None and options.colour_vision.otherwise == "screened_out"
        return "screened_out" if screens and self.passes(trial, given, material) is False else None

    def simulate(
        self,
        trial: PlannedTrial,
        stage: str,
        given: Mapping[str, Values],
        mind: Mind,
        rng: Random,
        material: Material,
    ) -> Mapping[str, str]:
        """A device that fits, and somebody who sees all colours, but for lapses."""
        options = Options.model_validate(trial.options)
        if options.colour_vision is not None and stage.startswith(PLATE):
            return options.colour_vision.simulate(stage, mind, rng)
        return {**CONTINUE, **fitting(options)}


def _row(stage: str) -> str:
    return FITS if stage == ANSWER else stage


def _fits(options: Options, given: Mapping[str, Values]) -> bool:
    """Whether the device did at any try so far."""
    return any(given[stage].get(_row(stage)) is True for stage in try_stages(options.tries) if stage in given)


def _told(options: Options, device: Values) -> str:
    """What does not fit, each thing once, and how to go on."""
    sentences = dict.fromkeys(misfits(options, device, options.words))
    lines = "".join(f"<li>{escape(sentence)}</li>\n" for sentence in sentences)
    return (f"<ul>\n{lines}</ul>\n" if lines else "") + f"<p>{escape(options.words.again)}</p>\n"


TASK = Device()
