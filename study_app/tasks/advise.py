"""Advise: the classifier says what it sees; people accept that or refuse it, or answer before and after its advice.

stages = "one": the picture, the classifier's label and what the participant's arm explains: accept or refuse.
stages = "two": one's own answer from the picture alone; then the advice, and the final answer.
"""

from collections.abc import Mapping
from dataclasses import replace
from math import floor
from random import Random
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, model_validator

from stimuli.manifest import Stimulus
from study_app.study import feedback as after
from study_app.study.classes import class_choices
from study_app.study.confidence import CONFIDENCE, Confidence
from study_app.study.controls import Choice, Choose
from study_app.study.figures import Explained, pictures
from study_app.study.forms import CONTINUE, chosen, continued
from study_app.study.mind import Mind
from study_app.study.page import Page, Prompt
from study_app.study.steps import Step, Stepwise, answered, step_of
from study_app.study.task import ANSWER, FEEDBACK, Example, Material, Subject, Values
from study_app.study.trial import PlannedTrial
from study_app.study.wording import paragraph, places
from study_app.study.words import said

DECISION, OWN, FINAL, CONFIDENCE_FINAL = "decision", "own", "final", "confidence_final"
ADVICE, SURE_FINAL = "advice", "sure_final"  # the stages of the final answer
ACCEPT, REFUSE = "accept", "refuse"
CHOOSE = said("refused.choose_one")


class Feedback(after.Feedback, Explained):
    """feedback = { minimum_seconds = …, … }: what it is in truth, and whether the last answer was right."""

    text: Annotated[str, places("label", "advice", "answer")] = Field(
        default=said("default.feedback.text"), description="the lines under the verdict"
    )


class Options(Explained):
    """The block's own keys; `explanation` and `caption` are those of the pages with the advice."""

    stages: Literal["one", "two"] = Field(description="accept or refuse; or an own answer first, then a final one")
    question: str = Field(description="of the only stage, or of one's own answer")
    final_question: str = said("default.advise.final_question")
    accept: str = said("default.advise.accept")
    refuse: str = said("default.advise.refuse")
    advice: bool = Field(default=True, description="false: the second stage tells no label, for comparison")
    says: Annotated[str, places("label", needs="label")] = said("default.advise.says")
    shows_probability: bool = False
    probability: Annotated[str, places("percent", needs="percent")] = said("default.advise.probability")
    reminder: Annotated[str, places("own")] = Field(
        default=said("default.advise.reminder"),
        description="beside the advice; empty: one's own answer is not told again",
    )
    confidence: Confidence | None = Field(default=None, description="asked after each answer")
    feedback: Feedback | None = None

    @model_validator(mode="after")
    def _has_something_to_accept(self) -> Self:
        if self.stages == "one" and not self.advice:
            raise ValueError('advice: false goes with stages = "two"; in one stage there is nothing else to accept')
        return self


EXAMPLE = Example(
    {
        "stages": "two",
        "question": "Which bird is this?",
        "final_question": "And now?",
        "says": "The computer sees: {label}",
        "shows_probability": True,
        "reminder": "You said: {own}",
        "explanation": "by-arm",
        "confidence": {"points": 5},
        "feedback": {"minimum_seconds": 2.0, "explanation": "by-arm", "text": "It is: {label}, not always {advice}"},
    },
)


