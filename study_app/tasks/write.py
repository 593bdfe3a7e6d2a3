"""Write: one question, answered in one's own words."""

from collections.abc import Mapping
from random import Random
from typing import Self

from pydantic import Field, model_validator

from study_app.definition import Checked
from study_app.study.answers import SENTENCE, read_answers
from study_app.study.controls import MOST_LETTERS, Ask, Written
from study_app.study.mind import Mind
from study_app.study.page import Page, Prompt
from study_app.study.task import Example, Material, Task, Unanswerable, Values
from study_app.study.trial import PlannedTrial
from study_app.study.words import said

QUESTION = "text"


class Options(Checked):
    """The block's own keys.  optional: it may be left empty; what is written has `minimum_letters` all the same."""

    question: str = Field(min_length=1)
    heading: str = ""
    minimum_letters: int = Field(default=1, ge=1)
    most: int = Field(default=MOST_LETTERS, ge=1, le=10 * MOST_LETTERS)
    rows: int = Field(default=6, ge=1, le=30)
    optional: bool = False
    button: str = said("default.button")

    @model_validator(mode="after")
    def _leaves_room(self) -> Self:
        if self.minimum_letters > self.most:
            raise ValueError(f"minimum_letters: {self.minimum_letters}, but there may be {self.most} at most")
        return self

    @property
    def written(self) -> Written:
        """How it is asked."""
        return Written(QUESTION, self.question, self.rows, self.most, not self.optional)


EXAMPLE = Example(
    {"question": "How did you decide?", "heading": "In your words", "minimum_letters": 20, "most": 500, "rows": 3}
)


class Write(Task):
    """The value is the text without space around it; None where it was left empty."""

    options = Options
    example = EXAMPLE

    def page(self, trial: PlannedTrial, stage: str, given: Mapping[str, Values], material: Material) -> Page:
        """The question and a field."""
        options = Options.model_validate(trial.options)
        return Page(Prompt(heading=options.heading), Ask((options.written,), options.button))

    def read(self, trial: PlannedTrial, stage: str, form: Mapping[str, str], material: Material) -> Values:
        """The text, neither too short nor too long."""
        options = Options.model_validate(trial.options)
        if not options.optional and not form.get(QUESTION, "").strip():
            raise Unanswerable(said("refused.few_words"))
        values = read_answers((options.written,), form)
        n = len(values[QUESTION] or "")
        if values[QUESTION] is not None and n < options.minimum_letters:
            raise Unanswerable(said("refused.at_least", least=options.minimum_letters, n=n))
        return values

    def questions(self, trial: PlannedTrial, material: Material) -> tuple[str, ...]:
        """One."""
        return (QUESTION,)

    def simulate(
        self,
        trial: PlannedTrial,
        stage: str,
        given: Mapping[str, Values],
        mind: Mind,
        rng: Random,
        material: Material,
    ) -> Mapping[str, str]:
        """A sentence, as often as it takes."""
        options = Options.model_validate(trial.options)
        text = SENTENCE * (1 + options.minimum_letters // len(SENTENCE))
        n = min(options.most, max(options.minimum_letters, len(SENTENCE)))
        return {QUESTION: text[:n].strip().ljust(options.minimum_letters, ".")}


TASK = Write()
