"""DOOR. What a study is: the checked content of study.toml.  No Flask, no database.

The same file is the plan of the analysis.  Keys that are not known are refused.
A block's own options are checked by its task kind (study_app.study_folder does it, with all other faults at once).
`gullseye schema` writes the JSON Schema of all this for editors.
"""

from typing import Self

from pydantic import Field, model_validator

from study_app import definition_faults as faults
from study_app.definition_blocks import Block, BlockItems, Catch, Criterion, Order
from study_app.definition_contrast import Cell, parse_contrast
from study_app.definition_design import (
    Allocation,
    Arm,
    Balanced,
    Comparisons,
    Condition,
    Factor,
    Items,
    Pool,
    Strata,
    Within,
)
from study_app.definition_moderation import Moderation, Moderator
from study_app.definition_plan import Checks, Exclusion, Flow, Hypothesis, Payment, Recruit
from study_app.definition_values import Checked, Name

__all__ = [
    "Allocation",
    "Arm",
    "Balanced",
    "Block",
    "BlockItems",
    "Catch",
    "Cell",
    "Checked",
    "Checks",
    "Comparisons",
    "Condition",
    "Criterion",
    "Exclusion",
    "Factor",
    "Flow",
    "Hypothesis",
    "Items",
    "Moderation",
    "Moderator",
    "Name",
    "Order",
    "Payment",
    "Pool",
    "Recruit",
    "StimuliFacts",
    "Strata",
    "Study",
    "StudyFacts",
    "Within",
    "parse_contrast",
]


class StudyFacts(Checked):
    """[study]: what it is called and what a participant is told before beginning."""

    name: Name
    title: str
    summary: str = Field(description="one or two sentences on the first page")
    language: str = Field(
        default="en",
        pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
        description="of its texts, as a tag such as en, de or pt-BR; the interface speaks it, too, where it can",
    )
    minutes: int = Field(gt=0, description="how long it takes, as told to participants")
    contact: str = Field(description="whom a participant can write to")


class StimuliFacts(Checked):
    """[stimuli]: the recipe that `gullseye build` reads."""

    recipe: str = "stimuli.toml"


class Study(Checked):
    """The whole of study.toml."""

    study: StudyFacts
    stimuli: StimuliFacts = StimuliFacts()
    factors: dict[Name, Factor] = Field(default={})
    arms: dict[Name, Arm] = Field(min_length=1)
    within: dict[Name, Within] = Field(default={})
    allocation: Allocation
    items: Items
    block: tuple[Block, ...] = Field(min_length=1)
    checks: Checks = Checks()
    flow: Flow = Flow()
    payment: Payment | None = None
    exclusion: tuple[Exclusion, ...] = ()
    hypothesis: tuple[Hypothesis, ...] = ()
    moderation: tuple[Moderation, ...] = ()
    recruit: Recruit = Recruit()

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        found = faults.between({name: getattr(self, name) for name in Study.model_fields})
        if found:
            raise ValueError("\n".join(found))
        return self

    @property
    def block_names(self) -> tuple[str, ...]:
        """The blocks in order."""
        return tuple(block.name for block in self.block)

    def block_of(self, name: str) -> Block | None:
        """The block of that name; None where there is none."""
        return next((block for block in self.block if block.name == name), None)

    @property
    def blocks_before_seat(self) -> tuple[Block, ...]:
        """The blocks that come before a participant is randomised."""
        return self.block[: len(faults.up_to(self.allocation.after, self.block_names))]

    @property
    def conditions(self) -> dict[str, Condition]:
        """Everything that somebody is shown: path in the file → the arm or the level of a within-subject factor."""
        arms: dict[str, Condition] = {f"arms.{name}": arm for name, arm in self.arms.items()}
        levels = {
            f"within.{f}.levels.{name}": one for f, each in self.within.items() for name, one in each.levels.items()
        }
        return arms | levels
