"""Invented chapters: a faithful class, one refused with a dead concept, and one whose name tries to break out."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from stimuli.concept_book.book import Book, Chapter, Example, Examples
from stimuli.concepts.module import ConceptModule, Faithfulness
from stimuli.concepts.part_alignment import Alignment

HOSTILE = "<script>alert('x')</script>&\"$title"
MARKS = ("bill", "bill_mark", "eye", "head", "mantle", "wing_tip", "legs", "body")
FAITHFUL = Faithfulness(96, 0.83, 0.61, 0.97, 24, 0.71, 0.52, 0.83, 0.54, 0.98)
POOR = Faithfulness(96, 2.44, 1.90, 0.94, 24, -0.12, -0.80, 0.31, 1.06, 0.86)


def module(name: str, found: Faithfulness, *, n: int = 5, dead: int | None = None) -> ConceptModule:
    """72 images, every third held out; concept 0 adds 4 logits on average, each next one less."""
    rng = np.random.default_rng(len(name))
    sizes = 4.0 / (1 + np.arange(n))
    added = (sizes * rng.gamma(6, 1 / 6, (72, n))).astype(np.float32)
    added[:, n - 1] *= -0.4
    if dead is not None:
        added[:, dead] = 0
    return ConceptModule(
        class_name=name,
        layer="what the last linear layer is given, classifier.1",
        encoder=((np.zeros((8, n), dtype=np.float32), np.zeros(n, dtype=np.float32)),),
        head=np.ones(n, dtype=np.float32),
        bias=-1.5,
        images=tuple(f"{name}/{k:03}.jpg" for k in range(72)),
        contributions=added,
        logits=(added.sum(1) - 1.5 + rng.normal(0, found.rmse, 72)).astype(np.float32),
        held_out=np.arange(72) % 3 == 0,
        correlation=correlation(n, dead),
        dead=np.arange(n) == dead,
        curve=curve(40),
        faithfulness=found,
        rounds=1 if dead is None else 6,
        balance=0.5 if dead is None else 0.12,
        accepted=dead is None,
        n_rows=1536,
    )


def correlation(n: int, dead: int | None) -> NDArray[np.float32]:
    """-0.5 between concepts 0 and 1, 0.25 between 0 and 2, 0 else."""
    found = np.eye(n, dtype=np.float32)
    found[0, 1] = found[1, 0] = -0.5
    found[0, 2] = found[2, 0] = 0.25
    if dead is not None:
        found[dead, :dead] = found[:dead, dead] = 0
    return found


def curve(epochs: int) -> NDArray[np.float32]:
    """Terms that fall; pull-away ends at 0."""
    t = np.linspace(0, 1, epochs)
    terms = (0.9 * np.exp(-4 * t) + 0.02, 2.8 - 0.9 * t, 0.4 * (1 - t), 60 * np.exp(-1.2 * t))
    return np.stack(terms, axis=1).astype(np.float32)


def alignment(n: int = 5) -> Alignment:
    """Concept 0 follows the bill mark, concept 1 the legs; the eye is on no bird, one bird alone shows the body."""
    rng = np.random.default_rng(3)
    changes = rng.normal(0, 0.06, (n, 8))
    changes[0, 1], changes[1, 6] = -2.13, -1.4
    changes[:, 2] = np.nan
    errors = np.full((n, 8), 0.08)
    errors[:, [2, 7]] = np.nan
    mass = rng.gamma(2, 0.6, (n, 8))
    mass[:, 2], mass[-1] = np.nan, np.nan
    return Alignment(
        marks=MARKS,
        donors=("Western", "Ring-billed", None, "Western", "California", "Western", "Ring-billed", None),
        n=np.array([24, 24, 0, 22, 24, 19, 11, 1]),
        before=4.0 / (1 + np.arange(n)),
        changes=changes,
        errors=errors,
        logit_changes=changes.sum(0) * 1.1,
        logit_errors=np.full(8, 0.2),
        mass=mass,
    )


def chapter(one: ConceptModule, refusal: str | None = None, marks: Alignment | None = None) -> Chapter:
    """Six top images with tiles, four bottom ones without; none of a dead concept."""
    examples = tuple(Examples() if one.dead[k] else images_of(one, k) for k in range(one.n_concepts))
    shown = tuple(0 if one.dead[k] else 60 - 10 * k for k in range(one.n_concepts))
    return Chapter(one, refusal, examples, shown, marks)


def images_of(one: ConceptModule, concept: int) -> Examples:
    order = np.argsort(-one.contributions[:, concept], kind="stable")
    return Examples(
        top=tuple(example(one, int(n), concept, tiled=True) for n in order[:6]),
        bottom=tuple(example(one, int(n), concept, tiled=False) for n in order[::-1][:4]),
    )


def example(one: ConceptModule, n: int, concept: int, *, tiled: bool) -> Example:
    """The picture's colour is the image's own, so that it is the same picture wherever it is shown."""
    picture = np.full((48, 64, 3), (n * 3, 120, 200 - n), dtype=np.uint8)
    picture[12:30, 16:40] = (240, 240, 235)
    tile = picture // 3
    tile[10 + concept : 20 + concept, 20:34] = picture[10 + concept : 20 + concept, 20:34]
    return Example(one.images[n], float(one.contributions[n, concept]), picture, tile if tiled else None)


def book() -> Book:
    """Three classes: faithful with marks, refused with a dead concept, and a hostile name."""
    herring, western = module("Herring", FAITHFUL), module("Western", POOR, dead=3)
    other = replace(module("Other", FAITHFUL, n=3), class_name=HOSTILE)
    return Book(
        study="gulls",
        classifier="the demonstration classifier (shufflenet_v2_x1_0)",
        layer="what the last linear layer is given, fc",
        parameters={"concepts": 5, "least_r2": 0.5, "hidden": None, "map": {"method": "igos_pp"}},
        facts={"features": "1024", "seed": "0"},
        chapters=(
            chapter(herring, None, alignment()),
            chapter(western, western.refusal(0.5)),
            chapter(other),
        ),
    )
