"""What a concept book tells of a study: its modules, where they count most and least, and the marks they answer to."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from stimuli import renderers
from stimuli.build.album import Album, KnownPicture
from stimuli.build.explaining import Explained, explanations
from stimuli.build.fitting import Fitted, classes_of, fitted
from stimuli.build.planning import PlannedExplanation
from stimuli.build.preflight import Plan, prepare
from stimuli.build.selection import selected
from stimuli.build.workshop import Workshop
from stimuli.concept_book.book import Book, Chapter, Example, Examples
from stimuli.concepts.alignment import Birds, module_alignment
from stimuli.concepts.attachment import Attachment
from stimuli.concepts.locality import locality, part_locality
from stimuli.concepts.module import ConceptModule, unpacked
from stimuli.concepts.part_alignment import Alignment
from stimuli.concepts.part_mass import ConceptMap, concept_maps
from stimuli.errors import StimuliError
from stimuli.explanation import Concepts
from stimuli.images import Pixels
from stimuli.map_measures import places
from stimuli.methods.xnn import XnnParameters, shown_concepts
from stimuli.recipe import GullImages
from stimuli.store import Store


@dataclass(frozen=True)
class Asked:
    """images: the top and the bottom of each concept.  birds: drawn of each class for the alignment; seed: of these."""

    images: int
    birds: int
    seed: int


@dataclass(frozen=True, eq=False)
class _Desk:
    """What one explanation's book is made from."""

    shop: Workshop
    plan: Plan
    planned: PlannedExplanation
    learnt: Fitted
    asked: Asked

    @property
    def parameters(self) -> XnnParameters:
        """Its method's options."""
        assert isinstance(self.planned.parameters, XnnParameters)  # noqa: S101 - `books` took no others
        return self.planned.parameters


def books(
    recipe_file: Path, study: str, out: Path, store: Store, asked: Asked, device: str = "auto"
) -> Iterator[tuple[str, Book]]:
    """A book for each explanation by concepts, with its name.  Modules that are refused have their chapter, too.

    out: where the pictures of the study are shown from.  StimuliError where the recipe has no such explanation.
    """
    plan = prepare(recipe_file, device, progress=True)
    album = Album(store, out, plan.recipe.picture, plan.recipe.images.size_px, plan.classifier.preprocessing)
    shop = Workshop(album, plan.classifier)
    planned = [one for one in plan.explanations if isinstance(one.parameters, XnnParameters)]
    if not planned:
        raise StimuliError(f'{recipe_file}: explanation: none is by concepts; give one with method = "xnn"')
    labels = [picture.label for picture in plan.pictures]
    for one in planned:
        predicted = [] if one.plan.of == "label" else _predicted(shop, plan)
        learnt = fitted(shop, one, plan.learnt_from, classes_of(plan.classifier, [*labels, *predicted]))
        if learnt is not None:
            yield one.name, _book(_Desk(shop, plan, one, learnt, asked), study)


def _predicted(shop: Workshop, plan: Plan) -> list[str]:
    """The classes that the build explains, where these are what the classifier sees."""
    return [plan.classifier.classes[int(row.argmax())] for row in selected(shop, plan)[1]]


def _book(desk: _Desk, study: str) -> Book:
    modules = unpacked(desk.learnt.entry.arrays, desk.learnt.entry.facts)
    classifier = desk.plan.classifier
    return Book(
        study=study,
        classifier=f"{classifier.name}, {classifier.architecture}, weights {classifier.weights_sha256[:16]}",
        layer=next(iter(modules.values())).layer,
        parameters=desk.parameters.model_dump(mode="json"),
        facts={"explanation": desk.planned.name, "code": desk.planned.code, "kept under": desk.learnt.key[:16]},
        chapters=tuple(_chapter(desk, module) for module in modules.values()),
        style=desk.shop.style_of(desk.planned.plan).concepts,
    )


