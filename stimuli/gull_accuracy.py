"""How well a classifier names rendered gulls, by difficulty: fresh birds, the same ones at every difficulty."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from tqdm import tqdm

from stimuli.classifier import Classifier
from stimuli.gulls.marks import species_named
from stimuli.gulls.picture import GullPicture, render
from stimuli.gulls.streams import child_seed
from stimuli.images import as_input
from stimuli.share import Share

DIFFICULTIES = (0.0, 0.2, 0.35, 0.5, 0.65, 0.8, 1.0)
BESIDE = 0.012  # so that the intervals of two series do not lie on each other


@dataclass(frozen=True)
class Accuracy:
    """One difficulty: birds all of whose marks can be seen, and birds with a mark hidden by pose or by an object."""

    difficulty: float
    all_seen: Share
    some_hidden: Share


def fresh_birds(species: str, n: int, seed: int, difficulty: float) -> Iterator[GullPicture]:
    """n birds of a species that no training has seen: their seeds have a stream of their own."""
    for index in range(n):
        yield render(species, child_seed(seed, "evidence", species, index), difficulty=difficulty)


def accuracy(classifier: Classifier, difficulty: float, n_per_class: int, seed: int) -> Accuracy:
    """The accuracy at one difficulty, over all classes of the classifier (they are species of gulls)."""
    right: dict[bool, int] = {True: 0, False: 0}
    total: dict[bool, int] = {True: 0, False: 0}
    for index, name in enumerate(classifier.classes):
        birds = list(fresh_birds(species_named(name), n_per_class, seed, difficulty))
        rows = classifier.predict([as_input(bird.image, classifier.preprocessing) for bird in birds])
        for bird, row in zip(birds, rows, strict=True):
            seen = not bird.attributes.hidden_marks
            total[seen] += 1
            right[seen] += int(row.argmax() == index)
    return Accuracy(difficulty, Share(right[True], total[True]), Share(right[False], total[False]))


def accuracies(classifier: Classifier, n_per_class: int, seed: int, *, progress: bool = True) -> list[Accuracy]:
    """The accuracy at every difficulty."""
    bar = tqdm(DIFFICULTIES, desc="difficulties", disable=None if progress else True)
    return [accuracy(classifier, difficulty, n_per_class, seed) for difficulty in bar]


def draw_accuracies(found: Sequence[Accuracy], n_classes: int, default: float, path: Path) -> None:
    """The figure: share of birds named rightly against difficulty, with intervals and the line of guessing."""
    figure = Figure(figsize=(6.4, 4.0), layout="constrained")
    axes = figure.subplots()
    _line(axes, [(one.difficulty, one.all_seen) for one in found], "#00366b", "every mark can be seen")
    _line(
        axes,
        [(one.difficulty + BESIDE, one.some_hidden) for one in found],
        "#b07d00",
        "a mark is hidden",
    )
    axes.axhline(1 / n_classes, color="0.4", linestyle=":", linewidth=1)
    axes.text(0.0, 1 / n_classes + 0.015, "guessing", color="0.3", fontsize=9)
    axes.axvline(default, color="0.8", linewidth=6, zorder=0)
    axes.text(default, 0.02, " default", color="0.3", fontsize=9)
    axes.set(xlabel="difficulty (0 clear, 1 as in nature)", ylabel="share named rightly", ylim=(0, 1.02))
    axes.legend(loc="lower right", bbox_to_anchor=(1, 0.2), frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=150)


def _line(axes: Axes, points: Sequence[tuple[float, Share]], colour: str, label: str) -> None:
    kept = [(x, share) for x, share in points if share.n]
    bounds = [share.interval for _, share in kept]
    below = [share.value - low for (_, share), (low, _) in zip(kept, bounds, strict=True)]
    above = [high - share.value for (_, share), (_, high) in zip(kept, bounds, strict=True)]
    x, y = [x for x, _ in kept], [share.value for _, share in kept]
    axes.errorbar(x, y, yerr=(below, above), color=colour, marker="o", markersize=4, capsize=3, label=label)
