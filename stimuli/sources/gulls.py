"""The rendered demonstration gulls as pictures of a stimulus set, with the truth about their parts."""

from collections.abc import Sequence
from functools import partial

from stimuli.code_version import code_version
from stimuli.errors import StimuliError
from stimuli.fingerprint import arrays_sha256
from stimuli.gulls.corner_mark import Corner
from stimuli.gulls.field_guide import species_page
from stimuli.gulls.marks import SPECIES, species_named
from stimuli.gulls.picture import GullPicture, render
from stimuli.gulls.planting import Planted, Planting, planting
from stimuli.gulls.streams import child_seed
from stimuli.images import Pixels
from stimuli.picture import OpenPicture, Picture
from stimuli.recipe import GullImages

MOST_TRIES = 200


def pictures(chosen: GullImages) -> tuple[Picture, ...]:
    """The gulls that the recipe's [images] mean; nothing is rendered yet."""
    species = _species(chosen)
    marked = _planting(chosen, species)
    return tuple(_picture(chosen, name, n, marked) for name in species for n in range(chosen.per_class))


def guide_page(species: str) -> Pixels:
    """The field guide's page of a species: its marks, named."""
    return species_page(species)


def _species(chosen: GullImages) -> tuple[str, ...]:
    faults, found = list[str](), list[str]()
    for name in chosen.species or SPECIES:
        try:
            found.append(species_named(name))
        except StimuliError as fault:
            faults.append(f"images.species: {fault}")
    if faults:
        raise StimuliError.of(faults)
    return tuple(dict.fromkeys(found))


def _planting(chosen: GullImages, species: Sequence[str]) -> Planting | None:
    wanted = chosen.corner_mark
    if wanted is None:
        return None
    asked = Planting(wanted.on, wanted.swapped_per_class, wanted.corner)
    return planting(asked, species, chosen.per_class, where="images.")


def _picture(chosen: GullImages, species: str, n: int, marked: Planting | None) -> Picture:
    planted = marked.of(species, n) if marked else None
    origin = {
        "species": species,
        "n": n,
        "seed": chosen.seed,
        "difficulty": chosen.difficulty,
        "size_px": chosen.size_px,
        "only_determined": chosen.only_determined,
        "renderer": code_version(__name__),
    }
    if planted:
        origin |= {"corner": planted.corner, **planted.to_json()}
    opened = partial(_open, chosen, species, n, planted)
    return Picture(f"{species} {n + 1:03d}", species, None, origin, opened, is_rendered=True)


def _open(chosen: GullImages, species: str, n: int, planted: Planted | None) -> OpenPicture:
    gull = _drawn(chosen, species, n, planted.corner if planted else None)
    pixels_sha256 = arrays_sha256({"pixels": gull.image})
    attributes = gull.attributes.to_json() | (planted.to_json() if planted else {})
    return OpenPicture(gull.image, pixels_sha256, gull.masks, attributes)


def _drawn(chosen: GullImages, species: str, n: int, corner: Corner | None) -> GullPicture:
    """The n-th bird of a species: of its own row of seeds the first one that shows enough to tell the species."""
    for attempt in range(MOST_TRIES):
        seed = child_seed(chosen.seed, "stimuli", species, n, attempt)
        gull = render(species, seed, difficulty=chosen.difficulty, size_px=chosen.size_px, corner_mark=corner)
        if gull.attributes.species_is_determined or not chosen.only_determined:
            return gull
    raise StimuliError(f"images: {species}: none of {MOST_TRIES} birds shows its marks; set only_determined = false")
