"""Compare: two occluded versions of a picture; which of them does the classifier still take for the class?

Asked without the explanation, then again with what the participant's arm explains, or once of these.  In an arm
without an explanation the second part shows the picture again, in the same space.
"""

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, field_validator

from stimuli.manifest import Side
from study_app.definition import Checked
from study_app.study import feedback as after
from study_app.study.confidence import CONFIDENCE, Confidence
from study_app.study.controls import Choice, Choose
from study_app.study.figures import Explained, pictures
from study_app.study.forms import CONTINUE, chosen, continued
from study_app.study.mind import Mind
from study_app.study.page import Figure, Page, Prompt
from study_app.study.steps import Step, Stepwise, answered, step_of
from study_app.study.task import ANSWER, FEEDBACK, Example, Material, Subject, Values
from study_app.study.trial import PlannedTrial
from study_app.study.wording import filled, paragraph, places
from study_app.study.words import said

CHOICE, CHOICE_EXPLAINED = "choice", "choice_explained"
CONFIDENCE_EXPLAINED = "confidence_explained"
EXPLAINED = (CHOICE_EXPLAINED, CONFIDENCE_EXPLAINED)
WITH_EXPLANATION, SURE_WITH = "with_explanation", "sure_with"  # the stages of a second part
SIDES: tuple[Side, Side] = ("left", "right")

Part = Literal["without", "with"]


class Feedback(after.Feedback):
    """feedback = { minimum_seconds = …, text = … }: after the last part, which version it was."""

    text: Annotated[str, places("class", "side")] = said("default.compare.text")


class Options(Checked):
    """The block's own keys."""

    parts: tuple[Part, ...] = Field(
        default=("without", "with"), description="asked without the explanation, with it, or first without it"
    )
    question: Annotated[str, places("class", needs="class")] = Field(
        default=said("default.compare.question"), description="with {class} in it"
    )
    left: str = Field(
        default=said("default.compare.left"), description="under the version on the left, and on its button"
    )
    right: str = Field(default=said("default.compare.right"), description="the same on the right")
    caption: str = Field(default=said("default.caption"), description="under the explanation, the same for all")
    first: str = Field(default=said("default.compare.first"), description="above the question, where it comes twice")
    again: str = Field(default=said("default.compare.again"), description="the same the second time, in every arm")
    confidence: Confidence | None = Field(default=None, description="asked after each part")
    feedback: Feedback | None = None

    @field_validator("parts")
    @classmethod
    def _come_in_order(cls, parts: tuple[Part, ...]) -> tuple[Part, ...]:
        if parts not in (("without", "with"), ("without",), ("with",)):
            raise ValueError(f'{list(parts)}; write ["without", "with"], ["without"] or ["with"]')
        return parts

    def word(self, side: Side) -> str:
        """What the version on that side of the page is called."""
        return self.left if side == "left" else self.right


EXAMPLE = Example(
    {
        "parts": ["without", "with"],
        "question": "Which of the two will the computer call a {class} Gull?",
        "left": "The left one",
        "right": "The right one",
        "caption": "What mattered",
        "confidence": {"points": 5},
        "feedback": {"minimum_seconds": 2.0, "text": "It was {side}, still a {class} Gull."},
    }
)


