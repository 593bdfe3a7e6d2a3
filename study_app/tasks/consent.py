"""Consent: a text, agree or decline.  Who declines is thanked and leaves."""

from collections.abc import Mapping
from hashlib import sha256
from random import Random

from pydantic import BaseModel

from study_app.definition import Checked
from study_app.study.controls import Agree
from study_app.study.forms import chosen
from study_app.study.page import Page, Prompt
from study_app.study.task import Example, Material, Mind, Task, Values
from study_app.study.trial import PlannedTrial

QUESTION = "consent"


class Options(Checked):
    """The block's own keys."""

    text: str
    agree: str = "I agree to take part"
    decline: str = "I do not agree"


EXAMPLE = Example({"text": "consent.md"}, {"consent.md": "# Taking part\n\nYou may stop at any time."})


class Consent(Task):
    """The answer is kept with the hash of the very text that was agreed to."""

    options = Options
    example = EXAMPLE
    milestone = "consented"

    def files(self, options: BaseModel) -> tuple[str, ...]:
        """The text."""
        return (Options.model_validate(options).text,)

    def page(self, trial: PlannedTrial, stage: str, given: Mapping[str, Values], material: Material) -> Page:
        """The text and two buttons."""
        options = Options.model_validate(trial.options)
        return Page(Prompt(html=material.texts[options.text]), Agree(options.agree, options.decline))

    def read(self, trial: PlannedTrial, stage: str, form: Mapping[str, str], material: Material) -> Values:
        """agree or decline, and the version of the text."""
        source = material.sources[Options.model_validate(trial.options).text]
        answer = chosen(form, ("agree", "decline"), "Please choose whether you want to take part.")
        return {QUESTION: answer, "text_sha256": sha256(source.encode()).hexdigest()}

    def questions(self, trial: PlannedTrial, material: Material) -> tuple[str, ...]:
        """One."""
        return (QUESTION,)

    def n_options(self, trial: PlannedTrial, question: str, material: Material) -> int | None:
        """Agree and decline."""
        return 2

    def ends(self, trial: PlannedTrial, values: Values) -> str | None:
        """Declining ends the session."""
        return "no_consent" if values[QUESTION] == "decline" else None

    def simulate(
        self, trial: PlannedTrial, stage: str, mind: Mind, rng: Random, material: Material
    ) -> Mapping[str, str]:
        """Simulated participants agree."""
        return {"response": "agree"}


TASK = Consent()
