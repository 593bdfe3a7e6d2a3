"""Builds a study's stimuli: recipe → pictures, predictions, explanations, scores, drawings → manifest.

Killed at any moment it goes on where it stopped; lost is what was being computed: one explanation, or a batch of quick
ones that takes two seconds at most.  Built again it computes nothing.  Pictures of an earlier recipe are left in the
asset folder: a running study may still show them.
"""

import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from stimuli import manifest
from stimuli.build.album import Album, KnownPicture
from stimuli.build.class_pages import Learnt, class_pages
from stimuli.build.drawing import Drawn, drawings, guide, legend
from stimuli.build.explaining import Explained, explanations
from stimuli.build.fitting import Fitted, classes_of, fitted, refuse
from stimuli.build.freshness import fresh_set, set_code, set_id
from stimuli.build.items import items
from stimuli.build.planning import PlannedExplanation
from stimuli.build.prediction import Probabilities
from stimuli.build.preflight import Foresight, Plan, nothing_wrong, prepare
from stimuli.build.scoring import scores
from stimuli.build.selection import selected
from stimuli.build.workshop import Work, Workshop
from stimuli.classifier import Classifier, Evaluations
from stimuli.concepts.locality import measures
from stimuli.explanation import Concepts
from stimuli.fingerprint import arrays_sha256
from stimuli.leakage import leaks
from stimuli.manifest import Asset, ClassifierFacts, Explanation, Item, Stimulus, StimulusSet
from stimuli.map_cells import map_cells
from stimuli.recipe import GullImages
from stimuli.scores import MapScores
from stimuli.store import Store

DECIMALS = 6  # of the manifest's probabilities and scores
SOFTWARE = ("gullseye", "torch", "torchvision", "captum", "numpy", "pillow")


@dataclass(frozen=True, eq=False)
class _Made:
    """One explanation of one picture: its numbers, its scores and its drawings."""

    explained: Explained
    scores: MapScores | None
    drawn: Drawn


@dataclass(frozen=True)
class Build:
    """A set, and what it took: pictures opened, things computed, images through the network."""

    stimuli: StimulusSet
    n_opened: int = 0
    work: Work = field(default_factory=Work)
    evaluations: Evaluations = field(default_factory=Evaluations)


def build(recipe_file: Path, out: Path, store: Store, device: str = "auto", *, progress: bool = True) -> Build:
    """Builds the set of a recipe into a folder; nothing happens where it is there already (`freshness` tells).

    StimuliError names all faults at once, before anything is computed.
    """
    found = fresh_set(recipe_file, out)
    return Build(found) if found else construct(recipe_file, out, store, device, progress=progress)


def construct(
    recipe_file: Path,
    out: Path,
    store: Store,
    device: str = "auto",
    *,
    progress: bool = True,
    foresight: Foresight = nothing_wrong,
) -> Build:
    """The same without asking whether the set is there; what the store has is not computed again."""
    plan = prepare(recipe_file, device, progress=progress, foresight=foresight)
    chosen = plan.recipe
    album = Album(store, out, chosen.picture, chosen.images.size_px, plan.classifier.preprocessing)
    shop = Workshop(album, plan.classifier, progress)
    pictures, rows = selected(shop, plan)
    fits: dict[str, Fitted] = {}
    explained = _explained(shop, plan, pictures, rows, fits)
    scored = scores(shop, chosen.scores, pictures, explained)
    styles = {one.name: shop.style_of(one.plan) for one in plan.explanations}
    drawn = {one.name: drawings(shop, one, pictures, explained[one.name]) for one in chosen.explanation}
    legends = {one.name: legend(shop, one.method.makes.kind, styles[one.name]) for one in plan.explanations}
    numbers = {name: [one.explanation for one in ones] for name, ones in explained.items()}
    asked, misses = _items(shop, plan, pictures, rows, explained)
    stimuli = StimulusSet(
        set_id=set_id(chosen, recipe_file.parent, plan.pictures),
        recipe=chosen.model_dump(mode="json"),
        classifier=_facts(plan.classifier),
        classes=labels_of(plan),
        explanation_names=tuple(one.name for one in chosen.explanation),
        legend=legends,
        guide=_guide(shop, plan),
        class_pages=_class_pages(shop, plan, fits),
        leaks=leaks(
            numbers,
            [known.picture.label for known in pictures],
            {name: style.concepts for name, style in styles.items()},
        ),
        code_version=set_code(chosen),
        versions={"python": platform.python_version(), **{name: version(name) for name in SOFTWARE}},
        stimuli=tuple(
            _stimulus(known, rows[n], plan, {x: _Made(explained[x][n], scored[x][n], drawn[x][n]) for x in explained})
            for n, known in enumerate(pictures)
        ),
        items=asked,
        item_misses=misses,
    )
    manifest.write(stimuli, out)
    return Build(stimuli, album.n_opened, shop.work, plan.classifier.evaluations)


