"""Everything that can be wrong is looked for before anything is computed, and said at once."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tqdm import tqdm

from stimuli.build.freshness import pictures_of
from stimuli.build.item_faults import item_faults
from stimuli.build.keeping import at_most
from stimuli.build.planning import PlannedExplanation, planned, unassigned
from stimuli.classifier import Classifier
from stimuli.errors import StimuliError, tried
from stimuli.loading import load_classifier
from stimuli.picture import Picture
from stimuli.recipe import Recipe, read_draft

T = TypeVar("T")
Foresight = Callable[[Recipe, Sequence[Picture]], list[str]]  # what is wrong with such a set for its user, a line each
MOST_NAMED = 12


@dataclass(frozen=True, eq=False)
class Plan:
    """A recipe that can be built.  file: of the recipe.  learnt_from: the pictures that methods which learn learn from.

    pictures: all that [images] means, of which [images.keep] keeps some.
    """

    file: Path
    recipe: Recipe
    pictures: tuple[Picture, ...]
    classifier: Classifier
    explanations: tuple[PlannedExplanation, ...]
    learnt_from: tuple[Picture, ...]


def nothing_wrong(_recipe: Recipe, _pictures: Sequence[Picture]) -> list[str]:
    """The foresight of a set that nobody waits for."""
    return []


def prepare(recipe_file: Path, device: str, *, progress: bool, foresight: Foresight = nothing_wrong) -> Plan:
    """The plan of a build; StimuliError naming all faults of recipe, images, classifier and methods, a line each.

    foresight: what else is wrong with such pictures and such explanations; asked where recipe and images can be read.
    """
    draft, folder = read_draft(recipe_file), recipe_file.parent
    images, chosen, where = draft.images, draft.classifier, str(recipe_file)
    explanations, faults = planned(draft.explanation, recipe_file)
    faults += item_faults(draft.items, explanations, draft.explanation, recipe_file)
    pictures = tried(faults, where, lambda: pictures_of(images, folder)) if images else None
    classifier = tried(faults, where, lambda: load_classifier(chosen.source, folder, device)) if chosen else None
    fit = draft.fit
    learnt_from = tried(faults, f"{where}: fit", lambda: pictures_of(fit, folder)) if fit else pictures
    if images and pictures is not None:
        faults += unassigned(explanations, at_most(images.keep, pictures), recipe_file)
    faults += torn([*(pictures or ()), *((learnt_from or ()) if fit else ())], progress=progress)
    if pictures is not None and classifier is not None:
        faults += _strange_labels(pictures, classifier, recipe_file, "images")
    if fit and learnt_from is not None and classifier is not None:
        faults += _strange_labels(learnt_from, classifier, recipe_file, "fit")
    if pictures is not None and learnt_from is not None:
        faults += _too_little_to_learn_from(explanations, pictures, learnt_from, recipe_file)
    if pictures is not None and learnt_from is not None and draft.class_pages:
        faults += _given_away(pictures, learnt_from, recipe_file)
    if pictures is not None and not draft.faults:
        faults += foresight(draft.recipe(), pictures)
    if draft.faults or faults or pictures is None or learnt_from is None or classifier is None:
        raise StimuliError.of([*draft.faults, *faults])
    return Plan(recipe_file, draft.recipe(), pictures, classifier, tuple(explanations), tuple(learnt_from))


def _given_away(pictures: Sequence[Picture], learnt_from: Sequence[Picture], file: Path) -> list[str]:
    asked = [dict(picture.origin) for picture in pictures]
    both = [picture.name for picture in learnt_from if dict(picture.origin) in asked]
    if not both:
        return []
    return [
        f"{file}: class_pages: {len(both)} images, {both[0]!r} among them, are in [images] and in [fit], whose images "
        "the pages show; keep them apart by only_split, or by another seed of rendered gulls"
    ]


def _too_little_to_learn_from(
    explanations: Sequence[PlannedExplanation], pictures: Sequence[Picture], learnt_from: Sequence[Picture], file: Path
) -> list[str]:
    """What methods that learn lack, a line each."""
    classes = list(dict.fromkeys(picture.label for picture in pictures))
    return [
        f"{file}: fit: explanation {one.name!r}: {line}"
        for one in explanations
        if one.method.fit
        for line in one.method.fit.lacks(one.parameters, learnt_from, classes)
    ]


def torn(pictures: Sequence[Picture], *, progress: bool) -> list[str]:
    """A line for every picture that cannot be opened; a file that lies in two sets is named once."""
    title, quiet = "images checked", None if progress else True
    files = [picture for picture in pictures if not picture.is_rendered]
    with ThreadPoolExecutor() as pool:
        tried = tqdm(pool.map(_fault, files), total=len(files), desc=title, leave=False, disable=quiet)
        return list(dict.fromkeys(fault for fault in tried if fault))


def _fault(picture: Picture) -> str | None:
    try:
        picture.open()
    except StimuliError as fault:
        return str(fault)
    return None


def _strange_labels(pictures: Sequence[Picture], classifier: Classifier, recipe_file: Path, table: str) -> list[str]:
    strange = sorted({picture.label for picture in pictures} - set(classifier.classes))
    more = " …" if len(classifier.classes) > MOST_NAMED else ""
    hint = f"it knows: {', '.join(classifier.classes[:MOST_NAMED])}{more}; {table}.rename translates"
    return [f"{recipe_file}: {table}: the classifier has no class {label!r}; {hint}" for label in strange]
