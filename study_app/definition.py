"""DOOR. What a study is: the checked content of study.toml.  No Flask, no database.

The same file is the plan of the analysis.  Keys that are not known are refused.
A block's own options are checked by its task kind (study_app.study_folder does it, with all other faults at once).
"""

import re
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=40)]
CONTRAST = re.compile(r"^\s*([a-z][a-z0-9_-]*)\s+-\s+([a-z][a-z0-9_-]*)\s*$")


class Checked(BaseModel):
    """A frozen value that refuses unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


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


class Arm(Checked):
    """[arms.NAME]: what a participant of this arm is shown."""

    explanation: str | None = Field(default=None, description="name of an explanation in the recipe; absent: none")
    description: str = ""


class Allocation(Checked):
    """[allocation]: how seats are given to arms."""

    kind: Literal["permuted-blocks"] = "permuted-blocks"
    block_size: int = Field(gt=0, description="seats per block; a multiple of the number of arms")
    seats: int = Field(gt=0, description="how many participants the study wants")
    seed: int = Field(ge=0, description="the list of seats can be reproduced from it")
    after: Name = Field(description="the block after which a participant is randomised")


class Pool(Checked):
    """[items.pools.NAME]: images set apart for one purpose."""

    per_class: int = Field(gt=0)
    classifier_correct: bool | None = Field(default=None, description="only images it gets right (or wrong)")
    split: str | None = Field(default=None, description="only images of this split of the source")


class Items(Checked):
    """[items]: which classes take part, and the pools of images; no image is in two pools."""

    classes: tuple[str, ...] = Field(min_length=2)
    pools: dict[Name, Pool]
    seed: int = Field(default=0, ge=0)


class BlockItems(Checked):
    """items = { pool = …, per_class = … }: which images a block shows."""

    pool: Name
    per_class: int | None = Field(default=None, gt=0, description="absent: the whole pool")


class Order(Checked):
    """order = { no_more_than = … }: limits on the order of a block's trials."""

    no_more_than: int = Field(default=3, gt=0, description="longest run of trials with the same true class")


class Block(Checked):
    """[[block]]: a run of trials of one task kind; keys not named here belong to the task kind."""

    model_config = ConfigDict(frozen=True, extra="allow")

    name: Name
    task: str = Field(description="a task kind of Gullseye, or your own as package.module:TASK")
    title: str = ""
    items: BlockItems | None = None
    order: Order = Order()

    @property
    def options(self) -> dict[str, Any]:
        """The keys that belong to the task kind."""
        return dict(self.model_extra or {})


class Hypothesis(Checked):
    """[[hypothesis]]: one planned comparison."""

    name: Name
    block: Name
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


class Recruit(Checked):
    """[recruit]: where participants come from."""

    platform: str = "open_link"


class Study(Checked):
    """The whole of study.toml."""

    study: StudyFacts
    stimuli: StimuliFacts = StimuliFacts()
    arms: dict[Name, Arm] = Field(min_length=1)
    allocation: Allocation
    items: Items
    block: tuple[Block, ...] = Field(min_length=1)
    hypothesis: tuple[Hypothesis, ...] = ()
    recruit: Recruit = Recruit()

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        faults = [*self._allocation_faults(), *self._item_faults(), *self._block_faults(), *self._hypothesis_faults()]
        if faults:
            raise ValueError("\n".join(faults))
        return self

    def _allocation_faults(self) -> list[str]:
        faults = []
        if self.allocation.block_size % len(self.arms):
            size, arms = self.allocation.block_size, len(self.arms)
            faults.append(
                f"allocation.block_size: {size} is not a multiple of the {arms} arms; use {arms} or {2 * arms}"
            )
        if self.allocation.seats % self.allocation.block_size:
            size, wanted = self.allocation.block_size, self.allocation.seats
            below, above = wanted // size * size, (wanted // size + 1) * size
            use = f"{below} or {above}" if below else str(above)
            faults.append(f"allocation.seats: {wanted} is not a multiple of block_size {size}; use {use}")
        if self.allocation.after not in self.block_names:
            faults.append(f"allocation.after: no block {self.allocation.after!r}; known: {', '.join(self.block_names)}")
        return faults

    def _item_faults(self) -> list[str]:
        classes = self.items.classes
        twice = sorted({name for name in classes if classes.count(name) > 1})
        return [f"items.classes: {name!r} is there twice" for name in twice]

    def _block_faults(self) -> list[str]:
        faults = []
        known = ", ".join(self.items.pools)
        for index, block in enumerate(self.block):
            where = f"block[{index}]"
            if block.name in self.block_names[:index]:
                faults.append(f"{where}.name: {block.name!r} is there twice")
            if block.items is None:
                continue
            pool = self.items.pools.get(block.items.pool)
            if pool is None:
                faults.append(f"{where}.items.pool: no pool {block.items.pool!r}; known: {known}")
            elif (block.items.per_class or 0) > pool.per_class:
                faults.append(
                    f"{where}.items.per_class: {block.items.per_class} of a pool of {pool.per_class} per class"
                )
        return faults

    def _hypothesis_faults(self) -> list[str]:
        faults = []
        for index, hypothesis in enumerate(self.hypothesis):
            where = f"hypothesis[{index}]"
            if hypothesis.block not in self.block_names:
                faults.append(f"{where}.block: no block {hypothesis.block!r}; known: {', '.join(self.block_names)}")
            for arm in hypothesis.arms:
                if arm not in self.arms:
                    faults.append(f"{where}.contrast: no arm {arm!r}; known: {', '.join(self.arms)}")
        return faults

    @property
    def block_names(self) -> tuple[str, ...]:
        """The blocks in order."""
        return tuple(block.name for block in self.block)

    @property
    def blocks_before_seat(self) -> tuple[Block, ...]:
        """The blocks that come before a participant is randomised."""
        return self.block[: self.block_names.index(self.allocation.after) + 1]

    @property
    def blocks_after_seat(self) -> tuple[Block, ...]:
        """The blocks that are planned when the seat is claimed."""
        return self.block[self.block_names.index(self.allocation.after) + 1 :]
