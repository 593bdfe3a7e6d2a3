"""Whether somebody tells red and green apart: plates to read one after the other, and what the answers say."""

from collections.abc import Mapping
from random import Random
from typing import Literal

from pydantic import Field

from study_app.definition import Checked
from study_app.study.colour_plates import Plate, plates, svg
from study_app.study.controls import Choice, Choose
from study_app.study.forms import chosen
from study_app.study.mind import Mind
from study_app.study.page import Page, Prompt
from study_app.study.task import Values
from study_app.study.words import said

PLATE = "plate_"
NOTHING = "none"
DIGITS = tuple("23456789")


class ColourVision(Checked):
    """colour_vision = { plates = …, otherwise = … }: a digit to read on each plate.

    plates: of either kind of red-green deficiency; before them comes one that everybody can read.
    otherwise: what follows for who does not pass: it shows in the answers alone, or the session ends.
    """

    plates: int = Field(default=2, ge=1, le=6)
    otherwise: Literal["flag", "screened_out"] = "flag"
    question: str = said("default.colour_vision.question")
    nothing: str = Field(default=said("default.colour_vision.nothing"), description="one of the answers")
    label: str = Field(
        default=said("default.colour_vision.label"), description="what the picture is called for screen readers"
    )
    seed: int = Field(default=0, ge=0, description="where digits and dots come from")

    @property
    def by_stage(self) -> dict[str, Plate]:
        """Every plate under its stage, which is its question too."""
        return {f"{PLATE}{number}": plate for number, plate in enumerate(plates(self.plates, self.seed), start=1)}

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Digits, whichever are on the plates, and none."""
        return (*(Choice(digit, digit, digit) for digit in DIGITS), Choice(NOTHING, self.nothing))

    def page(self, stage: str) -> Page:
        """The plate of that stage."""
        heading = f"{list(self.by_stage).index(stage) + 1} / {len(self.by_stage)}"
        return Page(
            Prompt(heading, svg(self.by_stage[stage], self.label)), Choose(self.question, self.choices), timed=True
        )

    def read(self, stage: str, form: Mapping[str, str]) -> Values:
        """The digit, or none."""
        return {stage: chosen(form, (*DIGITS, NOTHING), said("refused.choose_one"))}

    def correct(self, stage: str, value: object) -> bool:
        """Whether that is the digit of the plate."""
        return value == str(self.by_stage[stage].digit)

    def passes(self, given: Mapping[str, Values]) -> bool | None:
        """Whether red and green are told apart; None until all is answered.

        The plate for everybody must be read, and at least half of those of either kind.
        """
        if not set(self.by_stage) <= set(given):
            return None
        read = [(plate.kind, self.correct(stage, given[stage].get(stage))) for stage, plate in self.by_stage.items()]
        shares = {kind: [right for each, right in read if each == kind] for kind, _ in read}
        return all(2 * sum(rights) >= len(rights) for rights in shares.values())

    def simulate(self, stage: str, mind: Mind, rng: Random) -> Mapping[str, str]:
        """Somebody who sees all colours, but for lapses."""
        lapses = rng.random() < mind.lapse
        return {"response": rng.choice(DIGITS) if lapses else str(self.by_stage[stage].digit)}