def _explained(
    shop: Workshop,
    plan: Plan,
    pictures: Sequence[KnownPicture],
    rows: Sequence[Probabilities],
    fits: dict[str, Fitted],
) -> dict[str, list[Explained]]:
    """By explanation.  fits: gets what each method that learns has learnt."""
    by = _targets(plan, pictures, rows)
    made: dict[str, list[Explained]] = {}
    for one in plan.explanations:
        targets = by[one.plan.of]
        classes = classes_of(plan.classifier, [*by["label"], *targets])
        learnt = fitted(shop, one, plan.learnt_from, classes)
        if learnt:
            refuse(one, learnt, classes)
            fits[one.name] = learnt
        made[one.name] = explanations(shop, one, pictures, targets, made, learnt)
    return {name: made[name] for name in (one.name for one in plan.recipe.explanation)}


def _targets(
    plan: Plan, pictures: Sequence[KnownPicture], rows: Sequence[Probabilities]
) -> dict[Literal["label", "predicted"], list[str]]:
    """The class of each picture, as a recipe's `of` may want it."""
    predicted = [plan.classifier.classes[int(row.argmax())] for row in rows]
    return {"label": [known.picture.label for known in pictures], "predicted": predicted}


def _items(
    shop: Workshop,
    plan: Plan,
    pictures: Sequence[KnownPicture],
    rows: Sequence[Probabilities],
    explained: Mapping[str, Sequence[Explained]],
) -> tuple[tuple[Item, ...], dict[str, int]]:
    wanted = plan.recipe.items
    if wanted is None:
        return (), {}
    placebos = [one.name for one in plan.explanations if one.method.alters]
    return items(shop, wanted, pictures, _targets(plan, pictures, rows)[wanted.of], explained, placebos)


def _guide(shop: Workshop, plan: Plan) -> dict[str, Asset]:
    rendered = isinstance(plan.recipe.images, GullImages)
    return {label: guide(shop, label) for label in labels_of(plan)} if rendered else {}


def _class_pages(shop: Workshop, plan: Plan, fits: Mapping[str, Fitted]) -> dict[str, dict[str, Asset]]:
    wanted = plan.recipe.class_pages
    learnt = Learnt(plan.explanations, fits, plan.learnt_from)
    return class_pages(shop, learnt, labels_of(plan), wanted.images) if wanted else {}


def labels_of(plan: Plan) -> tuple[str, ...]:
    """The classes of a plan's pictures, in the order in which they come."""
    return tuple(dict.fromkeys(picture.label for picture in plan.pictures))


def _facts(classifier: Classifier) -> ClassifierFacts:
    return ClassifierFacts(
        name=classifier.name,
        architecture=classifier.architecture,
        weights_sha256=classifier.weights_sha256,
        classes=classifier.classes,
        input_px=classifier.preprocessing.input_px,
    )


def _stimulus(known: KnownPicture, row: Probabilities, plan: Plan, made: Mapping[str, _Made]) -> Stimulus:
    classes, picture = plan.classifier.classes, known.picture
    planned = {one.name: one for one in plan.explanations}
    return Stimulus(
        image=picture.name,
        source_sha256=known.source_sha256,
        label=picture.label,
        split=picture.split,
        predicted=classes[int(row.argmax())],
        p_predicted=_share(row.max()),
        p_label=_share(row[classes.index(picture.label)]),
        attributes=known.attributes,
        asset=known.asset,
        store_key=known.store_key,
        explanations=tuple(_explanation(planned[name], one) for name, one in made.items()),
    )


def _numbers(made: _Made) -> Mapping[str, float]:
    if made.scores is not None:
        return made.scores.values
    return measures(made.explained.explanation) if isinstance(made.explained.explanation, Concepts) else {}


def _share(probability: float) -> float:
    return round(min(1.0, float(probability)), DECIMALS)


def _explanation(planned: PlannedExplanation, made: _Made) -> Explanation:
    one, scored = made.explained, made.scores
    return Explanation(
        name=planned.name,
        method=planned.plan.method,
        parameters=planned.parameters.model_dump(mode="json"),
        target=one.target,
        code_version=planned.code,
        array_sha256=arrays_sha256(one.explanation.arrays()),
        store_key=one.store_key,
        scores={name: round(value, DECIMALS) for name, value in _numbers(made).items()},
        baseline=scored.baseline if scored else None,
        warnings=one.explanation.warnings,
        score_warnings=scored.warnings if scored else (),
        images_forward=one.cost.images_forward,
        images_backward=one.cost.images_backward,
        map_cells=map_cells(one.explanation),
        assets=made.drawn.assets,
        graph=made.drawn.graph,
    )
