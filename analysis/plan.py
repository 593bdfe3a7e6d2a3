"""What was planned, as far as the analysis asks: arms, blocks, hypotheses, exclusions.

A study of Gullseye brings its whole definition; data from elsewhere bring a plan with less in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from study_app.definition import Exclusion, Hypothesis, Moderation, Study


@dataclass(frozen=True)
class PlannedBlock:
    """A part of a session.  title: what participants saw above it; empty where it has none."""

    name: str
    title: str = ""
    is_before_seat: bool = False


@dataclass(frozen=True)
class Plan:
    """arms: name → what its participants are shown, in words.  classes: what images are told apart by, where known.

    study: the definition of a study that ran in Gullseye; None where the data come from elsewhere.
    """

    name: str
    title: str
    arms: Mapping[str, str]
    blocks: tuple[PlannedBlock, ...]
    hypothesis: tuple[Hypothesis, ...] = ()
    exclusion: tuple[Exclusion, ...] = ()
    moderation: tuple[Moderation, ...] = ()
    classes: tuple[str, ...] = ()
    study: Study | None = None

    @property
    def block_names(self) -> tuple[str, ...]:
        """The blocks in order."""
        return tuple(block.name for block in self.blocks)

    @property
    def blocks_before_seat(self) -> frozenset[str]:
        """Names of the blocks that come before a participant is randomised."""
        return frozenset(block.name for block in self.blocks if block.is_before_seat)

    @property
    def titles(self) -> Mapping[str, str]:
        """Block → its title, or its name."""
        return {block.name: block.title or block.name for block in self.blocks}


def of_study(study: Study) -> Plan:
    """The plan that a study's definition is."""
    before = {block.name for block in study.blocks_before_seat}
    return Plan(
        name=study.study.name,
        title=study.study.title,
        arms={name: arm.description for name, arm in study.arms.items()},
        blocks=tuple(PlannedBlock(each.name, each.title or "", each.name in before) for each in study.block),
        hypothesis=study.hypothesis,
        exclusion=study.exclusion,
        moderation=study.moderation,
        classes=study.items.classes,
        study=study,
    )
