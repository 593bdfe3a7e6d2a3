"""DOOR. What a study is: the checked content of study.toml.  No Flask, no database.

The same file is the plan of the analysis.  Keys that are not known are refused.
A block's own options are checked by its task kind (study_app.study_folder does it, with all other faults at once).
`gullseye schema` writes the JSON Schema of all this for editors.
"""

from typing import Self

from pydantic import Field, model_validator

from study_app import definition_faults as faults
from study_app.definition_blocks import Block, BlockItems, Catch, Criterion, Order
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
from study_app.definition_plan import Checks, Exclusion, Flow, Hypothesis, Payment, Recruit
from study_app.definition_values import Checked, Name

__all__ = [
    "Allocation",
    "Arm",
    "Balanced",
    "Block",
    "BlockItems",
    "Catch",
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
]


class StudyFacts(Checked):
    """[study]: what it is called and what a participant is told before beginning."""

    name: Name
    title: str
    summary: str = Field(description="one or two sentences on the first page")
    language: str = "en"
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
    recruit: Recruit = Recruit()

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        names, before = self.block_names, self._names_before_seat()
        found = [
            *faults.factor_faults(self.factors, self.arms),
            *faults.allocation_faults(self.allocation, len(self.arms), names),
            *faults.answer_faults(self.allocation, before, names),
            *faults.item_faults(self.items),
            *faults.block_faults(self.block, self.items),
            *faults.within_faults(self.within, self.block, before),
            *faults.share_faults(self.within, self.block, self.items),
            *faults.spacing_faults(self.within, self.block, self.items),
            *faults.plan_faults(self.hypothesis, self.exclusion, names, tuple(self.arms)),
        ]
        if found:
            raise ValueError("\n".join(found))
        return self

    def _names_before_seat(self) -> tuple[str, ...]:
        """The blocks up to the one named in allocation.after; all where there is no such block."""
        names, after = self.block_names, self.allocation.after
        return names[: names.index(after) + 1] if after in names else names

    @property
    def block_names(self) -> tuple[str, ...]:
        """The blocks in order."""
        return tuple(block.name for block in self.block)

    @property
    def blocks_before_seat(self) -> tuple[Block, ...]:
        """The blocks that come before a participant is randomised."""
        return self.block[: len(self._names_before_seat())]

    @property
    def conditions(self) -> dict[str, Condition]:
        """Everything that somebody is shown: path in the file → the arm or the level of a within-subject factor."""
        arms: dict[str, Condition] = {f"arms.{name}": arm for name, arm in self.arms.items()}
        levels = {
            f"within.{f}.levels.{name}": one for f, each in self.within.items() for name, one in each.levels.items()
        }
        return arms | levels
