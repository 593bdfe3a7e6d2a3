"""From pictures to the modules of all classes: features, training, and what held-out images say of the result."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import torch
from numpy.typing import NDArray

from stimuli.concepts.attachment import Attachment
from stimuli.concepts.faithfulness import Judged, correlations, explained_variance, faithfulness
from stimuli.concepts.material import Division, Material, gathered
from stimuli.concepts.module import ConceptModule
from stimuli.concepts.networks import Widths
from stimuli.concepts.rows import Rows
from stimuli.concepts.saving import TrainingFile
from stimuli.concepts.training import Saver, Trained, Training, trained
from stimuli.fit import Desk, Fitting

CANDIDATES = (2, 3, 4, 5, 6, 7, 8)
CHOICE_SHARE = 0.25  # of the learning images, on which candidates are compared
NEARLY_BEST = 0.02  # of R² within the class


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
    training = _training(plan, features.shape[1], max(chosen), signed)
    file = TrainingFile(fitting.desk.store.folder / "training" / f"{fitting.key}.pt")
    found = _watched(rows, chosen, training, fitting.desk, f"concepts of {len(rows)} classes", file)
    made = [
        _module(attachment.name, fitting.classes[n], indices[n], material, rows.only([n]), one, chosen[n])
        for n, one in enumerate(found)
    ]
    file.clear()
    return made


def _training(plan: Plan, n_features: int, n_concepts: int, signed: bool) -> Training:
    widths = Widths.of(n_features, n_concepts, plan.first, plan.second)
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
    """How many concepts each class gets.

    "auto": the fewest whose R² within the class, on a quarter of the learning images that the candidates have not
    learnt from, is at most 0.02 below the best candidate's.  Held-out images take no part in the choice.
    """
    if plan.concepts != "auto":
        return [plan.concepts] * len(rows)
    aside = _set_aside(material, plan.seed)
    tested = [torch.tensor([n for n in own.tolist() if aside[n]]) for own in rows.own]
    kept = torch.tensor([not one for one in aside])
    fewer = replace(
        rows,
        own=tuple(own[kept[own]] for own in rows.own),
        others=tuple(others[kept[others]] for others in rows.others),
    )
    every = fewer.only([c for c in range(len(rows)) for _ in CANDIDATES])
    training = replace(_training(plan, rows.features.shape[1], max(CANDIDATES), signed), rounds=0)
    found = _watched(every, CANDIDATES * len(rows), training, desk, "number of concepts", None)
    quality = [
        _r2(one, rows.features[tested[c]].numpy(), rows.scores[c, tested[c]].numpy())
        for c, one in zip((c for c in range(len(rows)) for _ in CANDIDATES), found, strict=True)
    ]
    by_class = np.array(quality).reshape(len(rows), len(CANDIDATES))
    return [CANDIDATES[int(np.argmax(some >= some.max() - NEARLY_BEST))] for some in by_class]


def _set_aside(material: Material, seed: int) -> list[bool]:
    """Of every learning row, whether its image is one of those on which candidates are compared."""
    which = [n for n, out in enumerate(material.held_out) if not out]
    pictures = [material.pictures[n] for n in which]
    chosen = Division(CHOICE_SHARE, None, seed + 1).held_out(pictures)
    return [one for n, one in zip(which, chosen, strict=True) for _ in material.features[n]]


def _r2(one: Trained, features: NDArray[np.float32], scores: NDArray[np.float32]) -> float:
    contributions = _encoded(_layers(one), features) * one.state["head.weight"][:, 0]
    said = contributions.sum(1) + one.state["head.bias"][0, 0]
    return explained_variance(said.astype(np.float64), scores.astype(np.float64))


def _layers(one: Trained) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
    depth = sum(name.startswith("encoder") for name in one.state) // 2
    return [(one.state[f"encoder.{n}.weight"], one.state[f"encoder.{n}.bias"][0]) for n in range(depth)]


def _encoded(
    layers: Sequence[tuple[NDArray[np.float32], NDArray[np.float32]]], features: NDArray[np.float32]
) -> NDArray[np.float32]:
    hidden = features
    for weight, bias in layers:
        hidden = np.maximum(hidden @ weight + bias, 0)
    return hidden


def _module(
    layer: str, name: str, index: int, material: Material, rows: Rows, one: Trained, n_concepts: int
) -> ConceptModule:
    """The network in the classifier's units, its concepts in the order of what they add on average, and its record."""
    unit, centre = float(rows.unit[0]), float(rows.centre[0])
    layers = _layers(one)
    layers[0] = (np.asarray(layers[0][0] / rows.scale, dtype=np.float32), layers[0][1])
    head = np.asarray(one.state["head.weight"][:n_concepts, 0] * unit, dtype=np.float32)
    bias = float(one.state["head.bias"][0, 0]) * unit + centre
    mine = [n for n, picture in enumerate(material.pictures) if picture.label == name]
    out = np.array([material.held_out[n] for n in mine])
    features, logits = material.plain(mine)
    added = _encoded(layers, features)[:, :n_concepts] * head
    order = np.argsort(-added[~out].mean(0), kind="stable")
    last, at_last = layers[-1]
    encoder = (*layers[:-1], (last[:, order], at_last[order]))
    judged = _judged(material, encoder, head[order], bias, name, index)
    learnt_from: NDArray[np.float32] = rows.features.numpy() * np.float32(rows.scale)
    rising = _encoded(encoder, learnt_from)
    added = added[:, order].astype(np.float32)
    return ConceptModule(
        class_name=name,
        layer=layer,
        encoder=encoder,
        head=head[order],
        bias=bias,
        images=tuple(material.pictures[n].name for n in mine),
        contributions=added,
        logits=logits[:, index].astype(np.float32),
        held_out=out,
        correlation=correlations(added),
        dead=rising.max(0) <= 0,
        curve=one.curve.astype(np.float32),
        faithfulness=faithfulness(judged, seed=0),
        rounds=one.rounds,
        balance=one.balance,
        accepted=one.accepted,
        n_rows=len(rows.own[0]) + len(rows.others[0]),
    )


def _judged(
    material: Material,
    encoder: Sequence[tuple[NDArray[np.float32], NDArray[np.float32]]],
    head: NDArray[np.float32],
    bias: float,
    name: str,
    index: int,
) -> Judged:
    tested = [n for n, out in enumerate(material.held_out) if out]
    features, logits = material.plain(tested)
    said = (_encoded(encoder, features) * head).sum(1) + bias
    own = np.array([material.pictures[n].label == name for n in tested])
    return Judged(said.astype(np.float64), logits.astype(np.float64), own, index)
