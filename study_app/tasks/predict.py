"""Predict: what will the classifier say of the picture?  Right is what it says, whatever the truth.

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

QUESTION = "prediction"


class Feedback(ExplainedFeedback):
    """feedback = { minimum_seconds = …, … }: what the classifier says; the true class too, where wanted."""

    text: Annotated[str, places("prediction", "answer")] = Field(
        default=said("default.predict.text"), description="the lines under the verdict"
    )
    tells_truth: bool = Field(default=False, description="whether the true class is told")
    truth: Annotated[str, places("label", needs="label")] = said("default.predict.truth")


class Options(NamingOptions):
    """The block's own keys."""

    question: str = said("default.predict.question")
    feedback: Feedback | None = None


EXAMPLE = Example(
    {
        "question": "Which bird will the computer see here?",
        "explanation": "by-arm",
        "confidence": {"points": 5},
        "feedback": {"minimum_seconds": 2.0, "explanation": "by-arm", "tells_truth": True},
    },
)


class Predict(Naming):
    """Right is what the classifier says; nothing is, where that could not be chosen."""

    options = Options
    example = EXAMPLE
    asks = QUESTION

    def right(self, stimulus: Stimulus) -> str:
        """The predicted class."""
        return stimulus.predicted

    def told(self, trial: PlannedTrial, answer: Any, material: Material) -> Page:
        """What the classifier says and what was answered; what it is in truth, where that is told."""
        feedback = Options.model_validate(trial.options).feedback
        if feedback is None:
            raise ValueError(f"block {trial.block!r} gives no feedback")
        stimulus = material.stimulus(trial)
        html = paragraph(feedback.text, {"prediction": stimulus.predicted, "answer": str(answer or "–")})
        truth = paragraph(feedback.truth, {"label": stimulus.label}) if feedback.tells_truth else ""
        figures = pictures(trial, feedback, material)
        return feedback.page(html + truth, figures, is_right=answer == stimulus.predicted)


TASK = Predict()
