"""What the stages of a build work with, and the count of what they had to do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Never, TypeVar

from tqdm import tqdm

from stimuli.batching import BatchSize
from stimuli.build.album import Album
from stimuli.classifier import Classifier
from stimuli.recipe import ExplanationPlan
from stimuli.store import Store
from stimuli.style import PictureStyle

MOST_LOST_S = 2.0  # what a killed build may lose, where a batch of several explanations is that quick

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass
class Work:
    """What a build had to compute or draw; all zero where everything was there."""

    n_predictions: int = 0
    n_explanations: int = 0
    n_fitted: int = 0
    n_scored: int = 0
    n_drawings: int = 0
    n_tried: int = 0  # pictures of which occluded versions were tried, for items


@dataclass(frozen=True, eq=False)
class Workshop:
    """The album of pictures, the classifier, and a progress bar for whoever looks."""

    album: Album
    classifier: Classifier
    progress: bool = True
    work: Work = field(default_factory=Work)

    @property
    def store(self) -> Store:
        """Where results are kept."""
        return self.album.store

    def style_of(self, plan: ExplanationPlan) -> PictureStyle:
        """How an explanation is drawn: as its own table says, else as all are."""
        return plan.picture or self.album.style

    def in_batches(
        self,
        title: str,
        items: Sequence[Item],
        compute: Callable[[Sequence[Item]], Sequence[Result]],
        keep: Callable[[Item, Result], None],
    ) -> None:
        """Computes the items in batches that fit the machine; keeps each result as soon as its batch is done."""
        with self.bar(title, len(items)) as bar:
            for item, result in zip(items, BatchSize(size=1, most_s=MOST_LOST_S).run(items, compute), strict=True):
                keep(item, result)
                bar.update()

    def bar(self, title: str, total: int, unit: str = "image") -> "tqdm[Never]":
        """A progress bar; silent where there is nothing to do or nobody looks."""
        quiet = None if self.progress and total else True
        bar: tqdm[Never] = tqdm(total=total, desc=title, unit=unit, disable=quiet)
        return bar
