"""Consent: a text, agree or decline.  Who declines is thanked and leaves.

Where the block has statements, who agrees ticks each of them.
"""

from collections.abc import Mapping
from hashlib import sha256
from random import Random

from pydantic import BaseModel, Field

from study_app.definition import Checked
from study_app.study.controls import Agree, AnyOf, Ask, Choice, Control, OneOf
from study_app.study.forms import chosen
from study_app.study.mind import Mind
from study_app.study.page import Page, Prompt
from study_app.study.task import ANSWER, Example, Material, Task, Unanswerable, Values
from study_app.study.trial import PlannedTrial
from study_app.study.words import said

QUESTION = "consent"
STATEMENTS = "statements"


class Options(Checked):
    """The block's own keys.

    version: stored with the answer, beside the text's hash.  statements: boxes that must all be ticked to agree.
    """

    text: str
    agree: str = said("default.consent.agree")
    decline: str = said("default.consent.decline")
    version: str | None = Field(default=None, min_length=1, max_length=100)
    statements: tuple[str, ...] = ()
    please_tick: str = Field(default=said("default.consent.please_tick"), description="above the statements")
    choose: str = Field(default=said("default.consent.choose"), description="below the statements")
    button: str = Field(default=said("default.button"), description="where there are statements")

    @property
    def boxes(self) -> AnyOf:
        """The statements, numbered from 1."""
        numbered = tuple(Choice(str(number), text) for number, text in enumerate(self.statements, start=1))
        return AnyOf(STATEMENTS, self.please_tick, numbered)

    @property
    def control(self) -> Control:
        """Two buttons; with statements boxes, two answers to choose from and one button."""
        if not self.statements:
            return Agree(self.agree, self.decline)
        answers = (Choice("agree", self.agree), Choice("decline", self.decline))
        return Ask((self.boxes, OneOf("response", self.choose, answers)), self.button)


EXAMPLE = Example(
    {"text": "consent.md", "version": "2", "statements": ["I am at least 18 years old.", "I have read the text."]},
    {"consent.md": "# Taking part\n\nYou may stop at any time."},
)


class Consent(Task):
    """The answer is kept with the hash of the very text that was agreed to."""

    options = Options
    example = EXAMPLE
    milestone = "consented"

    def files(self, options: BaseModel) -> tuple[str, ...]:
        """The text."""
        return (Options.model_validate(options).text,)

    def page(self, trial: PlannedTrial, stage: str, given: Mapping[str, Values], material: Material) -> Page:
        """The text, and how to answer."""
        options = Options.model_validate(trial.options)
        return Page(Prompt(html=material.texts[options.text]), options.control)

    def read(self, trial: PlannedTrial, stage: str, form: Mapping[str, str], material: Material) -> Values:
        """agree or decline, and the version of the text; who agrees has ticked every statement."""
        options = Options.model_validate(trial.options)
        source = material.sources[options.text]
        answer = chosen(form, ("agree", "decline"), said("refused.consent"))
        if answer == "agree" and not all(form.get(name) == "on" for name in _ticked(options)):
            raise Unanswerable(said("refused.statements"))
        version = {} if options.version is None else {"version": options.version}
        return {QUESTION: answer, "text_sha256": sha256(source.encode()).hexdigest(), **version}

    def questions(self, trial: PlannedTrial, material: Material) -> tuple[str, ...]:
        """One."""
        return (QUESTION,)

    def n_options(self, trial: PlannedTrial, question: str, material: Material) -> int | None:
        """Agree and decline."""
        return 2

    def is_settled(self, trial: PlannedTrial, stage: str) -> bool:
        """Never: the answer may end the session."""
        return False

    def ends(self, trial: PlannedTrial, given: Mapping[str, Values], material: Material) -> str | None:
        """Declining ends the session."""
        return "no_consent" if given.get(ANSWER, {}).get(QUESTION) == "decline" else None

    def simulate(
        self,
        trial: PlannedTrial,
        stage: str,
        given: Mapping[str, Values],
        mind: Mind,
        rng: Random,
        material: Material,
    ) -> Mapping[str, str]:
        """Simulated participants agree."""
        return {"response": "agree"} | _ticked(Options.model_validate(trial.options))


def _ticked(options: Options) -> dict[str, str]:
    """The fields of all boxes, ticked."""
    return {f"{STATEMENTS}.{choice.value}": "on" for choice in options.boxes.options}


TASK = Consent()
