"""A study's blocks: which task, on which images, in which order.  Others import it from `study_app.definition`."""

import re
from typing import Any, Literal, Self

from pydantic import ConfigDict, Field, field_validator, model_validator

from study_app.definition_values import Checked, Name

KEY = re.compile(r"[a-z0-9]")  # what every keyboard has, whatever its layout


class BlockItems(Checked):
    """items = { pool = …, per_class = … } or { mix = { POOL = n, … } }: which images a block shows, n of each class."""

    pool: Name | None = None
    per_class: int | None = Field(default=None, gt=0, description="absent: the whole pool")
    mix: dict[Name, int] = Field(default={}, description="pool → images of each class: fixed shares of each kind")

    @model_validator(mode="after")
    def _says_which(self) -> Self:
        if (self.pool is None) == (not self.mix) or (self.mix and self.per_class):
            raise ValueError("write { pool = …, per_class = … } or { mix = { POOL = n, … } }")
        if any(n < 1 for n in self.mix.values()):
            raise ValueError("mix: at least 1 of each pool")
        return self

    @property
    def parts(self) -> dict[str, int | None]:
        """Pool → images of each class; None: the whole pool."""
        return {self.pool: self.per_class} if self.pool is not None else dict(self.mix)


class Order(Checked):
    """order = { no_more_than = …, of = …, spacing = … }: limits on the order of a block's trials."""

    no_more_than: int = Field(default=3, gt=0, description="longest run of trials that are alike")
    of: Literal["label", "predicted", "classifier_correct"] = Field(default="label", description="in what")
    repeat: int = Field(default=1, gt=0, le=20, description="how often each image comes")
    spacing: int = Field(default=0, ge=0, description="least other trials between repeats of an image")


class Catch(Checked):
    """catch = { pool = …, per_class = … }: easy trials among the others, by which attention shows."""

    pool: Name
    per_class: int = Field(default=1, gt=0)


class Criterion(Checked):
    """criterion = { correct = …, of = … }: a block ends when that many of the last so many answers are right."""

    correct: int = Field(gt=0)
    of: int = Field(gt=0)
    otherwise: Literal["go_on", "screened_out"] = Field(
        default="go_on", description="what follows where the block's trials are used up before"
    )

    @model_validator(mode="after")
    def _can_be_met(self) -> Self:
        if self.correct > self.of:
            raise ValueError(f"correct: {self.correct} of the last {self.of} answers cannot be right")
        return self


class Block(Checked):
    """[[block]]: a run of trials of one task kind; keys not named here belong to the task kind."""

    model_config = ConfigDict(frozen=True, extra="allow")

    name: Name
    task: str = Field(description="a task kind of Gullseye, or your own as package.module:TASK")
    title: str = ""
    items: BlockItems | None = None
    comparisons: Name | None = Field(
        default=None, description="the set of comparative questions that is asked: all of it, the same for everybody"
    )
    order: Order = Order()
    catch: Catch | None = None
    criterion: Criterion | None = None
    check: Literal["attention", "catch"] | None = Field(
        default=None, description="what a wrong answer in this block is counted as"
    )
    limit_seconds: float | None = Field(
        default=None, ge=1, le=3600, description="the time for an answer; then it counts as none"
    )
    break_after: int | None = Field(
        default=None, gt=0, description="after every so many trials a break, as long as one likes; none after the last"
    )
    keys: tuple[str, ...] | Literal[False] | None = Field(
        default=None,
        description="the keys that answer, one for each choice; false: none; absent: 1, 2, 3 …",
    )

    @field_validator("keys")
    @classmethod
    def _can_be_told_apart(
        cls, keys: tuple[str, ...] | Literal[False] | None
    ) -> tuple[str, ...] | Literal[False] | None:
        if not keys:
            if keys == ():
                raise ValueError("write one key for each choice, or keys = false for none")
            return keys
        odd = [key for key in keys if KEY.fullmatch(key) is None]
        if odd:
            raise ValueError(f"{', '.join(map(repr, odd))}: a key is one letter from a to z, small, or one digit")
        if len(set(keys)) < len(keys):
            raise ValueError(f"{list(keys)}: every choice needs a key of its own")
        return keys

    @property
    def options(self) -> dict[str, Any]:
        """The keys that belong to the task kind."""
        return dict(self.model_extra or {})
