"""Spot: where in the picture is what matters?  A place or strokes of a brush, to be held against maps and field marks.

What the participant's arm explains is shown beside the picture before the answer, afterwards, both or never.
"""

import json
from collections.abc import Mapping
from random import Random
from typing import Literal

from pydantic import BaseModel, Field

from study_app.definition import Checked
from study_app.study.controls import Mark, Proceed
from study_app.study.figures import Explained, pictures
from study_app.study.forms import CONTINUE, continued
from study_app.study.marks import read_mark
from study_app.study.mind import Mind
from study_app.study.page import Page, Prompt
from study_app.study.task import ANSWER, FEEDBACK, Example, Material, Subject, Task, Values
from study_app.study.trial import PlannedTrial
from study_app.study.words import said

QUESTION = "mark"
SPREAD = 0.15  # standard deviation of simulated places around the middle
N_STROKES, N_POINTS = 2, 5  # of a simulated brush


class Feedback(Checked):
    """feedback = { minimum_seconds = …, … }: after the answer, what the participant's arm explains."""

    minimum_seconds: float = Field(ge=0, le=600)
    heading: str = said("default.spot.heading")
    caption: str = Field(default=said("default.caption"), description="under the explanation, the same for all")
    button: str = said("default.button")


class Options(Explained):
    """The block's own keys; `explanation` and `caption` are those of the page before the answer."""

    question: str
    tool: Literal["point", "brush"] = "point"
    radius: float = Field(default=0.04, gt=0, le=0.25, description="of the brush, in parts of the picture's width")
    button: str = said("default.button")
    feedback: Feedback | None = None

    @property
    def control(self) -> Mark:
        """The picture to mark."""
        return Mark(self.question, self.tool, self.radius, self.button)


EXAMPLE = Example(
    {
        "question": "Paint over what tells you which bird this is.",
        "tool": "brush",
        "radius": 0.05,
        "button": "Done",
        "explanation": "by-arm",
        "feedback": {"minimum_seconds": 2.0, "heading": "The computer looked here", "caption": "Its map"},
    },
)


class Spot(Task):
    """No place is right or wrong here; how well marks and maps agree is a matter of the analysis."""

    options = Options
    example = EXAMPLE

    def subject(self, options: BaseModel) -> Subject:
        """Images."""
        return "images"

    def shows_explanation(self, options: BaseModel) -> bool:
        """Before the answer, where the block says by-arm; with the feedback always."""
        return self.explains_before_answer(options) or Options.model_validate(options).feedback is not None

    def explains_before_answer(self, options: BaseModel) -> bool:
        """Where the block itself says by-arm."""
        return Options.model_validate(options).is_by_arm

    def stages(self, trial: PlannedTrial) -> tuple[str, ...]:
        """The mark, and the feedback where it is wanted."""
        return (ANSWER,) if Options.model_validate(trial.options).feedback is None else (ANSWER, FEEDBACK)

    def page(self, trial: PlannedTrial, stage: str, given: Mapping[str, Values], material: Material) -> Page:
        """The picture to mark, what the arm explains where it is wanted; then what the arm explains."""
        options = Options.model_validate(trial.options)
        if stage == FEEDBACK and options.feedback is not None:
            return _feedback(trial, options.feedback, material)
        return Page(Prompt(figures=pictures(trial, options, material)), options.control, timed=True)

    def read(self, trial: PlannedTrial, stage: str, form: Mapping[str, str], material: Material) -> Values:
        """The mark in fractions of the picture, with the size of the picture as it was shown, in px of its file."""
        if stage == FEEDBACK:
            return {"seen": continued(form)}
        asset = material.stimulus(trial).asset
        mark = read_mark(form.get(QUESTION, ""), Options.model_validate(trial.options).control)
        return {QUESTION: mark | {"width_px": asset.width_px, "height_px": asset.height_px}}

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
        """A place near the middle, or some strokes there."""
        if stage == FEEDBACK:
            return CONTINUE
        options = Options.model_validate(trial.options)
        if options.tool == "point":
            x, y = _place(rng)
            return {QUESTION: json.dumps({"x": x, "y": y})}
        strokes = [[_place(rng) for _ in range(N_POINTS)] for _ in range(N_STROKES)]
        return {QUESTION: json.dumps({"radius": options.radius, "strokes": strokes})}


def _place(rng: Random) -> tuple[float, float]:
    x, y = (min(1.0, max(0.0, round(rng.gauss(0.5, SPREAD), 4))) for _ in range(2))
    return x, y


def _feedback(trial: PlannedTrial, feedback: Feedback, material: Material) -> Page:
    """In an arm without an explanation the picture again; the time it stays is the same in every arm."""
    wanted = Explained(explanation="by-arm", caption=feedback.caption)
    prompt = Prompt(feedback.heading, figures=pictures(trial, wanted, material))
    return Page(prompt, Proceed(feedback.button, feedback.minimum_seconds), timed=True)


TASK = Spot()
