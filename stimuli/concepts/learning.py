"""From pictures to the modules of all classes: features, training, and what held-out images say of the result."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from stimuli.concepts.attachment import Attachment
from stimuli.concepts.course import Trained
from stimuli.concepts.making import module_of
from stimuli.concepts.material import Division, Material, gathered
from stimuli.concepts.module import ConceptModule
from stimuli.concepts.networks import Widths
from stimuli.concepts.number import CANDIDATES, fewest
from stimuli.concepts.options import Training
from stimuli.concepts.rows import Rows
from stimuli.concepts.saving import TrainingFile
from stimuli.concepts.training import Saver, trained
from stimuli.fit import Desk, Fitting

MOST_WEIGHTS = 150_000_000  # of networks that learn side by side: with slopes and Adam's two means, 2.4 GB
MOST_LETTERS = 40


@dataclass(frozen=True)
class Plan:
    """What is asked for.  concepts: of every class, or "auto".  first, second: hidden widths, None: after the features.

    training: its widths, seed and sign are settled here.
    """

    layer: str | None
    concepts: int | Literal["auto"]
    first: int | None
    second: int | None
    division: Division
    n_views: int
    seed: int
    training: dict[str, Any]


def learnt(fitting: Fitting, plan: Plan) -> list[ConceptModule]:
    """The module of every class that will be explained."""
    attachment = Attachment.of(fitting.classifier, plan.layer)
    material = gathered(attachment, plan.division, fitting.pictures, plan.n_views, plan.seed, fitting.desk)
    features, logits, labels = material.learning()
    signed = bool((features < 0).any())
    indices = [fitting.classifier.index(name) for name in fitting.classes]
    rows = Rows.of(fitting.classes, features, logits[:, indices].T.contiguous(), labels)
    chosen = _numbers(rows, material, plan, signed, fitting.desk)
    training = _training(plan, features.shape[1], signed)
    found = _in_groups(rows, chosen, training, fitting)
    return [
        module_of(attachment.name, fitting.classes[n], indices[n], material, rows.only([n]), one, chosen[n])
        for n, one in enumerate(found)
    ]


def _in_groups(rows: Rows, chosen: Sequence[int], training: Training, fitting: Fitting) -> list[Trained]:
    """The networks of all classes: side by side, as many as memory surely holds; a class learns alike in any group."""
    size = max(1, MOST_WEIGHTS // training.widths.n_weights)
    found, files = list[Trained](), list[TrainingFile]()
    for first in range(0, len(rows), size):
        which = range(first, min(len(rows), first + size))
        files.append(TrainingFile(fitting.desk.store.folder / "training" / f"{fitting.key}.{first}.pt"))
        title = f"concepts: {', '.join(rows.names[n] for n in which)}"
        found += _watched(
            rows.only(which), [chosen[n] for n in which], training, fitting.desk, title[:MOST_LETTERS], files[-1]
        )
    for file in files:
        file.clear()
    return found


def _training(plan: Plan, n_features: int, signed: bool) -> Training:
    # As wide as any class may become, so that no class's network hangs on how many concepts another one got.
    most = max(CANDIDATES) if plan.concepts == "auto" else plan.concepts
    widths = Widths.of(n_features, most, plan.first, plan.second)
    return Training(widths=widths, seed=plan.seed, signed=signed, **plan.training)


def _watched(
    rows: Rows, concepts: Sequence[int], training: Training, desk: Desk, title: str, saver: Saver | None
) -> list[Trained]:
    """Training with a bar, which grows where networks are begun anew."""
    with desk.bar(title, training.epochs_of_a_round, "epoch") as bar:

        def tick() -> None:
            if bar.total is not None and bar.n >= bar.total:
                bar.total += training.epochs_of_a_round
            bar.update()

        return trained(rows, concepts, training, tick=tick, saver=saver)


def _numbers(rows: Rows, material: Material, plan: Plan, signed: bool, desk: Desk) -> list[int]:
    """How many concepts each class gets."""
    if plan.concepts != "auto":
        return [plan.concepts] * len(rows)
    training = replace(_training(plan, rows.features.shape[1], signed), rounds=0)
    title = "number of concepts"
    return fewest(rows, material, plan.seed, lambda some, n: _watched(some, n, training, desk, title, None))
