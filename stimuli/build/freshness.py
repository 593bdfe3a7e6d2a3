"""Whether a set of stimuli is what its recipe asks for, found out without torch and without opening a picture."""

from collections.abc import Sequence
from pathlib import Path

from stimuli import manifest, methods, renderers
from stimuli.assets import is_whole
from stimuli.build.keeping import too_few
from stimuli.classifier_source import find_classifier, fingerprint
from stimuli.code_version import code_version
from stimuli.errors import StimuliError
from stimuli.fingerprint import digest
from stimuli.manifest import MANIFEST_FILE, StimulusSet
from stimuli.picture import Picture
from stimuli.recipe import FolderImages, GullImages, Recipe, read_recipe
from stimuli.sources import folder as folder_source
from stimuli.sources import gulls as gull_source

BUILDER = "stimuli.build.study"
ITEMS = "stimuli.build.items"


def pictures_of(chosen: GullImages | FolderImages, folder: Path) -> tuple[Picture, ...]:
    """The pictures that a recipe in that folder means, of which `keep` keeps some; none is opened.

    StimuliError naming all faults, also where there are fewer than are to be kept.
    """
    found = gull_source.pictures(chosen) if isinstance(chosen, GullImages) else folder_source.pictures(chosen, folder)
    if faults := too_few(chosen.keep, found):
        raise StimuliError.of(faults)
    return found


def set_id(recipe: Recipe, folder: Path, pictures: Sequence[Picture]) -> str:
    """What names a stimulus set: a hash of recipe, classifier, images and code."""
    learnt_from = pictures_of(recipe.fit, folder) if recipe.fit else ()
    parts = [
        recipe.model_dump(mode="json"),
        fingerprint(find_classifier(recipe.classifier.source, folder)),
        [[picture.name, picture.label, picture.split, picture.origin] for picture in (*pictures, *learnt_from)],
        set_code(recipe),
    ]
    return digest(parts)[:16]


def set_code(recipe: Recipe) -> str:
    """The code version of a whole set: builder, methods, renderers; what makes items only where there are any."""
    used = [methods.module_of(plan.method) for plan in recipe.explanation]
    drawn = map(renderers.module_of, renderers.names())
    return code_version(BUILDER, *used, *drawn, without=() if recipe.items else (ITEMS,))


def fresh_set(recipe_file: Path, out: Path) -> StimulusSet | None:
    """The set in OUT if it is just what the recipe asks for and every picture is there; None where there is work to do.

    Never raises for a fault of the user: the build itself names it, with all others.
    """
    if not (out / MANIFEST_FILE).is_file():
        return None
    try:
        found, recipe = manifest.read(out), read_recipe(recipe_file)
        wanted = set_id(recipe, recipe_file.parent, pictures_of(recipe.images, recipe_file.parent))
    except StimuliError:
        return None
    whole = all(is_whole(asset, out) for asset in found.assets())
    return found if whole and found.set_id == wanted else None
