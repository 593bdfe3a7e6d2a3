"""What every task kind must give.  A task is a value: it knows no database, no web framework, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, Protocol

from pydantic import BaseModel

from stimuli.manifest import Stimulus, StimulusSet
from study_app.definition import Study
from study_app.study.page import Page
from study_app.study.trial import PlannedTrial

ANSWER = "answer"
FEEDBACK = "feedback"


class Unanswerable(Exception):
    """The posted form holds no acceptable answer; the message tells the participant what to do."""


@dataclass(frozen=True)
class Material:
    """What a task may draw on.

    texts: file name → safe HTML.  tables: file name → parsed TOML.  sources: both as they were written.
    """

    study: Study
    texts: Mapping[str, str]
    tables: Mapping[str, Mapping[str, Any]]
    stimuli: StimulusSet
    sources: Mapping[str, str] = field(default_factory=dict)

    def stimulus(self, trial: PlannedTrial) -> Stimulus:
        """The image of that trial; KeyError where it has none."""
        return self.stimuli.stimulus(trial.image or "")


@dataclass(frozen=True)
class Mind:
    """How a simulated participant behaves.  skill: probability of knowing the answer instead of guessing."""

    skill: float = 0.5
    median_rt_ms: float = 2500.0


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

    @property
    def needs_images(self) -> bool:
        """Whether a block of this task must name `items`; where not, it may not."""
        return False

    def shows_explanation(self, options: BaseModel) -> bool:
        """Whether a block with these options shows what the participant's arm explains, before the answer or after."""
        return False

    def explains_before_answer(self, options: BaseModel) -> bool:
        """Whether it shows it on the page of stage ANSWER, beside a question whose answer it could give away."""
        return False

    def class_pages(self, options: BaseModel) -> tuple[str, ...] | None:
        """The classes whose page of examples a block shows, one trial each; empty: all of the study's; None: no page.

        Where it shows pages the block names no `items`.
        """
        return None

    @property
    def milestone(self) -> str | None:
        """The event (consented, say) that is noted when an answer of this kind lets the participant go on."""
        return None

    def stages(self, trial: PlannedTrial) -> tuple[str, ...]:
        """The stages in order; the first is ANSWER."""
        return (ANSWER,)

    def page(self, trial: PlannedTrial, stage: str, given: Mapping[str, Values], material: Material) -> Page:
        """The page of that stage; `given` holds the values of the stages before."""
        ...

    def read(self, trial: PlannedTrial, stage: str, form: Mapping[str, str], material: Material) -> Values:
        """The checked values of a posted form; raises Unanswerable."""
        ...

    def questions(self, trial: PlannedTrial, material: Material) -> tuple[str, ...]:
        """The names of what stage ANSWER asks: the rows this trial gives in trials.csv."""
        ...

    def correct(self, trial: PlannedTrial, question: str, value: Any, material: Material) -> bool | None:
        """Whether that value is right; None where nothing is right or wrong."""
        return None

    def n_options(self, trial: PlannedTrial, question: str, material: Material) -> int | None:
        """How many answers there are to choose from; None where they cannot be counted."""
        return None

    def ends(self, trial: PlannedTrial, values: Values) -> str | None:
        """The outcome that this answer ends the session with (no_consent, say); None to go on."""
        return None

    def simulate(
        self, trial: PlannedTrial, stage: str, mind: Mind, rng: Random, material: Material
    ) -> Mapping[str, str]:
        """The form fields that a simulated participant posts."""
        ...
