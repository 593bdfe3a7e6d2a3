"""How a method learns from a set of pictures before it explains any: once per set, and kept in the store."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Never, Protocol, TypeVar

from tqdm import tqdm

from stimuli.classifier import Classifier
from stimuli.picture import Picture
from stimuli.store import Entry, Store

Item = TypeVar("Item")
Result = TypeVar("Result")
P = TypeVar("P")


class Desk(Protocol):
    """Where a method that learns keeps what is finished, and shows how far it is."""

    @property
    def store(self) -> Store:
        """Where results are kept."""
        ...

    def in_batches(
        self,
        title: str,
        items: Sequence[Item],
        compute: Callable[[Sequence[Item]], Sequence[Result]],
        keep: Callable[[Item, Result], None],
    ) -> None:
        """Computes the items in batches that fit the machine; keeps each result as soon as its batch is done."""
        ...

    def bar(self, title: str, total: int, unit: str = "image") -> "tqdm[Never]":
        """A progress bar."""
        ...


@dataclass(frozen=True, eq=False)
class Fitting:
    """What is learnt from.  key: names all that settles it.  pictures: their labels are classes of the classifier.

    classes: those that will be explained.
    """

    key: str
    classifier: Classifier
    pictures: Sequence[Picture]
    classes: tuple[str, ...]
    desk: Desk


@dataclass(frozen=True)
class Fit(Generic[P]):
    """How a method learns.

    run: what it keeps: arrays and plain facts; stopped at any moment, the same fitting goes on.
    settled_by: those of its options that change what it learns.
    lacks: what is wrong with these pictures for explaining these classes, a line each, known before anything is
    computed.
    refusals: what it learnt and should not be shown, a line each.
    examples: of a class, the pictures that show each part of what was learnt best, so many of each: part number, and
    names of pictures, best first.
    """

    run: Callable[[Fitting, P], Entry]
    settled_by: Callable[[P], Mapping[str, Any]]
    lacks: Callable[[P, Sequence[Picture], Sequence[str]], list[str]]
    refusals: Callable[[Entry, P, Sequence[str]], list[str]]
    examples: Callable[[Entry, P, str, int], list[tuple[int, tuple[str, ...]]]]
