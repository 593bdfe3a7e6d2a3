"""How sure somebody is of an answer: asked the same way by every task that asks it."""

from collections.abc import Mapping
from random import Random

from pydantic import Field

from study_app.definition import Checked
from study_app.study.controls import Ask, Scale
from study_app.study.forms import whole_number
from study_app.study.mind import Mind
from study_app.study.task import Unanswerable, Values
from study_app.study.words import said

CONFIDENCE = "confidence"  # the question's name, and the stage's


class Confidence(Checked):
    """confidence = { … }: after the answer, how sure the participant is of it."""

    text: str = said("default.confidence.text")
    points: int = Field(default=7, ge=2, le=11)
    low: str = said("default.confidence.low")
    high: str = said("default.confidence.high")
    button: str = said("default.button")

    def control(self) -> Ask:
        """The scale and a button."""
        return Ask((Scale(CONFIDENCE, self.text, self.points, self.low, self.high),), self.button)

    def read(self, form: Mapping[str, str]) -> Values:
        """A point of the scale."""
        value = whole_number(form, CONFIDENCE, self.points)
        if value is None:
            raise Unanswerable(said("refused.sure"))
        return {CONFIDENCE: value}

    def simulate(self, *, right: bool, mind: Mind, rng: Random) -> Mapping[str, str]:
        """Somebody surer where the answer is right, by half a standard deviation."""
        surer = Mind(shift=mind.shift + (0.25 if right else -0.25))
        return {CONFIDENCE: str(surer.point(self.points, rng))}