class Compare(Stepwise):
    """Answers are sides of the page; `version` beside them is the side in the item, whichever way it was shown."""

    options = Options
    example = EXAMPLE

    def subject(self, options: BaseModel) -> Subject:
        """Comparative questions."""
        return "comparisons"

    def shows_explanation(self, options: BaseModel) -> bool:
        """In the part that has it."""
        return "with" in Options.model_validate(options).parts

    def explains_before_answer(self, options: BaseModel) -> bool:
        """Where that part comes first."""
        return Options.model_validate(options).parts[0] == "with"

    def steps(self, trial: PlannedTrial) -> tuple[Step, ...]:
        """For each part the choice and how sure one is of it, where wanted; then feedback, where wanted."""
        return _steps(Options.model_validate(trial.options))

    def page(self, trial: PlannedTrial, stage: str, given: Mapping[str, Values], material: Material) -> Page:
        """The picture and its two versions, in the second part what the arm explains; the same places in all arms."""
        options, item = Options.model_validate(trial.options), material.item(trial)
        steps = _steps(options)
        step = step_of(steps, stage)
        if step.question is None and options.feedback is not None:
            last = _last_choice(options)
            told = paragraph(
                options.feedback.text, {"class": item.target, "side": options.word(_right_side(trial, material))}
            )
            is_right = answered(steps, last, given) == _right_side(trial, material)
            return options.feedback.page(told, _figures(trial, options, material, last in EXPLAINED), is_right=is_right)
        asked = filled(options.question, {"class": item.target})
        figures = _figures(trial, options, material, step.question in EXPLAINED)
        if step.sure_of is not None and options.confidence is not None:
            return Page(Prompt(asked, figures=figures), options.confidence.control())
        choices = tuple(Choice(side, options.word(side), str(n)) for n, side in enumerate(SIDES, start=1))
        look = options.again if step.question in EXPLAINED else options.first
        heading = look if len(options.parts) > 1 else ""
        return Page(Prompt(heading, figures=figures), Choose(asked, choices), timed=True)

    def read(self, trial: PlannedTrial, stage: str, form: Mapping[str, str], material: Material) -> Values:
        """The side of the page and of the item; how sure; on the feedback page, that the button was pressed."""
        options = Options.model_validate(trial.options)
        confidence, step = options.confidence, step_of(_steps(options), stage)
        if step.question is None:
            return {"seen": continued(form)}
        if step.sure_of is not None and confidence is not None:
            return {step.question: confidence.read(form)[CONFIDENCE]}
        side = chosen(form, SIDES, said("refused.choose_side"))
        return {step.question: side, "version": _exchanged(side) if trial.flipped else side}

    def correct(self, trial: PlannedTrial, question: str, value: Any, material: Material) -> bool | None:
        """Whether that side showed the version that keeps the class; confidence is neither right nor wrong."""
        if question not in (CHOICE, CHOICE_EXPLAINED):
            return None
        return bool(value == _right_side(trial, material))

    def n_options(self, trial: PlannedTrial, question: str, material: Material) -> int | None:
        """Two; of confidence, the points of its scale."""
        confidence = Options.model_validate(trial.options).confidence
        if question not in (CHOICE, CHOICE_EXPLAINED) and confidence is not None:
            return confidence.points
        return len(SIDES)

    def simulate(
        self,
        trial: PlannedTrial,
        stage: str,
        given: Mapping[str, Values],
        mind: Mind,
        rng: Random,
        material: Material,
    ) -> Mapping[str, str]:
        """Knows the side with probability `skill`, in each part anew, else guesses."""
        options = Options.model_validate(trial.options)
        confidence, steps = options.confidence, _steps(options)
        step = step_of(steps, stage)
        right_side = _right_side(trial, material)
        if step.question is None:
            return CONTINUE
        if step.sure_of is not None and confidence is not None:
            is_right = answered(steps, step.sure_of, given) == right_side
            return confidence.simulate(right=is_right, mind=mind, rng=rng)
        return {"response": right_side if mind.knows(rng) else rng.choice(SIDES)}


def _steps(options: Options) -> tuple[Step, ...]:
    stages = ((ANSWER, CONFIDENCE), (WITH_EXPLANATION, SURE_WITH))
    steps: list[Step] = []
    for part, (stage, sure_stage) in zip(options.parts, stages, strict=False):
        choice, sure = EXPLAINED if part == "with" else (CHOICE, CONFIDENCE)
        steps.append(Step(stage, choice))
        if options.confidence is not None:
            steps.append(Step(sure_stage, sure, sure_of=choice))
    return (*steps, *(() if options.feedback is None else (Step(FEEDBACK),)))


def _exchanged(side: str) -> Side:
    return "right" if side == "left" else "left"


def _right_side(trial: PlannedTrial, material: Material) -> Side:
    """The side of the page on which the version stands that keeps the class."""
    correct = material.item(trial).correct
    return _exchanged(correct) if trial.flipped else correct


def _last_choice(options: Options) -> str:
    return CHOICE_EXPLAINED if options.parts[-1] == "with" else CHOICE


def _figures(trial: PlannedTrial, options: Options, material: Material, is_explained: bool) -> tuple[Figure, ...]:
    """The picture, the versions, and the explanation after them, so that from part to part nothing moves."""
    item = material.item(trial)
    wanted = Explained(explanation="by-arm" if is_explained else None, caption=options.caption)
    picture, *explanation = pictures(replace(trial, image=item.image), wanted, material)
    picture = replace(picture, caption=material.words.text("picture"))  # in every part
    shown = [item.version(_exchanged(side) if trial.flipped else side).asset for side in SIDES]
    versions = [Figure(asset, options.word(side), side) for asset, side in zip(shown, SIDES, strict=True)]
    return (picture, *versions, *explanation)


TASK = Compare()
