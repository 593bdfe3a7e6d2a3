"""The pictures of all explanations; drawn again only where the numbers, the image or the style changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from stimuli import renderers
from stimuli.assets import is_whole, write_asset, write_picture
from stimuli.build.album import KnownPicture
from stimuli.build.explaining import Explained
from stimuli.build.workshop import Workshop
from stimuli.code_version import code_version
from stimuli.fingerprint import arrays_sha256
from stimuli.manifest import Asset, AttentionGraph
from stimuli.recipe import ExplanationPlan
from stimuli.renderer import Drawing, Walk
from stimuli.sources.gulls import guide_page
from stimuli.store import key_of
from stimuli.style import PictureStyle

Assets = tuple[Asset, ...]


@dataclass(frozen=True)
class Drawn:
    """The written pictures of an explanation; graph: to be walked through, of a kind that is more than pictures."""

    assets: Assets
    graph: AttentionGraph | None = None


def drawings(
    shop: Workshop, plan: ExplanationPlan, pictures: Sequence[KnownPicture], explained: Sequence[Explained]
) -> list[Drawn]:
    """Each picture's explanation as it is drawn and written, in the order of the pictures."""
    style = shop.style_of(plan)
    keys = [_key(style, known, one) for known, one in zip(pictures, explained, strict=True)]
    found = {n: drawn for n, key in enumerate(keys) if (drawn := _kept(shop, key))}
    missing = [n for n in range(len(pictures)) if n not in found]
    with shop.bar("drawings", len(missing)) as bar:
        for n in missing:
            view = shop.album.views([pictures[n].picture])[0]
            one, renderer = explained[n].explanation, renderers.load(explained[n].explanation.kind)
            walk = renderer.walk(one, style) if renderer.walk else None
            found[n] = _written(shop, keys[n], renderer.draw(one, view.shown, style), style.quality, walk)
            bar.update()
    return [found[n] for n in range(len(pictures))]


def legend(shop: Workshop, kind: str, style: PictureStyle) -> Asset:
    """The key to the colours of a kind of explanation, drawn in that style."""
    key = key_of("legend", of=kind, style=style.model_dump(), code=_code(kind))
    return kept_or_drawn(shop, key, lambda: (renderers.load(kind).legend(style),), style.quality)[0]


def guide(shop: Workshop, species: str) -> Asset:
    """The field guide's page of a rendered species.  Its words may name the class: it is shown to teach it."""
    key = key_of("guide", species=species, quality=shop.album.style.quality, code=code_version("stimuli.sources.gulls"))
    page = f"Field guide page of the {species} gull, its marks named"
    return kept_or_drawn(shop, key, lambda: (Drawing(guide_page(species), page, sized=False),))[0]


def kept_or_drawn(
    shop: Workshop, key: str, draw: Callable[[], Sequence[Drawing]], quality: int | None = None
) -> Assets:
    """The written pictures under a key; drawn where they are not there.  quality: absent: of the recipe's [picture]."""
    return (_kept(shop, key) or _written(shop, key, draw(), quality or shop.album.style.quality)).assets


def _key(style: PictureStyle, known: KnownPicture, one: Explained) -> str:
    kind, numbers = one.explanation.kind, arrays_sha256(one.explanation.arrays())
    return key_of("drawing", numbers=numbers, image=known.asset.sha256, style=style.model_dump(), code=_code(kind))


@cache
def _code(kind: str) -> str:
    return code_version(renderers.module_of(kind), "stimuli.assets")


def _kept(shop: Workshop, key: str) -> Drawn | None:
    entry = shop.store.get(key)
    listed = entry.facts["assets"] if entry else None
    if entry is None or not isinstance(listed, list):
        return None
    graph = AttentionGraph.model_validate(told) if (told := entry.facts.get("graph")) else None
    drawn = Drawn(tuple(Asset.model_validate(facts) for facts in listed), graph)
    return drawn if all(is_whole(asset, shop.album.out) for asset in _files(drawn)) else None


def _files(drawn: Drawn) -> Assets:
    return (*drawn.assets, drawn.graph.tiles) if drawn.graph and drawn.graph.tiles else drawn.assets


def _written(shop: Workshop, key: str, drawings: Sequence[Drawing], quality: int, walk: Walk | None = None) -> Drawn:
    assets = tuple(_file(shop, one, quality) for one in drawings)
    graph = walk.graph(_sheet(shop, walk.tiles, quality) if walk.tiles else None) if walk else None
    drawn = Drawn(assets, graph)
    told = {"graph": graph.model_dump(mode="json")} if graph else {}
    shop.store.put(key, {}, {"assets": [asset.model_dump(mode="json") for asset in assets], **told})
    shop.work.n_drawings += len(_files(drawn))
    return drawn


def _file(shop: Workshop, one: Drawing, quality: int) -> Asset:
    how = {"lossless": one.lossless, "sized": one.sized}
    return write_asset(one.pixels, one.alt, quality, shop.album.out, caption=one.caption, **how)


def _sheet(shop: Workshop, tiles: Drawing, quality: int) -> Asset:
    """Tiles are cut from it by the pixel: it is there in one size."""
    file = write_picture(tiles.pixels, quality, shop.album.out, lossless=tiles.lossless)
    return Asset(**file.model_dump(), alt=tiles.alt, caption=tiles.caption)