class Advise(Stepwise):
    """What was advised is kept beside the answer to it, where it was shown."""

    options = Options
    example = EXAMPLE

    def subject(self, options: BaseModel) -> Subject:
        """Images."""
        return "images"

    def shows_explanation(self, options: BaseModel) -> bool:
        """With the advice or with the feedback, where the block says by-arm."""
        checked = Options.model_validate(options)
        return checked.is_by_arm or (checked.feedback is not None and checked.feedback.is_by_arm)

    def explains_before_answer(self, options: BaseModel) -> bool:
        """Where the block says by-arm: beside the decision, or beside the final answer."""
        return Options.model_validate(options).is_by_arm

    def steps(self, trial: PlannedTrial) -> tuple[Step, ...]:
        """The decision; or one's own answer and the final one.  How sure one is, and feedback, where wanted."""
        return _steps(Options.model_validate(trial.options))

    def page(self, trial: PlannedTrial, stage: str, given: Mapping[str, Values], material: Material) -> Page:
        """The picture; with the advice also what the classifier says and what the arm explains; then the truth."""
        options = Options.model_validate(trial.options)
        step = step_of(_steps(options), stage)
        if step.question is None and options.feedback is not None:
            return self._feedback(trial, options, given, material)
        is_alone = OWN in (step.question, step.sure_of)  # one's own answer is given from the picture alone
        html = "" if is_alone else _advice(options, given, material.stimulus(trial))
        prompt = Prompt(html=html, figures=pictures(trial, Explained() if is_alone else options, material))
        if step.sure_of is not None and options.confidence is not None:
            asked = options.final_question if step.sure_of == FINAL else options.question
            return Page(replace(prompt, heading=asked), options.confidence.control())
        if step.question == DECISION:
            choices = (Choice(ACCEPT, options.accept, "1"), Choice(REFUSE, options.refuse, "2"))
            return Page(prompt, Choose(options.question, choices), timed=True)
        question = options.final_question if step.question == FINAL else options.question
        return Page(prompt, Choose(question, class_choices(material)), timed=True)

    def _feedback(self, trial: PlannedTrial, options: Options, given: Mapping[str, Values], material: Material) -> Page:
        assert options.feedback is not None  # noqa: S101 - the stage is there only with it
        last = DECISION if options.stages == "one" else FINAL
        answer, stimulus = answered(_steps(options), last, given), material.stimulus(trial)
        words = {ACCEPT: options.accept, REFUSE: options.refuse} if last == DECISION else {}
        told = {"label": stimulus.label, "advice": stimulus.predicted, "answer": words.get(answer, str(answer or "–"))}
        is_right = self.correct(trial, last, answer, material) is True
        figures = pictures(trial, options.feedback, material)
        return options.feedback.page(paragraph(options.feedback.text, told), figures, is_right=is_right)

    def read(self, trial: PlannedTrial, stage: str, form: Mapping[str, str], material: Material) -> Values:
        """The answer, and the advice where it was shown; how sure; that the button was pressed."""
        options = Options.model_validate(trial.options)
        step = step_of(_steps(options), stage)
        if step.question is None:
            return {"seen": continued(form)}
        if step.sure_of is not None and options.confidence is not None:
            return {step.question: options.confidence.read(form)[CONFIDENCE]}
        allowed = (ACCEPT, REFUSE) if step.question == DECISION else material.study.items.classes
        answer = {step.question: chosen(form, allowed, CHOOSE)}
        is_advised = options.advice and step.question != OWN
        return answer | ({"advice": material.stimulus(trial).predicted} if is_advised else {})

    def correct(self, trial: PlannedTrial, question: str, value: Any, material: Material) -> bool | None:
        """Whether the decision suits the advice, or the answer is the true class; confidence is never right."""
        stimulus = material.stimulus(trial)
        if question == DECISION:
            return bool(value == (ACCEPT if stimulus.classifier_correct else REFUSE))
        return bool(value == stimulus.label) if question in (OWN, FINAL) else None

    def n_options(self, trial: PlannedTrial, question: str, material: Material) -> int | None:
        """Two, or as many as the study has classes; of confidence, the points of its scale."""
        confidence = Options.model_validate(trial.options).confidence
        if question in (CONFIDENCE, CONFIDENCE_FINAL) and confidence is not None:
            return confidence.points
        return 2 if question == DECISION else len(material.study.items.classes)

    def simulate(
        self,
        trial: PlannedTrial,
        stage: str,
        given: Mapping[str, Values],
        mind: Mind,
        rng: Random,
        material: Material,
    ) -> Mapping[str, str]:
        """Knows the truth with probability `skill`, else guesses; goes along with the advice as `reliance` says."""
        options = Options.model_validate(trial.options)
        steps = _steps(options)
        step = step_of(steps, stage)
        if step.question is None:
            return CONTINUE
        if step.sure_of is not None and options.confidence is not None:
            answer = answered(steps, step.sure_of, given)
            is_right = self.correct(trial, step.sure_of, answer, material) is True
            return options.confidence.simulate(right=is_right, mind=mind, rng=rng)
        stimulus, classes = material.stimulus(trial), material.study.items.classes
        if step.question == DECISION:
            return {"response": _decision(stimulus, mind, rng)}
        if step.question == OWN:
            return {"response": stimulus.label if mind.knows(rng) else rng.choice(classes)}
        own, advice = answered(steps, OWN, given), stimulus.predicted
        differs = options.advice and advice != own and advice in classes
        relies = differs and rng.random() < mind.reliance
        return {"response": advice if relies else str(own) if own is not None else rng.choice(classes)}


def _steps(options: Options) -> tuple[Step, ...]:
    first = DECISION if options.stages == "one" else OWN
    steps = [Step(ANSWER, first), Step(CONFIDENCE, CONFIDENCE, sure_of=first)]
    if options.stages == "two":
        steps += [Step(ADVICE, FINAL), Step(SURE_FINAL, CONFIDENCE_FINAL, sure_of=FINAL)]
    asked = [step for step in steps if step.sure_of is None or options.confidence is not None]
    return (*asked, *(() if options.feedback is None else (Step(FEEDBACK),)))


def _advice(options: Options, given: Mapping[str, Values], stimulus: Stimulus) -> str:
    """What the classifier says and how probable that is, and one's own answer: each where it is to be told."""
    html = paragraph(options.says, {"label": stimulus.predicted}) if options.advice else ""
    if options.advice and options.shows_probability:
        html += paragraph(options.probability, {"percent": str(floor(100 * stimulus.p_predicted + 0.5))})
    own = given.get(ANSWER, {}).get(OWN)
    return html + (paragraph(options.reminder, {"own": str(own)}) if own is not None else "")


def _decision(stimulus: Stimulus, mind: Mind, rng: Random) -> str:
    """At random in a lapse; else right where it is known, and accepted with probability `reliance` where it is not."""
    if rng.random() < mind.lapse:
        return rng.choice((ACCEPT, REFUSE))
    accepts = stimulus.classifier_correct if rng.random() < mind.skill else rng.random() < mind.reliance
    return ACCEPT if accepts else REFUSE


TASK = Advise()
