"""Debrief: a text that says what the study was about and what was untrue; it asks again for the use of the answers."""

from collections.abc import Mapping
from hashlib import sha256
from random import Random

from pydantic import BaseModel, Field

from study_app.definition import Checked
from study_app.study.controls import Agree, Proceed
from study_app.study.forms import CONTINUE, chosen, continued
from study_app.study.mind import Mind
from study_app.study.page import Page, Prompt
from study_app.study.task import ANSWER, Example, Material, Task, Values
from study_app.study.trial import PlannedTrial
from study_app.study.words import said

QUESTION = "data_use"
READ = "read"
STORED = {"agree": "keep", "decline": "delete"}


class Options(Checked):
    """The block's own keys.  ask: whether the participant decides once more about the answers."""

    text: str
    ask: bool = True
    agree: str = said("default.debrief.agree")
    decline: str = said("default.debrief.decline")
    button: str = Field(default=said("default.button"), description="where nothing is asked")


EXAMPLE = Example(
    {"text": "debrief.md", "agree": "Use my answers", "decline": "Delete my answers"},
    {"debrief.md": "# What this was about\n\nSome of the maps that you saw knew nothing of the pictures."},
)


class Debrief(Task):
    """The answer is kept with the hash of the very text that was read before it."""

    options = Options
    example = EXAMPLE
    milestone = "debriefed"

    def files(self, options: BaseModel) -> tuple[str, ...]:
        """The text."""
        return (Options.model_validate(options).text,)

    def page(self, trial: PlannedTrial, stage: str, given: Mapping[str, Values], material: Material) -> Page:
        """The text, and two buttons or one."""
        options = Options.model_validate(trial.options)
        control = Agree(options.agree, options.decline) if options.ask else Proceed(options.button)
        return Page(Prompt(html=material.texts[options.text]), control)

    def read(self, trial: PlannedTrial, stage: str, form: Mapping[str, str], material: Material) -> Values:
        """keep or delete, and the version of the text."""
        options = Options.model_validate(trial.options)
        hashed = {"text_sha256": sha256(material.sources[options.text].encode()).hexdigest()}
        if not options.ask:
            return {READ: continued(form), **hashed}
        return {QUESTION: STORED[chosen(form, STORED, said("refused.data_use"))], **hashed}

    def questions(self, trial: PlannedTrial, material: Material) -> tuple[str, ...]:
        """One: the use of the answers, or that it was read."""
        return (QUESTION if Options.model_validate(trial.options).ask else READ,)

    def n_options(self, trial: PlannedTrial, question: str, material: Material) -> int | None:
        """Keep and delete; None where nothing is asked."""
        return 2 if question == QUESTION else None

    def is_settled(self, trial: PlannedTrial, stage: str) -> bool:
        """Never: the answer may end the session."""
        return False

    def withholds(self, trial: PlannedTrial, given: Mapping[str, Values]) -> bool:
        """Whether the participant asks for deletion."""
        return given.get(ANSWER, {}).get(QUESTION) == "delete"

    def simulate(
        self,
        trial: PlannedTrial,
        stage: str,
        given: Mapping[str, Values],
        mind: Mind,
        rng: Random,
        material: Material,
    ) -> Mapping[str, str]:
        """Simulated participants let their answers be used."""
        return {"response": "agree"} if Options.model_validate(trial.options).ask else CONTINUE


TASK = Debrief()
