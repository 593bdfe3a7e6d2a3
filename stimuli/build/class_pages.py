"""A page for every class and explanation: the pictures that show best what was learnt, each with its explanation.

The pictures are those that methods learn from, so that no image of the study is given away.  All explanations show the
same pictures at the same places, those that the first method with parts chooses, so that pages differ in the
explanations alone; only another method with parts has rows of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stimuli import renderers
from stimuli.build.album import KnownPicture
from stimuli.build.drawing import kept_or_drawn
from stimuli.build.explaining import Explained, explanations
from stimuli.build.fitting import Fitted
from stimuli.build.planning import PlannedExplanation
from stimuli.build.workshop import Workshop
from stimuli.class_page import Row, class_page
from stimuli.code_version import code_version
from stimuli.fingerprint import arrays_sha256
from stimuli.images import Pixels
from stimuli.manifest import Asset
from stimuli.picture import Picture
from stimuli.renderer import Drawing
from stimuli.store import key_of
from stimuli.style import PictureStyle

PLAIN = ""  # the page without an explanation
PAPER = "#FFFFFF"
Rows = list[tuple[int, tuple[str, ...]]]  # part, names of pictures


@dataclass(frozen=True, eq=False)
class Learnt:
    """What the pages are made of.  pictures: those learnt from.  fits: by the explanation's name, where it learns."""

    planned: Sequence[PlannedExplanation]
    fits: Mapping[str, Fitted]
    pictures: Sequence[Picture]


@dataclass(frozen=True)
class Look:
    """How a page's explanations are drawn.  kind: PLAIN where there are none."""

    kind: str
    style: PictureStyle


def class_pages(shop: Workshop, learnt: Learnt, classes: Sequence[str], n: int) -> dict[str, dict[str, Asset]]:
    """By explanation, and under the empty name without one: the page of each class.  n: pictures a row."""
    rows = {one.name: {label: _rows(learnt, one, label, n) for label in classes} for one in learnt.planned}
    first = next((name for name in rows if name in learnt.fits), None)
    plain = rows[first] if first else {label: _some(learnt, label, n) for label in classes}
    own = {one.name: rows[one.name] if one.name in learnt.fits else plain for one in learnt.planned}
    wanted = {name for by_class in (plain, *own.values()) for some in by_class.values() for name in _names(some)}
    known = {one.name: shop.album.known(one) for one in learnt.pictures if one.name in wanted}
    made = _explained(shop, learnt, list(known.values()))
    rows_of = next((_look(shop, one) for one in learnt.planned if one.name == first), Look(PLAIN, shop.album.style))
    bare = Look(PLAIN, shop.album.style)
    pages = {PLAIN: {label: _page(shop, known, bare, {}, plain[label], rows_of) for label in classes}}
    for one in learnt.planned:
        look = _look(shop, one)
        pages[one.name] = {
            label: _page(shop, known, look, made[one.name], own[one.name][label], rows_of) for label in classes
        }
    return pages


def _look(shop: Workshop, planned: PlannedExplanation) -> Look:
    return Look(planned.method.makes.kind, shop.style_of(planned.plan))


def _names(rows: Rows) -> list[str]:
    return [name for _, names in rows for name in names]


def _rows(learnt: Learnt, one: PlannedExplanation, label: str, n: int) -> Rows:
    fit = one.method.fit
    if fit is None or one.name not in learnt.fits:
        return []
    found = fit.examples(learnt.fits[one.name].entry, one.parameters, label, n)
    return found or _some(learnt, label, n)


def _some(learnt: Learnt, label: str, n: int) -> Rows:
    return [(0, tuple(one.name for one in learnt.pictures if one.label == label)[:n])]


def _explained(shop: Workshop, learnt: Learnt, pictures: Sequence[KnownPicture]) -> dict[str, dict[str, Explained]]:
    """By explanation and picture.  Explained is the true class, also where the study explains the predicted one."""
    labels = [known.picture.label for known in pictures]
    made: dict[str, Sequence[Explained]] = {}
    for one in learnt.planned:
        made[one.name] = explanations(shop, one, pictures, labels, made, learnt.fits.get(one.name))
    names = [known.picture.name for known in pictures]
    return {name: dict(zip(names, some, strict=True)) for name, some in made.items()}


def _page(
    shop: Workshop,
    known: Mapping[str, KnownPicture],
    look: Look,
    made: Mapping[str, Explained],
    rows: Rows,
    rows_of: Look,
) -> Asset:
    """rows_of: of the kind whose parts the rows are; its names' room is kept where they are not written."""
    shown = {name: known[name].asset.sha256 for name in _names(rows)}
    numbers = {name: arrays_sha256(made[name].explanation.arrays()) for name in shown} if look.kind else {}
    code = code_version("stimuli.class_page", *map(renderers.module_of, {look.kind, rows_of.kind} - {PLAIN}))
    key = key_of(
        "class page",
        rows=rows,
        looks=[[one.kind, one.style.model_dump()] for one in (look, rows_of)],
        shown=shown,
        numbers=numbers,
        code=code,
    )

    def drawn() -> tuple[Drawing, ...]:
        return (class_page(_drawn(shop, known, look, made, rows, rows_of), look.style),)

    return kept_or_drawn(shop, key, drawn, look.style.quality)[0]


def _drawn(
    shop: Workshop,
    known: Mapping[str, KnownPicture],
    look: Look,
    made: Mapping[str, Explained],
    rows: Rows,
    rows_of: Look,
) -> list[Row]:
    found = []
    for place, (part, names) in enumerate(rows):
        name, colour = _heading(look, part, place) or _kept_free(_heading(rows_of, part, place))
        views = shop.album.views([known[one].picture for one in names])
        tiles = tuple(_tile(look, made.get(one), view.shown, part) for one, view in zip(names, views, strict=True))
        found.append(Row(name, colour, tiles))
    return found


def _heading(look: Look, part: int, place: int) -> tuple[str, str] | None:
    heading = renderers.load(look.kind).heading if look.kind else None
    found: tuple[str, str] | None = heading(look.style, part, place) if heading else None
    return found


def _kept_free(heading: tuple[str, str] | None) -> tuple[str, str]:
    """White, as long as the name that would stand there, so that pictures are as large with names and without."""
    return (" " * len(heading[0]), PAPER) if heading else ("", PAPER)


def _tile(look: Look, made: Explained | None, shown: Pixels, part: int) -> Pixels:
    if made is None:
        return shown
    renderer = renderers.load(look.kind)
    tile: Pixels | None = renderer.part(made.explanation, shown, look.style, part) if renderer.part else None
    if tile is None and renderer.small:
        tile = renderer.small(made.explanation, shown, look.style)
    if tile is None:
        tile = renderer.draw(made.explanation, shown, look.style)[0].pixels
    return tile
