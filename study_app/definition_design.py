"""Who gets what: factors, arms, levels, seats, pools.  Others import it from `study_app.definition`."""

from typing import Literal

from pydantic import Field

from study_app.definition_values import Checked, Name


class Factor(Checked):
    """[factors.NAME]: what is varied between participants; every arm names one of its levels."""

    levels: tuple[Name, ...] = Field(min_length=2)
    description: str = ""


class Condition(Checked):
    """What a participant is shown: an arm's, or a level's of a factor that varies within participants."""

    explanation: str | None = Field(default=None, description="name of an explanation in the recipe; absent: none")
    description: str = ""
    deception: str | None = Field(
        default=None,
        min_length=3,
        description="the word that the debriefing names it by, where participants are misled (placebo, say)",
    )


class Arm(Condition):
    """[arms.NAME]: what a participant of this arm is shown."""

    levels: dict[Name, Name] = Field(default={}, description="factor → its level in this arm")


class Within(Checked):
    """[within.NAME]: a factor that varies within participants; its blocks come once for every level."""

    blocks: tuple[Name, ...] = Field(min_length=1, description="blocks that follow each other, after the seat")
    levels: dict[Name, Condition] = Field(min_length=2)
    order: Literal["latin-square", "williams", "random", "fixed"] = "latin-square"


class Strata(Checked):
    """allocation.strata = { source = …, name = …, seats = { LEVEL = n } }: a list of seats of its own for every level.

    Who has none of these levels is screened out.
    """

    source: Literal["url", "answer"] = Field(description="a parameter of the link, or an answer")
    name: str = Field(description="the parameter's name, or BLOCK.QUESTION")
    seats: dict[str, int] = Field(min_length=1, description="level → seats; multiples of block_size")


class Balanced(Checked):
    """allocation.minimise = [{ source = …, name = … }]: what minimisation keeps alike between arms."""

    source: Literal["url", "answer"]
    name: str


class Allocation(Checked):
    """[allocation]: how seats are given to arms."""

    kind: Literal["permuted-blocks", "minimisation"] = "permuted-blocks"
    block_size: int = Field(gt=0, description="seats per block; a multiple of the number of arms")
    seats: int = Field(gt=0, description="how many participants the study wants")
    seed: int | None = Field(
        default=None,
        ge=0,
        description="the list of seats can be reproduced from it; absent: drawn and sealed at launch",
    )
    after: Name = Field(description="the block after which a participant is randomised")
    lease_minutes: float = Field(
        default=60, gt=0, description="silence after which a seat may be given to somebody else"
    )
    strata: Strata | None = None
    minimise: tuple[Balanced, ...] = ()
    certainty: float = Field(default=0.8, ge=0.5, le=1, description="probability of the arm that minimisation prefers")

    @property
    def goes_by(self) -> tuple[Strata | Balanced, ...]:
        """What decides about a participant's list of seats or arm: parameters of the link, and answers."""
        return (*self.minimise, *((self.strata,) if self.strata else ()))


class Pool(Checked):
    """[items.pools.NAME]: images set apart for one purpose."""

    per_class: int = Field(gt=0)
    classifier_correct: bool | None = Field(default=None, description="only images it gets right (or wrong)")
    split: str | None = Field(default=None, description="only images of this split of the source")
    confidence: tuple[float, float] | None = Field(
        default=None, description="only images whose predicted class has a probability from … to …"
    )
    where: dict[str, bool | int | float | str] = Field(
        default={}, description="only images with these attributes in the manifest"
    )


class Comparisons(Checked):
    """[items.comparisons.NAME]: comparative questions ([items] of the recipe) set apart for one purpose."""

    n: int = Field(gt=0)
    strata: tuple[Literal["open", "root", "node"], ...] = Field(
        default=("open",), description="which; root and node can be answered from a graph alone"
    )
    difficulty: tuple[float, float] = Field(default=(0.0, 1.0), description="only those as hard as from … to …")


class Items(Checked):
    """[items]: which classes take part, and the pools of images; no image is in two pools."""

    classes: tuple[str, ...] = Field(min_length=2)
    pools: dict[Name, Pool] = Field(default={})
    comparisons: dict[Name, Comparisons] = Field(default={})
    seed: int = Field(default=0, ge=0)
