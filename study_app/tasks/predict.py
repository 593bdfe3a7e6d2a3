"""Predict: what will the classifier say of the picture?  Right is what it says, whatever the truth.

What the participant's arm explains is shown with the picture before the answer, with the feedback, with both or never.
"""

from collections.abc import Mapping
from random import Random
from typing import Annotated, Any

from pydantic import BaseModel, Field

from study_app.study import feedback as after
from study_app.study.classes import class_choices
from study_app.study.confidence import CONFIDENCE, Confidence
from study_app.study.controls import Choose
from study_app.study.figures import Explained, pictures
from study_app.study.forms import CONTINUE, chosen
from study_app.study.mind import Mind
from study_app.study.page import Page, Prompt
from study_app.study.task import ANSWER, FEEDBACK, Example, Material, Subject, Task, Values
from study_app.study.trial import PlannedTrial
from study_app.study.wording import paragraph, places

QUESTION = "prediction"


class Feedback(after.Feedback, Explained):
    """feedback = { minimum_seconds = …, … }: what the classifier says; the true class too, where wanted."""

    text: Annotated[str, places("prediction", "answer")] = Field(
        default="The computer says: {prediction}\nYour answer: {answer}", description="the lines under the verdict"
    )
    tells_truth: bool = Field(default=False, description="whether the true class is told")
    truth: Annotated[str, places("label", needs="label")] = "In truth this is: {label}"


class Options(Explained):
    """The block's own keys; `explanation` and `caption` are those of the page before the answer."""

    question: str = "What will the computer say that this is?"
    confidence: Confidence | None = None
    feedback: Feedback | None = None


EXAMPLE = Example(
    {
        "question": "Which bird will the computer see here?",
        "explanation": "by-arm",
        "confidence": {"points": 5},
        "feedback": {"minimum_seconds": 2.0, "explanation": "by-arm", "tells_truth": True},
    },
)


class Predict(Task):
    """The page before the answer is the same whatever the classifier says; that is told after the answer is stored."""

    options = Options
    example = EXAMPLE

    def subject(self, options: BaseModel) -> Subject:
        """Images."""
        return "images"

    def shows_explanation(self, options: BaseModel) -> bool:
        """Before the answer or with the feedback, where the block says by-arm."""
        feedback = Options.model_validate(options).feedback
        return self.explains_before_answer(options) or (feedback is not None and feedback.is_by_arm)

    def explains_before_answer(self, options: BaseModel) -> bool:
        """Where the block itself says by-arm."""
        return Options.model_validate(options).is_by_arm

    def stages(self, trial: PlannedTrial) -> tuple[str, ...]:
        """The answer, how sure one is of it, and the feedback, where they are wanted."""
        options = Options.model_validate(trial.options)
        sure = () if options.confidence is None else (CONFIDENCE,)
        return (ANSWER, *sure, *(() if options.feedback is None else (FEEDBACK,)))

    def page(self, trial: PlannedTrial, stage: str, given: Mapping[str, Values], material: Material) -> Page:
        """The picture, what the arm explains where it is wanted, and the classes; then what the classifier says."""
        options = Options.model_validate(trial.options)
        if stage == FEEDBACK and options.feedback is not None:
            return _feedback(trial, options.feedback, given[ANSWER].get(QUESTION), material)
        prompt = Prompt(figures=pictures(trial, options, material))
        if stage == CONFIDENCE and options.confidence is not None:
            return Page(prompt, options.confidence.control())
        return Page(prompt, Choose(options.question, class_choices(material)), timed=True)

    def read(self, trial: PlannedTrial, stage: str, form: Mapping[str, str], material: Material) -> Values:
        """One of the study's classes; how sure; on the feedback page, that the button was pressed."""
        confidence = Options.model_validate(trial.options).confidence
        if stage == FEEDBACK:
            return {"seen": chosen(form, CONTINUE.values(), "Please press the button to go on.")}
        if stage == CONFIDENCE and confidence is not None:
            return confidence.read(form)
        return {QUESTION: chosen(form, material.study.items.classes, "Please choose one of the answers.")}

    def questions(self, trial: PlannedTrial, material: Material) -> tuple[str, ...]:
        """The prediction, and how sure one is where that is asked."""
        return (QUESTION, *(stage for stage in self.stages(trial) if stage == CONFIDENCE))

    def stage_of(self, trial: PlannedTrial, question: str) -> str:
        """The stage of the confidence has its name."""
        return CONFIDENCE if question == CONFIDENCE else ANSWER

    def correct(self, trial: PlannedTrial, question: str, value: Any, material: Material) -> bool | None:
        """Whether the classifier says so; None where it says what could not be chosen.  Confidence is never right."""
        said = material.stimulus(trial).predicted
        is_open = question == CONFIDENCE or said not in material.study.items.classes
        return None if is_open else bool(value == said)

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
        """Knows what the classifier says with probability `skill`, else guesses among all answers."""
        said, classes = material.stimulus(trial).predicted, material.study.items.classes
        confidence = Options.model_validate(trial.options).confidence
        if stage == FEEDBACK:
            return CONTINUE
        if stage == CONFIDENCE and confidence is not None:
            return confidence.simulate(right=given[ANSWER].get(QUESTION) == said, mind=mind, rng=rng)
        return {"response": said if mind.knows(rng) and said in classes else rng.choice(classes)}


def _feedback(trial: PlannedTrial, feedback: Feedback, answer: Any, material: Material) -> Page:
    """What the classifier says and what was answered; what it is in truth, where that is told."""
    stimulus = material.stimulus(trial)
    html = paragraph(feedback.text, {"prediction": stimulus.predicted, "answer": str(answer or "–")})
    truth = paragraph(feedback.truth, {"label": stimulus.label}) if feedback.tells_truth else ""
    figures = pictures(trial, feedback, material)
    return feedback.page(html + truth, figures, is_right=answer == stimulus.predicted)


TASK = Predict()
