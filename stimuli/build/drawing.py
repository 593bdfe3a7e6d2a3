"""The pictures of all explanations; drawn again only where the numbers, the image or the style changed."""

from collections.abc import Callable, Sequence
from functools import cache

from stimuli import renderers
from stimuli.assets import is_whole, write_asset
from stimuli.build.album import KnownPicture
from stimuli.build.explaining import Explained
from stimuli.build.workshop import Workshop
from stimuli.code_version import code_version
from stimuli.fingerprint import arrays_sha256
from stimuli.manifest import Asset
from stimuli.renderer import Drawing
from stimuli.sources.gulls import guide_page
from stimuli.store import key_of

Assets = tuple[Asset, ...]


def drawings(shop: Workshop, pictures: Sequence[KnownPicture], explained: Sequence[Explained]) -> list[Assets]:
    """The written pictures of each explanation, in the order of the pictures."""
    keys = [_key(shop, known, one) for known, one in zip(pictures, explained, strict=True)]
    found = {n: assets for n, key in enumerate(keys) if (assets := _kept(shop, key))}
    missing = [n for n in range(len(pictures)) if n not in found]
    with shop.bar("drawings", len(missing)) as bar:
        for n in missing:
            view = shop.album.views([pictures[n].picture])[0]
            renderer = renderers.load(explained[n].explanation.kind)
            drawn = renderer.draw(explained[n].explanation, view.shown, shop.album.style)
            found[n] = _written(shop, keys[n], drawn)
            bar.update()
    return [found[n] for n in range(len(pictures))]


def legend(shop: Workshop, kind: str) -> Asset:
    """The key to the colours of a kind of explanation."""
    style = shop.album.style
    key = key_of("legend", of=kind, style=style.model_dump(), code=_code(kind))
    return kept_or_drawn(shop, key, lambda: (renderers.load(kind).legend(style),))[0]


def guide(shop: Workshop, species: str) -> Asset:
    """The field guide's page of a rendered species.  Its words may name the class: it is shown to teach it."""
    key = key_of("guide", species=species, quality=shop.album.style.quality, code=code_version("stimuli.sources.gulls"))
    page = f"Field guide page of the {species} gull, its marks named"
    return kept_or_drawn(shop, key, lambda: (Drawing(guide_page(species), page),))[0]


def kept_or_drawn(shop: Workshop, key: str, draw: Callable[[], Sequence[Drawing]]) -> Assets:
    """The written pictures under a key; drawn where they are not there."""
    return _kept(shop, key) or _written(shop, key, draw())


def _key(shop: Workshop, known: KnownPicture, one: Explained) -> str:
    kind, style = one.explanation.kind, shop.album.style.model_dump()
    numbers = arrays_sha256(one.explanation.arrays())
    return key_of("drawing", numbers=numbers, image=known.asset.sha256, style=style, code=_code(kind))


@cache
def _code(kind: str) -> str:
    return code_version(renderers.module_of(kind), "stimuli.assets")


def _kept(shop: Workshop, key: str) -> Assets | None:
    entry = shop.store.get(key)
    listed = entry.facts["assets"] if entry else None
    if not isinstance(listed, list):
        return None
    assets = tuple(Asset.model_validate(facts) for facts in listed)
    return assets if all(is_whole(asset, shop.album.out) for asset in assets) else None


def _written(shop: Workshop, key: str, drawn: Sequence[Drawing]) -> Assets:
    quality = shop.album.style.quality
    assets = tuple(
        write_asset(one.pixels, one.alt, quality, shop.album.out, caption=one.caption, lossless=one.lossless)
        for one in drawn
    )
    shop.store.put(key, {}, {"assets": [asset.model_dump(mode="json") for asset in assets]})
    shop.work.n_drawings += len(assets)
    return assets
