"""What planning needs to know of a study: its checked blocks, its pools of images, its sets of comparisons."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from study_app.definition import Block, Study, Within
from study_app.study.comparisons import Sets
from study_app.study.pools import Pools


@dataclass(frozen=True)
class CheckedBlock:
    """A block with its options as its task kind checked them.

    shows_explanation: whether its trials show what the participant's arm explains; explains_before_answer: whether
    they do so on the page that is answered.  class_pages: the classes whose page of examples it shows, a trial each.
    """

    block: Block
    options: Mapping[str, Any] = field(default_factory=dict)
    shows_explanation: bool = False
    explains_before_answer: bool = False
    class_pages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Design:
    """All that planning needs to know.

    comparisons: the ids of each set's items.  facts: image → label, predicted and classifier_correct, as text.
    """

    study: Study
    blocks: tuple[CheckedBlock, ...]
    pools: Pools
    comparisons: Sets = field(default_factory=dict)
    facts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def n_before(self) -> int:
        """How many blocks come before the seat."""
        return len(self.study.blocks_before_seat)

    @property
    def n_trials(self) -> int:
        """How many trials, breaks among them, are planned for who goes all the way: the same in every arm."""
        return sum((self.n_trials_of(block) + self.n_breaks_of(block)) * self.n_levels(block) for block in self.blocks)

    @property
    def n_trials_before(self) -> int:
        """How many of them come before the seat."""
        return sum(self.n_trials_of(block) + self.n_breaks_of(block) for block in self.blocks[: self.n_before])

    def n_trials_of(self, checked: CheckedBlock) -> int:
        """How many trials that block has, each time that it comes."""
        block = checked.block
        if checked.class_pages:
            return len(checked.class_pages)
        if block.comparisons is not None:
            return self.study.items.comparisons[block.comparisons].n
        if block.items is None:
            return 1
        n_classes = len(self.study.items.classes)
        catches = block.catch.per_class * n_classes if block.catch else 0
        return n_classes * self.n_shown(checked) * block.order.repeat + catches

    def n_breaks_of(self, checked: CheckedBlock) -> int:
        """How many breaks that block has, each time that it comes: none after its last trial."""
        every = checked.block.break_after
        return 0 if every is None else (self.n_trials_of(checked) - 1) // every

    def n_shown(self, checked: CheckedBlock) -> int:
        """How many images of each class a block with items shows."""
        return sum(self.shown(checked).values())

    def shown(self, checked: CheckedBlock) -> dict[str, int]:
        """The same by pool."""
        items = checked.block.items
        wanted = {} if items is None else items.parts
        pools, n_levels = self.study.items.pools, self.n_levels(checked)
        return {name: n or pools[name].per_class // n_levels for name, n in wanted.items()}

    def within(self, checked: CheckedBlock) -> tuple[str, Within] | None:
        """The within-subject factor that the block belongs to."""
        return next(
            ((name, each) for name, each in self.study.within.items() if checked.block.name in each.blocks), None
        )

    def n_levels(self, checked: CheckedBlock) -> int:
        """How often the block comes: once for every level of its within-subject factor."""
        found = self.within(checked)
        return 1 if found is None else len(found[1].levels)
