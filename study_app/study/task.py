"""What every task kind must give.  A task is a value: it knows no database, no web framework, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from random import Random
from typing import Any, Literal, Protocol

from pydantic import BaseModel

from stimuli.manifest import Item, Stimulus, StimulusSet
from study_app.definition import Study
from study_app.study.mind import Mind
from study_app.study.page import Page
from study_app.study.trial import PlannedTrial
from study_app.study.words import Words, english

ANSWER = "answer"
FEEDBACK = "feedback"

Subject = Literal["nothing", "images", "comparisons", "class_pages"]


class Unanswerable(Exception):
    """The posted form holds no acceptable answer; the message, a sentence or what was `said`, tells what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Material:
    """What a task may draw on.

    texts: file name → safe HTML.  tables: file name → parsed TOML.  sources: both as they were written.
    words: those of the interface, in the study's language.
    """

    study: Study
    texts: Mapping[str, str]
    tables: Mapping[str, Mapping[str, Any]]
    stimuli: StimulusSet
    sources: Mapping[str, str] = field(default_factory=dict)
    words: Words = field(default_factory=english)

    @cached_property
    def _images(self) -> dict[str, Stimulus]:
        return {stimulus.image: stimulus for stimulus in self.stimuli.stimuli}

    @cached_property
    def _items(self) -> dict[str, Item]:
        return {item.id: item for item in self.stimuli.items}

    def stimulus(self, trial: PlannedTrial) -> Stimulus:
        """The image of that trial; KeyError where it has none."""
        return self._images[trial.image or ""]

    def item(self, trial: PlannedTrial) -> Item:
        """The comparative question of that trial; KeyError where it has none."""
        return self._items[trial.item or ""]


Values = Mapping[str, Any]


@dataclass(frozen=True)
class Example:
    """A block of a task kind, to test it with and to learn from: its options, and the files that they name."""

    options: Mapping[str, Any]
    files: Mapping[str, str] = field(default_factory=dict)


class Task(Protocol):
    """A task kind.  A trial has stages, in order; each stage is one page and one stored answer.

    A kind that derives from this says only where it differs from the plainest one: a page without pictures or files,
    and an answer that is neither right nor wrong.

    `values` below are what `read` returned for a stage: plain JSON values, one per question.
    """

    @property
    def options(self) -> type[BaseModel]:
        """The model that checks the block's own keys in study.toml (extra keys forbidden)."""
        ...

    @property
    def example(self) -> Example:
        """A block that uses all this kind can do."""
        ...

    def files(self, options: BaseModel) -> tuple[str, ...]:
        """Names of the texts (.md) and tables (.toml) of the study's folder that this block needs."""
        return ()

    def faults(self, options: BaseModel, tables: Mapping[str, Mapping[str, Any]]) -> list[str]:
        """What is wrong inside the tables that the block names; each line begins with the file's name."""
        return []

    def subject(self, options: BaseModel) -> Subject:
        """What each trial of a block with these options is about.

        images: the block names `items`.  comparisons: it names `comparisons`.  class_pages: a trial for each class.
        nothing: one trial, and none of these keys.
        """
        return "nothing"

    def shows_explanation(self, options: BaseModel) -> bool:
        """Whether a block with these options shows what the participant's arm explains, before the answer or after."""
        return False

    def explains_before_answer(self, options: BaseModel) -> bool:
        """Whether it shows it beside a question whose answer it could give away, whatever the stage."""
        return False

    def class_pages(self, options: BaseModel) -> tuple[str, ...]:
        """Where the subject is class_pages: the classes, one trial each; empty: all of the study's."""
        return ()

    @property
    def milestone(self) -> str | None:
        """The event (consented, say) that is noted when an answer of this kind lets the participant go on."""
        return None

    def stages(self, trial: PlannedTrial) -> tuple[str, ...]:
        """All stages there can be, in order; the first is ANSWER."""
        return (ANSWER,)

    def next_stage(self, trial: PlannedTrial, given: Mapping[str, Values], material: Material) -> str | None:
        """The stage that comes after those given; None where the trial is done."""
        return next((stage for stage in self.stages(trial) if stage not in given), None)

    def is_independent(self, trial: PlannedTrial, stage: str) -> bool:
        """Whether the page of that stage is the same whatever was answered before in the trial.

        Then it may be sent before that is known.  Never of a stage that tells what would have been right, or helps.
        """
        return stage == self.stages(trial)[0]

    def is_settled(self, trial: PlannedTrial, stage: str) -> bool:
        """Whether the trial ends with that stage, and the next one follows, whatever is answered."""
        return stage == self.stages(trial)[-1]

    def page(self, trial: PlannedTrial, stage: str, given: Mapping[str, Values], material: Material) -> Page:
        """The page of that stage; `given` holds the values of the stages before."""
        ...

    def read(self, trial: PlannedTrial, stage: str, form: Mapping[str, str], material: Material) -> Values:
        """The checked values of a posted form; raises Unanswerable."""
        ...

    def questions(self, trial: PlannedTrial, material: Material) -> tuple[str, ...]:
        """The names of what is asked, in any stage: the rows this trial gives in trials.csv."""
        ...

    def stage_of(self, trial: PlannedTrial, question: str) -> str:
        """The stage that asks that question."""
        return ANSWER

    def correct(self, trial: PlannedTrial, question: str, value: Any, material: Material) -> bool | None:
        """Whether that value is right; None where nothing is right or wrong."""
        return None

    def n_options(self, trial: PlannedTrial, question: str, material: Material) -> int | None:
        """How many answers there are to choose from; None where they cannot be counted."""
        return None

    def passes(self, trial: PlannedTrial, given: Mapping[str, Values], material: Material) -> bool | None:
        """Whether the whole trial was answered rightly, for criteria and checks; None where nothing is right or wrong.

        It is where no answer to any of its questions is wrong and at least one is right.
        """
        verdicts = [
            self.correct(trial, question, given[self.stage_of(trial, question)][question], material)
            for question in self.questions(trial, material)
            if question in given.get(self.stage_of(trial, question), {})
        ]
        told = [verdict for verdict in verdicts if verdict is not None]
        return all(told) if told else None

    def ends(self, trial: PlannedTrial, given: Mapping[str, Values], material: Material) -> str | None:
        """The outcome that these answers end the session with (no_consent, say); None to go on."""
        return None

    def withholds(self, trial: PlannedTrial, given: Mapping[str, Values]) -> bool:
        """Whether these answers ask for the deletion of all answers of the session."""
        return False

    def simulate(
        self,
        trial: PlannedTrial,
        stage: str,
        given: Mapping[str, Values],
        mind: Mind,
        rng: Random,
        material: Material,
    ) -> Mapping[str, str]:
        """The form fields that a simulated participant posts at that stage; `given` as for `page`."""
        ...
