"""What is planned with the answers, what participants get.  Others import it from `study_app.definition`."""

from collections.abc import Sequence
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator

from study_app.definition_contrast import Cell, parse_contrast
from study_app.definition_values import Checked, Name

OutcomeName = Literal[
    "accuracy",
    "response_time",
    "confidence",
    "d_prime",
    "over_reliance",
    "under_reliance",
    "switching",
    "rating",
]
SHARES = ("accuracy", "confidence", "over_reliance", "under_reliance", "switching")  # from 0 to 1


class Hypothesis(Checked):
    """[[hypothesis]]: one planned comparison."""

    name: Name
    block: Name | None = Field(default=None, description="absent: the contrast's cells name their blocks")
    question: str | None = Field(
        default=None,
        description="which question of the block; absent: its only one; of a rating its only item, absent: all items",
    )
    outcome: OutcomeName = Field(default="accuracy", description="one value per participant; arms differ in its mean")
    claim: Literal["difference", "equivalence"] = Field(
        default="difference",
        description="equivalence: the arms differ by less than smallest_effect (two one-sided tests)",
    )
    contrast: str = Field(
        description="ARM - ARM, or a combination such as (a.part2 - a.part1) - (b.part2 - b.part1); "
        "a part is a block or a level of a within-subject factor"
    )
    family: Literal["confirmatory", "exploratory"] = "confirmatory"
    direction: Literal["two-sided", "greater", "less"] = Field(
        default="two-sided",
        description="what the test is against; of a one-sided test the two-sided interval is told, too",
    )
    smallest_effect: float | None = Field(
        default=None,
        gt=0,
        allow_inf_nan=False,
        validate_default=True,
        description="smallest difference that would matter: of shares and confidence from 0 to 1, of response_time in "
        "milliseconds, of rating in points, of d_prime in its own unit",
    )

    @field_validator("contrast")
    @classmethod
    def _can_be_read(cls, contrast: str) -> str:
        parse_contrast(contrast)
        return contrast

    @field_validator("direction")
    @classmethod
    def _suits_the_claim(cls, direction: str, info: ValidationInfo) -> str:
        if direction != "two-sided" and info.data.get("claim") == "equivalence":
            raise ValueError("of a claim of equivalence it is two-sided; leave it out")
        return direction

    @field_validator("smallest_effect")
    @classmethod
    def _suits_the_outcome(cls, smallest: float | None, info: ValidationInfo) -> float | None:
        outcome = info.data.get("outcome")
        if smallest is None and info.data.get("claim") == "equivalence":
            raise ValueError("missing; it is what a claim of equivalence is held against")
        if smallest is not None and smallest >= 1 and outcome in SHARES:
            raise ValueError(
                f"{smallest:g} is not below 1; differences of {outcome} are told as 0.05 for 5 points of 100"
            )
        return smallest

    @property
    def cells(self) -> tuple[Cell, ...]:
        """What is combined, with the weights."""
        return parse_contrast(self.contrast)

    @property
    def arms(self) -> tuple[str, ...]:
        """The arms that are compared, in the order in which they are named."""
        return tuple(dict.fromkeys(cell.arm for cell in self.cells))

    @property
    def is_pair(self) -> bool:
        """Whether it is one arm minus another, in the same place."""
        return [(cell.part, cell.weight) for cell in self.cells] == [(None, 1.0), (None, -1.0)]

    @property
    def expects_more_right(self) -> bool:
        """Whether it expects that somebody is right more often than somebody else."""
        return self.outcome in ("accuracy", "d_prime") and self.claim == "difference"

    def blocks(self, block_names: Sequence[str]) -> tuple[str, ...]:
        """The blocks that it is about: those of its cells, and its own where a cell names none."""
        named = (cell.part if cell.part in block_names else self.block for cell in self.cells)
        return tuple(dict.fromkeys(name for name in named if name is not None))


class Exclusion(Checked):
    """[[exclusion]]: a declared rule by which participants are left out of the analysis."""

    name: Name
    rule: Literal["not_complete", "failed_attention", "failed_catch", "faster_than", "looked_away"]
    at_least: int = Field(default=1, gt=0, description="so many failures, fast answers or absences, and more, exclude")
    block: Name | None = Field(default=None, description="of faster_than and looked_away; absent: all blocks")
    milliseconds: float | None = Field(default=None, gt=0, description="of faster_than")


class Checks(Checked):
    """[checks]: what failed attention checks lead to.

    Prolific lets a study under five minutes reject for one failed check, a longer one for two or more; a comprehension
    quiz is never a ground to reject.
    """

    attention_failures: int = Field(default=2, gt=0, description="so many end the session, where on_failure = end")
    on_failure: Literal["flag", "end"] = "flag"


class Flow(Checked):
    """[flow]: what holds for a whole session."""

    maximum_minutes: float | None = Field(default=None, gt=0, description="then it ends as timed out; absent: no limit")
    resume_days: float = Field(
        default=14, gt=0, le=90, description="how long one may come back to an unfinished session"
    )
    fullscreen: bool = Field(default=False, description="pages offer a button that fills the screen; Escape leaves it")
    zoom: bool = Field(default=False, description="below each picture is a button that enlarges it, in all arms alike")
    phones: Literal["fitted", "refused"] = Field(
        default="fitted",
        description="fitted: everything one below the other; refused: told so kindly on the first page",
    )


class Payment(Checked):
    """[payment]: what a participant gets, in hundredths of the currency."""

    currency: str = Field(default="GBP", pattern=r"^[A-Z]{3}$")
    reward_pence: int = Field(ge=0, description="for taking part; pence, cents")
    fee_percent: float = Field(
        default=0.0, ge=0, le=100, description="what the platform adds, in per cent of the reward"
    )
    minimum_per_hour_pence: int = Field(default=900, ge=0, description="`gullseye check` warns below it")


class Recruit(Checked):
    """[recruit]: where participants come from."""

    platform: str = "open_link"
    again: bool = Field(default=False, description="whether a browser that took part may take part again")
