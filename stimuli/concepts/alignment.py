"""Which mark each concept of a class answers to, by intervention: the same rendered bird with one mark changed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from tqdm import tqdm

from stimuli.classifier import Classifier
from stimuli.concepts.attachment import Attachment
from stimuli.concepts.contribution import Reader
from stimuli.concepts.module import ConceptModule
from stimuli.concepts.part_alignment import Alignment, Floats
from stimuli.concepts.part_mass import ConceptMap, densities
from stimuli.errors import StimuliError
from stimuli.gull_accuracy import fresh_birds
from stimuli.gulls.intervention import with_mark
from stimuli.gulls.marks import MARKS, species_named
from stimuli.gulls.picture import DEFAULT_DIFFICULTY, GullPicture
from stimuli.images import as_input
from stimuli.mark_effects import donor_of

Contributions = Callable[[Tensor], NDArray[np.floating]]  # (B, 3, H, W) → (B, n_concepts), in logits


@dataclass(frozen=True)
class Birds:
    """Which birds are asked: n fresh ones of the class's species, the same as `mark_effects` takes for a seed."""

    n: int
    seed: int
    difficulty: float = DEFAULT_DIFFICULTY

    def of(self, class_name: str) -> Iterator[GullPicture]:
        """One after the other, as they are.  StimuliError where the class is none of the rendered species."""
        if self.n < 2:
            raise StimuliError(f"birds: {self.n} of a species gives no standard error; take 2 or more (24 is usual)")
        return fresh_birds(species_named(class_name), self.n, self.seed, self.difficulty)


def contributions_of(attachment: Attachment, module: ConceptModule) -> Contributions:
    """What a module's concepts add to the score of its class, for inputs on the classifier's device."""
    reader = Reader.of(module, attachment.classifier.device)

    def read(inputs: Tensor) -> NDArray[np.floating]:
        found: NDArray[np.float32] = reader.contributions(attachment.features(inputs).float()).cpu().numpy()
        return found

    return read


def module_alignment(
    attachment: Attachment,
    module: ConceptModule,
    birds: Birds,
    maps: Iterable[ConceptMap] = (),
    *,
    progress: bool = True,
) -> Alignment:
    """The alignment of a module's concepts; StimuliError where the attachment reads another layer than the module."""
    if attachment.name != module.layer:
        raise StimuliError(
            f"{module.class_name}: its module reads {module.layer!r}, not {attachment.name!r}; attach it there"
        )
    asked = MarkChanges(attachment.classifier, module.class_name, contributions_of(attachment, module))
    return alignment(asked, birds, maps, progress=progress)


@dataclass(frozen=True, eq=False)
class MarkChanges:
    """What changes of marks do to the concepts of a class.

    donors: of every mark, the species whose mark is put in its place: the one that differs in this mark and in as few
    others as can be; None, where all species share the mark: it is taken away.
    """

    classifier: Classifier
    class_name: str
    contributions: Contributions
    donors: tuple[str | None, ...] = field(init=False)

    def __post_init__(self) -> None:
        species = species_named(self.class_name)
        object.__setattr__(self, "donors", tuple(donor_of(species, mark) for mark in MARKS))

    def of(self, bird: GullPicture) -> tuple[Floats, Floats]:
        """(n_concepts + 1,): what concepts add to the bird as it is, and last the classifier's logit of the class.

        (n_concepts + 1, n_marks): by how much that changes with each mark; no number where the mark cannot be seen.
        """
        seen = [m for m, mark in enumerate(MARKS) if mark not in bird.attributes.hidden_marks]
        changed = [with_mark(bird, MARKS[m], self.donors[m]) for m in seen]
        before, *after = self._numbers([bird, *changed])
        changes = np.full((len(before), len(MARKS)), np.nan)
        for m, numbers in zip(seen, after, strict=True):
            changes[:, m] = numbers - before
        return before, changes

    @torch.inference_mode()
    def _numbers(self, birds: list[GullPicture]) -> Floats:
        inputs = self.classifier.inputs([as_input(bird.image, self.classifier.preprocessing) for bird in birds])
        logits = self.classifier(inputs)[:, self.classifier.index(self.class_name)].cpu().numpy()
        return np.column_stack((self.contributions(inputs), logits)).astype(np.float64)


def alignment(asked: MarkChanges, birds: Birds, maps: Iterable[ConceptMap] = (), *, progress: bool = True) -> Alignment:
    """Every bird is rendered, changed mark by mark, asked and forgotten before the next.

    maps: heat maps of the concepts on birds with known parts, of these or others; without them mass has no numbers.
    """
    stream = tqdm(
        birds.of(asked.class_name),
        desc=f"marks changed, {asked.class_name}",
        unit="bird",
        total=birds.n,
        disable=None if progress else True,
    )
    before, changes = (np.stack(values) for values in zip(*map(asked.of, stream), strict=True))
    n, mean, error = _over_birds(changes)
    n_concepts = before.shape[1] - 1
    return Alignment(
        marks=MARKS,
        donors=asked.donors,
        n=n,
        before=before[:, :-1].mean(0),
        changes=mean[:-1],
        errors=error[:-1],
        logit_changes=mean[-1],
        logit_errors=error[-1],
        mass=densities(maps, MARKS, n_concepts, asked.classifier.preprocessing),
    )


def _over_birds(changes: Floats) -> tuple[NDArray[np.int64], Floats, Floats]:
    """Birds per mark, mean and standard error of each change: (N, K, n_marks) → (n_marks,), (K, n_marks) twice."""
    seen = np.isfinite(changes[:, 0])
    n = seen.sum(0)
    some, several = np.where(n > 0, n, np.nan), np.where(n > 1, n, np.nan)
    mean = np.where(seen[:, None], changes, 0.0).sum(0) / some
    deviation = np.where(seen[:, None], changes - mean, 0.0)
    return n, mean, np.sqrt(np.square(deviation).sum(0) / (several - 1) / several)
