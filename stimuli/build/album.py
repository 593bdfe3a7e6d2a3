"""The pictures of a build: opened when needed, shown pictures written, facts kept in the store."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from stimuli.assets import is_whole, write_asset
from stimuli.code_version import code_version
from stimuli.images import Pixels, Preprocessing, as_input, as_shown
from stimuli.manifest import Asset
from stimuli.picture import OpenPicture, Picture
from stimuli.store import Entry, Store, key_of
from stimuli.style import PictureStyle

MOST_IN_MEMORY = 1000


@dataclass(frozen=True, eq=False)
class View:
    """An opened picture: as the classifier takes it, and as participants see it."""

    taken: Pixels
    shown: Pixels


@dataclass(frozen=True, eq=False)
class KnownPicture:
    """What is known of a picture without opening it.  store_key: where its part masks are kept."""

    picture: Picture
    source_sha256: str
    attributes: dict[str, object]
    asset: Asset
    store_key: str


@dataclass
class Album:
    """How the pictures of one set are opened and shown.  n_opened: how many had to be read or rendered."""

    store: Store
    out: Path
    style: PictureStyle
    size_px: int
    preprocessing: Preprocessing
    n_opened: int = 0
    _views: OrderedDict[tuple[str, str], View] = field(default_factory=OrderedDict)

    def known(self, picture: Picture) -> KnownPicture:
        """What is known of a picture; it is opened, shown and written where that has not been done yet."""
        key = self._key(picture)
        entry = self.store.get(key)
        if entry is None or not is_whole(_asset(entry), self.out):
            entry = self._written(picture, key)
        attributes = entry.facts["attributes"]
        assert isinstance(attributes, dict)  # noqa: S101 - _written made it
        return KnownPicture(picture, str(entry.facts["source_sha256"]), attributes, _asset(entry), key)

    def _key(self, picture: Picture) -> str:
        frame = [self.preprocessing.resize, self.preprocessing.input_px, self.preprocessing.short_side_px]
        shown = [self.size_px, self.style.quality, self.style.alt]
        code = code_version("stimuli.images", "stimuli.assets")
        return key_of("picture", origin=dict(picture.origin), frame=frame, shown=shown, code=code)

    def _written(self, picture: Picture, key: str) -> Entry:
        found = self._opened(picture)
        asset = write_asset(self._seen(picture, found).shown, self.style.alt, self.style.quality, self.out)
        known = {"source_sha256": found.source_sha256, "attributes": dict(found.attributes)}
        return self.store.put(key, dict(found.masks), {**known, "asset": asset.model_dump(mode="json")})

    def views(self, pictures: Sequence[Picture]) -> list[View]:
        """Pictures opened: from memory where that was done a short while ago."""
        return [
            self._views.get(_identity(picture)) or self._seen(picture, self._opened(picture)) for picture in pictures
        ]

    def _opened(self, picture: Picture) -> OpenPicture:
        self.n_opened += 1
        return picture.open()

    def _seen(self, picture: Picture, found: OpenPicture) -> View:
        view = View(
            as_input(found.pixels, self.preprocessing), as_shown(found.pixels, self.preprocessing, self.size_px)
        )
        self._views[_identity(picture)] = view
        if len(self._views) > MOST_IN_MEMORY:
            self._views.popitem(last=False)
        return view


def _identity(picture: Picture) -> tuple[str, str]:
    """Pictures to learn from and pictures to ask about may have the same name."""
    return picture.name, repr(sorted(picture.origin.items()))


def _asset(entry: Entry) -> Asset:
    return Asset.model_validate(entry.facts["asset"])
