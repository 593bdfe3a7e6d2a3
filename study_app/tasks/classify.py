"""Classify: which species is in the picture?  With feedback, where the block asks for it, or without.

What the participant's arm explains is shown with the picture before the answer, with the feedback, with both or never.
"""

from typing import Annotated, Any

from pydantic import Field

from stimuli.manifest import Stimulus
from study_app.study.figures import pictures
from study_app.study.naming import ExplainedFeedback, Naming, NamingOptions
from study_app.study.page import Page
from study_app.study.task import Example, Material
from study_app.study.trial import PlannedTrial
from study_app.study.wording import paragraph, places
from study_app.study.words import said

QUESTION = "species"


class Feedback(ExplainedFeedback):
    """feedback = { minimum_seconds = …, explanation = "by-arm" }: what follows the answer, for how long at least."""

    text: Annotated[str, places("label", "answer")] = Field(
        default=said("default.feedback.text"), description="the lines under the verdict"
    )


class Options(NamingOptions):
    """The block's own keys."""

    feedback: Feedback | None = None


EXAMPLE = Example(
    {
        "question": "Which bird is this?",
        "explanation": "by-arm",
        "confidence": {"points": 5},
        "feedback": {"minimum_seconds": 2.0, "explanation": "by-arm"},
    },
)


class Classify(Naming):
    """Right is the true class."""

    options = Options
    example = EXAMPLE
    asks = QUESTION

    def right(self, stimulus: Stimulus) -> str:
        """The true class."""
        return stimulus.label

    def told(self, trial: PlannedTrial, answer: Any, material: Material) -> Page:
        """What it is and what was answered; the time it stays is the same in every arm."""
        feedback = Options.model_validate(trial.options).feedback
        if feedback is None:
            raise ValueError(f"block {trial.block!r} gives no feedback")
        truth = material.stimulus(trial).label
        html = paragraph(feedback.text, {"label": truth, "answer": str(answer or "–")})
        return feedback.page(html, pictures(trial, feedback, material), is_right=answer == truth)


TASK = Classify()