def _chapter(desk: _Desk, module: ConceptModule) -> Chapter:
    n = desk.asked.images
    order = np.argsort(-module.contributions, axis=0, kind="stable")  # (N, n_concepts), images by falling contribution
    top, bottom = order[:n].T, order[::-1][: min(n, max(0, len(order) - n))].T
    wanted = sorted({int(k) for k in (*top.flat, *bottom.flat)})
    known = dict(zip(wanted, _known(desk, module, wanted), strict=True))
    leading = sorted({int(k) for k in top.flat})
    found = explanations(
        desk.shop, desk.planned, [known[k] for k in leading], [module.class_name] * len(leading), {}, desk.learnt
    )
    made = dict(zip(leading, found, strict=True))
    maps = [one for k in leading for one in _maps(desk, known[k], made[k])]
    concepts = range(module.n_concepts)
    shown = [shown_concepts(row, desk.parameters) for row in module.contributions]
    return Chapter(
        module=module,
        refusal=module.refusal(desk.parameters.least_r2),
        examples=tuple(
            Examples()
            if module.dead[c]
            else Examples(
                tuple(_example(desk, module, known[int(k)], int(k), c, made[int(k)]) for k in top[c]),
                tuple(_example(desk, module, known[int(k)], int(k), c, None) for k in bottom[c]),
            )
            for c in concepts
        ),
        n_shown=tuple(sum(c in some for some in shown) for c in concepts),
        alignment=_alignment(desk, module, maps),
        locality=tuple(_mean(locality(one.heatmap.values) for one in maps if one.concept == c) for c in concepts),
        part_locality=tuple(_mean(_over_parts(desk, one) for one in maps if one.concept == c) for c in concepts),
    )


def _known(desk: _Desk, module: ConceptModule, wanted: Sequence[int]) -> list[KnownPicture]:
    by_name = {picture.name: picture for picture in desk.plan.learnt_from}
    return [desk.shop.album.known(by_name[module.images[k]]) for k in wanted]


def _example(
    desk: _Desk, module: ConceptModule, known: KnownPicture, k: int, concept: int, made: Explained | None
) -> Example:
    shown = desk.shop.album.views([known.picture])[0].shown
    tile: Pixels | None = None
    if made is not None:
        renderer = renderers.load(made.explanation.kind)
        tile = renderer.part(made.explanation, shown, desk.shop.style_of(desk.planned.plan), concept)
    return Example(known.picture.name, float(module.contributions[k, concept]), shown, tile)


def _alignment(desk: _Desk, module: ConceptModule, maps: Sequence[ConceptMap]) -> Alignment | None:
    """Only rendered gulls can be drawn again with another mark."""
    source = desk.plan.recipe.fit or desk.plan.recipe.images
    if not isinstance(source, GullImages) or desk.asked.birds < 2:
        return None
    attachment = Attachment.of(desk.plan.classifier, desk.parameters.layer)
    birds = Birds(desk.asked.birds, desk.asked.seed, source.difficulty)
    return module_alignment(attachment, module, birds, maps, progress=True)


def _over_parts(desk: _Desk, one: ConceptMap) -> float | None:
    """The entropy of a map over the parts of the bird; None where these are not known."""
    lies = places(one.heatmap, one.masks, desk.plan.classifier.preprocessing, seed=0)
    return part_locality({key: mass for key, mass in lies.items() if key.startswith("mass.")})


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _maps(desk: _Desk, known: KnownPicture, made: Explained) -> list[ConceptMap]:
    entry = desk.shop.store.get(known.store_key)
    if entry is None or not isinstance(made.explanation, Concepts):
        return []
    masks: dict[str, NDArray[np.bool_]] = {part: mask.astype(np.bool_) for part, mask in entry.arrays.items()}
    hidden = known.attributes.get("hidden_marks", ())
    return list(concept_maps(made.explanation, masks, hidden if isinstance(hidden, list) else ()))
