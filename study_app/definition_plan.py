"""What is planned with the answers, what participants get.  Others import it from `study_app.definition`."""

import re
from typing import Literal

from pydantic import Field, field_validator

from study_app.definition_values import Checked, Name

CONTRAST = re.compile(r"^\s*([a-z][a-z0-9_-]*)\s+-\s+([a-z][a-z0-9_-]*)\s*$")


class Hypothesis(Checked):
    """[[hypothesis]]: one planned comparison."""

    name: Name
    block: Name
    question: str | None = Field(default=None, description="which question of the block; absent: its only one")
    outcome: Literal["accuracy"] = "accuracy"
    contrast: str = Field(description="ARM - ARM")
    family: Literal["confirmatory", "exploratory"] = "confirmatory"
    direction: Literal["two-sided"] = "two-sided"
    smallest_effect: float | None = Field(default=None, gt=0, lt=1, description="smallest difference that would matter")

    @field_validator("contrast")
    @classmethod
    def _names_two_arms(cls, contrast: str) -> str:
        if CONTRAST.match(contrast) is None:
            raise ValueError(f"{contrast!r} does not name two arms; write ARM - ARM, with spaces around the minus")
        return contrast

    @property
    def arms(self) -> tuple[str, str]:
        """The two arms compared, first minus second."""
        found = CONTRAST.match(self.contrast)
        assert found is not None  # noqa: S101 - the pattern was checked above
        return found[1], found[2]


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
