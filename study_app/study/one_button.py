"""What is left by one button: a text, a break, something to learn from."""

from collections.abc import Mapping
from random import Random
from typing import ClassVar

from study_app.study.forms import CONTINUE, continued
from study_app.study.mind import Mind
from study_app.study.task import Material, Task, Values
from study_app.study.trial import PlannedTrial


class OneButton(Task):
    """The time from seeing the page to pressing the button is the response time of its only question.

    asks: the name of that question, its row in trials.csv.
    """

    asks: ClassVar[str]

    def read(self, trial: PlannedTrial, stage: str, form: Mapping[str, str], material: Material) -> Values:
        """That the button was pressed."""
        return {self.asks: continued(form)}

    def questions(self, trial: PlannedTrial, material: Material) -> tuple[str, ...]:
        """One."""
        return (self.asks,)

    def simulate(
        self,
        trial: PlannedTrial,
        stage: str,
        given: Mapping[str, Values],
        mind: Mind,
        rng: Random,
        material: Material,
    ) -> Mapping[str, str]:
        """Presses the button."""
        return CONTINUE
