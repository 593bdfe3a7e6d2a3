"""Classify: which species is in the picture?  With feedback, where the block asks for it, or without.

What the participant's arm explains is shown with the picture before the answer, with the feedback, with both or never.
"""

from collections.abc import Mapping
from html import escape
from random import Random
from typing import Any, Literal

from pydantic import BaseModel, Field

from study_app.definition import Checked
from study_app.study.controls import Choice, Choose, Proceed
from study_app.study.figures import explained
from study_app.study.forms import CONTINUE, chosen
from study_app.study.page import Figure, Page, Prompt
from study_app.study.task import ANSWER, FEEDBACK, Example, Material, Mind, Task, Values
from study_app.study.trial import PlannedTrial

QUESTION = "species"
N_KEYS = 9


class Explained(Checked):
    """explanation = "by-arm": a page shows what the participant's arm explains; absent: it shows the picture alone."""

    explanation: Literal["by-arm"] | None = None
    caption: str = Field(default="What the computer looked at", description="under the explanation, the same for all")


class Feedback(Explained):
    """feedback = { minimum_seconds = …, explanation = "by-arm" }: what follows the answer, for how long at least."""

    minimum_seconds: float = Field(ge=0, le=600)


class Options(Explained):
    """The block's own keys; `explanation` and `caption` are those of the page before the answer."""

    question: str
    feedback: Feedback | None = None


EXAMPLE = Example(
    {
        "question": "Which bird is this?",
        "explanation": "by-arm",
        "feedback": {"minimum_seconds": 2.0, "explanation": "by-arm"},
    },
)


class Classify(Task):
    """The page before the answer is the same whatever the truth is; the truth is told after the answer is stored."""

    options = Options
    example = EXAMPLE
    needs_images = True

    def shows_explanation(self, options: BaseModel) -> bool:
        """Before the answer or with the feedback, where the block says by-arm."""
        feedback = Options.model_validate(options).feedback
        return self.explains_before_answer(options) or (feedback is not None and feedback.explanation == "by-arm")

    def explains_before_answer(self, options: BaseModel) -> bool:
        """Where the block itself says by-arm."""
        return Options.model_validate(options).explanation == "by-arm"

    def stages(self, trial: PlannedTrial) -> tuple[str, ...]:
        """The answer, and the feedback where there is any."""
        return (ANSWER,) if Options.model_validate(trial.options).feedback is None else (ANSWER, FEEDBACK)

    def page(self, trial: PlannedTrial, stage: str, given: Mapping[str, Values], material: Material) -> Page:
        """The picture, what the arm explains where it is wanted, and the species to choose from; then what it is."""
        options = Options.model_validate(trial.options)
        if stage == FEEDBACK and options.feedback is not None:
            return _feedback(trial, options.feedback, str(given[ANSWER][QUESTION]), material)
        choices = tuple(
            Choice(name, name, str(number) if number <= N_KEYS else "")
            for number, name in enumerate(material.study.items.classes, start=1)
        )
        picture = Figure(material.stimulus(trial).asset)
        figures = (picture,) if options.explanation is None else _figures(trial, options, material)
        return Page(Prompt(figures=figures), Choose(options.question, choices), timed=True)

    def read(self, trial: PlannedTrial, stage: str, form: Mapping[str, str], material: Material) -> Values:
        """One of the study's classes; on the feedback page, that the button was pressed."""
        if stage == FEEDBACK:
            return {"seen": chosen(form, CONTINUE.values(), "Please press the button to go on.")}
        return {QUESTION: chosen(form, material.study.items.classes, "Please choose one of the answers.")}

    def questions(self, trial: PlannedTrial, material: Material) -> tuple[str, ...]:
        """One."""
        return (QUESTION,)

    def correct(self, trial: PlannedTrial, question: str, value: Any, material: Material) -> bool | None:
        """Whether it is the true class."""
        return bool(value == material.stimulus(trial).label)

    def n_options(self, trial: PlannedTrial, question: str, material: Material) -> int | None:
        """As many as the study has classes."""
        return len(material.study.items.classes)

    def simulate(
        self, trial: PlannedTrial, stage: str, mind: Mind, rng: Random, material: Material
    ) -> Mapping[str, str]:
        """Knows the truth with probability `skill`, else guesses among all answers."""
        if stage == FEEDBACK:
            return CONTINUE
        knows = rng.random() < mind.skill
        return {"response": material.stimulus(trial).label if knows else rng.choice(material.study.items.classes)}


def _feedback(trial: PlannedTrial, feedback: Feedback, answer: str, material: Material) -> Page:
    """What it is and what was answered; the time it stays is the same in every arm."""
    truth = material.stimulus(trial).label
    right = answer == truth
    html = f"<p>This is: <strong>{escape(truth)}</strong><br>Your answer: <strong>{escape(answer)}</strong></p>"
    prompt = Prompt("That is right" if right else "That is not right", html, _figures(trial, feedback, material), right)
    return Page(prompt, Proceed(minimum_seconds=feedback.minimum_seconds), timed=True)


def _figures(trial: PlannedTrial, wanted: Explained, material: Material) -> tuple[Figure, ...]:
    """The picture, and beside it the arm's explanation; in an arm without one the picture again, in the same space."""
    stimulus = material.stimulus(trial)
    picture = Figure(stimulus.asset, "The picture")
    if wanted.explanation is None:
        return (picture,)
    if trial.explanation is None:
        return (picture, Figure(stimulus.asset, "The picture again", "explanation"))
    return (picture, *explained(stimulus.image, trial.explanation, wanted.caption, material))


TASK = Classify()
