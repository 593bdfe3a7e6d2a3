"""A picture and the study's classes to choose from: what naming the truth and foretelling the classifier share."""

from collections.abc import Mapping
from random import Random
from typing import Any, ClassVar

from pydantic import BaseModel

from stimuli.manifest import Stimulus
from study_app.study import feedback as after
from study_app.study.classes import class_choices
from study_app.study.confidence import CONFIDENCE, Confidence
from study_app.study.controls import Choose
from study_app.study.figures import Explained, pictures
from study_app.study.forms import CONTINUE, chosen, continued
from study_app.study.mind import Mind
from study_app.study.page import Page, Prompt
from study_app.study.task import ANSWER, FEEDBACK, Material, Subject, Task, Values
from study_app.study.trial import PlannedTrial
from study_app.study.words import said


class ExplainedFeedback(after.Feedback, Explained):
    """feedback = { minimum_seconds = …, explanation = "by-arm" }: what follows the answer, for how long at least."""


class NamingOptions(Explained):
    """The block's own keys; `explanation` and `caption` are those of the page before the answer."""

    question: str
    confidence: Confidence | None = None
    feedback: ExplainedFeedback | None = None


class Naming(Task):
    """The page before the answer is the same whatever is right; that is told after the answer is stored.

    asks: the name of the question, its row in trials.csv.
    """

    asks: ClassVar[str]

    def right(self, stimulus: Stimulus) -> str:
        """The right answer about that image."""
        raise NotImplementedError

    def told(self, trial: PlannedTrial, answer: Any, material: Material) -> Page:
        """The page that says what is right; `answer`: what was chosen."""
        raise NotImplementedError

    def _checked(self, options: BaseModel | Mapping[str, Any]) -> NamingOptions:
        found = self.options.model_validate(options)
        if not isinstance(found, NamingOptions):
            raise TypeError(f"the options of {type(self).__name__} are no NamingOptions")
        return found

    def subject(self, options: BaseModel) -> Subject:
        """Images."""
        return "images"

    def shows_explanation(self, options: BaseModel) -> bool:
        """Before the answer or with the feedback, where the block says by-arm."""
        feedback = self._checked(options).feedback
        return self.explains_before_answer(options) or (feedback is not None and feedback.is_by_arm)

    def explains_before_answer(self, options: BaseModel) -> bool:
        """Where the block itself says by-arm."""
        return self._checked(options).is_by_arm

    def stages(self, trial: PlannedTrial) -> tuple[str, ...]:
        """The answer, how sure one is of it, and the feedback, where they are wanted."""
        options = self._checked(trial.options)
        sure = () if options.confidence is None else (CONFIDENCE,)
        return (ANSWER, *sure, *(() if options.feedback is None else (FEEDBACK,)))

    def is_independent(self, trial: PlannedTrial, stage: str) -> bool:
        """All but the feedback."""
        return stage != FEEDBACK

    def page(self, trial: PlannedTrial, stage: str, given: Mapping[str, Values], material: Material) -> Page:
        """The picture, what the arm explains where it is wanted, and the classes to choose from; then what is right."""
        options = self._checked(trial.options)
        if stage == FEEDBACK:
            return self.told(trial, given[ANSWER].get(self.asks), material)
        figures = pictures(trial, options, material)
        if stage == CONFIDENCE and options.confidence is not None:
            return Page(Prompt(options.question, figures=figures), options.confidence.control())
        return Page(Prompt(figures=figures), Choose(options.question, class_choices(material)), timed=True)

    def read(self, trial: PlannedTrial, stage: str, form: Mapping[str, str], material: Material) -> Values:
        """One of the study's classes; how sure; on the feedback page, that the button was pressed."""
        confidence = self._checked(trial.options).confidence
        if stage == FEEDBACK:
            return {"seen": continued(form)}
        if stage == CONFIDENCE and confidence is not None:
            return confidence.read(form)
        return {self.asks: chosen(form, material.study.items.classes, said("refused.choose_one"))}

    def questions(self, trial: PlannedTrial, material: Material) -> tuple[str, ...]:
        """The answer, and how sure one is where that is asked."""
        return (self.asks, *(stage for stage in self.stages(trial) if stage == CONFIDENCE))

    def stage_of(self, trial: PlannedTrial, question: str) -> str:
        """The stage of the confidence has its name."""
        return CONFIDENCE if question == CONFIDENCE else ANSWER

    def correct(self, trial: PlannedTrial, question: str, value: Any, material: Material) -> bool | None:
        """Whether it is the right class; None where that could not be chosen, and of confidence."""
        right = self.right(material.stimulus(trial))
        is_open = question == CONFIDENCE or right not in material.study.items.classes
        return None if is_open else bool(value == right)

    def n_options(self, trial: PlannedTrial, question: str, material: Material) -> int | None:
        """As many as the study has classes; of confidence, the points of its scale."""
        confidence = self._checked(trial.options).confidence
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
        """Knows what is right with probability `skill`, else guesses among all answers."""
        right, classes = self.right(material.stimulus(trial)), material.study.items.classes
        confidence = self._checked(trial.options).confidence
        if stage == FEEDBACK:
            return CONTINUE
        if stage == CONFIDENCE and confidence is not None:
            return confidence.simulate(right=given[ANSWER].get(self.asks) == right, mind=mind, rng=rng)
        return {"response": right if mind.knows(rng) and right in classes else rng.choice(classes)}
