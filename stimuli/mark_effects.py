"""What a classifier of gulls uses, by intervention: the same bird with one mark changed and all else alike."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from stimuli.classifier import Classifier
from stimuli.gull_accuracy import fresh_birds
from stimuli.gulls.intervention import with_mark
from stimuli.gulls.marks import MARKS, SPECIES, separating_marks, species_named
from stimuli.gulls.picture import GullPicture
from stimuli.images import as_input


@dataclass(frozen=True)
class MarkEffect:
    """The effect of one change of one mark on one species.

    donor: the species whose mark was put in its place; None: the mark was taken away.
    change: mean change of the logit of the bird's own species, with its standard error; flipped: share of birds
    that the classifier then gave another name.  n: birds of which the mark can be seen.
    """

    species: str
    mark: str
    donor: str | None
    change: float
    standard_error: float
    flipped: float
    n: int


def donor_of(species: str, mark: str) -> str | None:
    """The species that differs in this mark and in as few others as can be; None where all share the mark."""
    others = [name for name in SPECIES if name != species and mark in separating_marks(species, name)]
    return min(others, key=lambda name: len(separating_marks(species, name)), default=None)


def mark_effects(
    classifier: Classifier, difficulty: float, n_per_class: int, seed: int, *, progress: bool = True
) -> list[MarkEffect]:
    """For every species and mark: the mark taken away, and the mark of the most similar species that has another."""
    found = []
    for name in tqdm(classifier.classes, desc="marks changed", disable=None if progress else True):
        species = species_named(name)
        birds = list(fresh_birds(species, n_per_class, seed, difficulty))
        before = _logits(classifier, birds)
        for mark in MARKS:
            for donor in dict.fromkeys((None, donor_of(species, mark))):
                found.append(_effect(classifier, name, mark, donor, birds, before))
    return [effect for effect in found if effect.n]


def _effect(
    classifier: Classifier,
    name: str,
    mark: str,
    donor: str | None,
    birds: Sequence[GullPicture],
    before: NDArray[np.float32],
) -> MarkEffect:
    seen = [n for n, bird in enumerate(birds) if mark not in bird.attributes.hidden_marks]
    own = classifier.index(name)
    after = _logits(classifier, (with_mark(birds[n], mark, donor) for n in seen))
    change = after[:, own] - before[seen, own]
    flipped = (before[seen].argmax(1) == own) & (after.argmax(1) != own)
    spread = float(change.std(ddof=1) / np.sqrt(len(seen))) if len(seen) > 1 else float("nan")
    mean = float(change.mean()) if seen else float("nan")
    return MarkEffect(species_named(name), mark, donor, mean, spread, float(flipped.mean()) if seen else 0.0, len(seen))


def _logits(classifier: Classifier, birds: Iterable[GullPicture]) -> NDArray[np.float32]:
    taken = [as_input(bird.image, classifier.preprocessing) for bird in birds]
    return classifier.logits(taken)
