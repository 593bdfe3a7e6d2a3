"""The images of a set, opened, with what the classifier says of each; of more than are wanted, those to be kept."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from stimuli.build.album import KnownPicture
from stimuli.build.keeping import Quota, wanted
from stimuli.build.prediction import Probabilities, predictions
from stimuli.build.preflight import Plan
from stimuli.build.workshop import Workshop
from stimuli.errors import StimuliError
from stimuli.picture import Picture
from stimuli.recipe import GullImages, Keep

ROUND = 8  # images of a class that are looked at before it is asked whether there are enough
Selected = tuple[list[KnownPicture], list[Probabilities]]


def selected(shop: Workshop, plan: Plan) -> Selected:
    """The images of the set, in their order, each with the probabilities of all classes.

    With [images.keep] those of each class that come first; the others are looked at only until there are enough.
    StimuliError where there are too few, a line for each class.
    """
    keep = plan.recipe.images.keep
    if keep:
        return _kept(shop, plan, keep)
    with shop.bar("pictures", len(plan.pictures)) as bar:
        known = []
        for picture in plan.pictures:
            known.append(shop.album.known(picture))
            bar.update()
    return known, predictions(shop, known)


def _kept(shop: Workshop, plan: Plan, keep: Keep) -> Selected:
    waiting: dict[str, list[int]] = {}
    for place, picture in enumerate(plan.pictures):
        waiting.setdefault(picture.label, []).append(place)
    quotas = {label: Quota(keep, label, waiting) for label in waiting}
    found: dict[int, tuple[KnownPicture, Probabilities]] = {}
    with shop.bar("images looked at", len(plan.pictures)) as bar:
        while places := _next(waiting, quotas):
            known, rows = _looked_at(shop, [plan.pictures[place] for place in places])
            for place, one, row in zip(places, known, rows, strict=True):
                if quotas[one.picture.label].takes(shop.classifier.classes[int(row.argmax())]):
                    found[place] = one, row
            bar.update(len(places))
    _refuse(plan, keep, quotas.values())
    kept = [found[place] for place in sorted(found)]
    return [one for one, _ in kept], [row for _, row in kept]


def _next(waiting: dict[str, list[int]], quotas: dict[str, Quota]) -> list[int]:
    """The places of the images that are looked at next, of every class that lacks some; they wait no longer."""
    places = list[int]()
    for label, others in waiting.items():
        if not quotas[label].is_filled:
            places += others[:ROUND]
            del others[:ROUND]
    return places


def _looked_at(shop: Workshop, pictures: Sequence[Picture]) -> Selected:
    quiet = replace(shop, progress=False)
    known = [shop.album.known(picture) for picture in pictures]
    return known, predictions(quiet, known)


def _refuse(plan: Plan, keep: Keep, quotas: Iterable[Quota]) -> None:
    mend = "give more images"
    if isinstance(plan.recipe.images, GullImages):
        mend = "render more or others by images.per_class, difficulty, species or seed"
    faults = [
        f"{plan.file}: images.keep: {wanted(keep)} of each class, but {one.told()}; keep fewer, or {mend}"
        for one in quotas
        if not one.is_met
    ]
    if faults:
        raise StimuliError.of(faults)
