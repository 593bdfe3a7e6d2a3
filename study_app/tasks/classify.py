"""Classify: which species is in the picture?  With feedback, where the block asks for it, or without.

What the participant's arm explains is shown with the picture before the answer, with the feedback, with both or never.
"""

from collections.abc import Mapping
from html import escape
from random import Random
from typing import Any

from pydantic import BaseModel, Field

from study_app.study.confidence import CONFIDENCE, Confidence
from study_app.study.controls import Choice, Choose, Proceed
from study_app.study.figures import Explained, pictures
from study_app.study.forms import CONTINUE, chosen
from study_app.study.mind import Mind
from study_app.study.page import Page, Prompt
from study_app.study.task import ANSWER, FEEDBACK, Example, Material, Subject, Task, Values
from study_app.study.trial import PlannedTrial

QUESTION = "species"
N_KEYS = 9


class Feedback(Explained):
    """feedback = { minimum_seconds = …, explanation = "by-arm" }: what follows the answer, for how long at least."""

    minimum_seconds: float = Field(ge=0, le=600)


class Options(Explained):
    """The block's own keys; `explanation` and `caption` are those of the page before the answer."""

    question: str
    confidence: Confidence | None = None
    feedback: Feedback | None = None


EXAMPLE = Example(
    {
        "question": "Which bird is this?",
        "explanation": "by-arm",
        "confidence": {"points": 5},
        "feedback": {"minimum_seconds": 2.0, "explanation": "by-arm"},
    },
)


class Classify(Task):
    """The page before the answer is the same whatever the truth is; the truth is told after the answer is stored."""

    options = Options
    example = EXAMPLE

    def subject(self, options: BaseModel) -> Subject:
        """Images."""
        return "images"

    def shows_explanation(self, options: BaseModel) -> bool:
        """Before the answer or with the feedback, where the block says by-arm."""
        feedback = Options.model_validate(options).feedback
        return self.explains_before_answer(options) or (feedback is not None and feedback.explanation == "by-arm")

    def explains_before_answer(self, options: BaseModel) -> bool:
        """Where the block itself says by-arm."""
        return Options.model_validate(options).explanation == "by-arm"

    def stages(self, trial: PlannedTrial) -> tuple[str, ...]:
        """The answer, how sure one is of it, and the feedback, where they are wanted."""
        options = Options.model_validate(trial.options)
        sure = () if options.confidence is None else (CONFIDENCE,)
        return (ANSWER, *sure, *(() if options.feedback is None else (FEEDBACK,)))

    def page(self, trial: PlannedTrial, stage: str, given: Mapping[str, Values], material: Material) -> Page:
        """The picture, what the arm explains where it is wanted, and the species to choose from; then what it is."""
        options = Options.model_validate(trial.options)
        if stage == FEEDBACK and options.feedback is not None:
            return _feedback(trial, options.feedback, str(given[ANSWER][QUESTION]), material)
        prompt = Prompt(figures=pictures(trial, options, material))
        if stage == CONFIDENCE and options.confidence is not None:
            return Page(prompt, options.confidence.control())
        choices = tuple(
            Choice(name, name, str(number) if number <= N_KEYS else "")
            for number, name in enumerate(material.study.items.classes, start=1)
        )
        return Page(prompt, Choose(options.question, choices), timed=True)

    def read(self, trial: PlannedTrial, stage: str, form: Mapping[str, str], material: Material) -> Values:
        """One of the study's classes; how sure; on the feedback page, that the button was pressed."""
        confidence = Options.model_validate(trial.options).confidence
        if stage == FEEDBACK:
            return {"seen": chosen(form, CONTINUE.values(), "Please press the button to go on.")}
        if stage == CONFIDENCE and confidence is not None:
            return confidence.read(form)
        return {QUESTION: chosen(form, material.study.items.classes, "Please choose one of the answers.")}

    def questions(self, trial: PlannedTrial, material: Material) -> tuple[str, ...]:
        """The species, and how sure one is where that is asked."""
        return (QUESTION, *(stage for stage in self.stages(trial) if stage == CONFIDENCE))

    def stage_of(self, trial: PlannedTrial, question: str) -> str:
        """The stage of the confidence has its name."""
        return CONFIDENCE if question == CONFIDENCE else ANSWER

    def correct(self, trial: PlannedTrial, question: str, value: Any, material: Material) -> bool | None:
        """Whether it is the true class; confidence is neither right nor wrong."""
        return None if question == CONFIDENCE else bool(value == material.stimulus(trial).label)

    def n_options(self, trial: PlannedTrial, question: str, material: Material) -> int | None:
        """As many as the study has classes; of confidence, the points of its scale."""
        confidence = Options.model_validate(trial.options).confidence
        if question == CONFIDENCE and confidence is not None:
            return confidence.points
        return len(material.study.items.classes)

    def simulate(
        self,
        trial: PlannedTrial,
        stage: str,
        given: Mapping[str, Values],
        mind: Mind,
        rng: Random,
        material: Material,
    ) -> Mapping[str, str]:
        """Knows the truth with probability `skill`, else guesses among all answers."""
        truth = material.stimulus(trial).label
        confidence = Options.model_validate(trial.options).confidence
        if stage == FEEDBACK:
            return CONTINUE
        if stage == CONFIDENCE and confidence is not None:
            return confidence.simulate(right=given[ANSWER][QUESTION] == truth, mind=mind, rng=rng)
        return {"response": truth if mind.knows(rng) else rng.choice(material.study.items.classes)}


def _feedback(trial: PlannedTrial, feedback: Feedback, answer: str, material: Material) -> Page:
    """What it is and what was answered; the time it stays is the same in every arm."""
    truth = material.stimulus(trial).label
    right = answer == truth
    html = f"<p>This is: <strong>{escape(truth)}</strong><br>Your answer: <strong>{escape(answer)}</strong></p>"
    prompt = Prompt("That is right" if right else "That is not right", html, pictures(trial, feedback, material), right)
    return Page(prompt, Proceed(minimum_seconds=feedback.minimum_seconds), timed=True)


TASK = Classify()
