"""The scores of all heat maps: computed once, kept in the store, picture by picture."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Any, cast

import numpy as np
import torch

from stimuli.build.album import KnownPicture
from stimuli.build.explaining import Explained
from stimuli.build.workshop import Workshop
from stimuli.code_version import code_version
from stimuli.explanation import Heatmap
from stimuli.fingerprint import arrays_sha256
from stimuli.scores import MapScores, Masks, ScoreSettings, image_scores, similarities
from stimuli.store import Entry, key_of
from stimuli.target import class_score

Scored = Mapping[str, Sequence[MapScores | None]]


@dataclass(frozen=True, eq=False)
class _Asked:
    """Maps of one picture that explain one class and have no scores yet, by their keys in the store."""

    known: KnownPicture
    target: str
    maps: dict[str, Heatmap]


def scores(
    shop: Workshop,
    settings: ScoreSettings,
    pictures: Sequence[KnownPicture],
    explained: Mapping[str, Sequence[Explained]],
) -> Scored:
    """The scores of every explanation of every picture, by the explanation's name; None where it is no heat map.

    explained: by name, one per picture.  Maps of one picture and class are scored together, because they share the
    picture and its baseline.
    """
    keys = {
        name: [_key(shop, settings, *pair) for pair in zip(pictures, ones, strict=True)]
        for name, ones in explained.items()
    }
    every = {key for some in keys.values() for key in some if key}
    found = {key: _read(entry) for key in every if (entry := shop.store.get(key))}
    missing = _missing(pictures, explained, keys, found)

    def compute(batch: Sequence[_Asked]) -> Sequence[list[MapScores]]:
        return [_computed(shop, settings, asked) for asked in batch]

    def keep(asked: _Asked, made: list[MapScores]) -> None:
        for key, one in zip(asked.maps, made, strict=True):
            shop.store.put(key, {}, asdict(one))
            found[key] = one

    shop.in_batches("scores", missing, compute, keep)
    shop.work.n_scored += sum(len(asked.maps) for asked in missing)
    return _compared(
        settings, explained, {name: [found[k] if k else None for k in some] for name, some in keys.items()}
    )


def _missing(
    pictures: Sequence[KnownPicture],
    explained: Mapping[str, Sequence[Explained]],
    keys: Mapping[str, Sequence[str | None]],
    found: Mapping[str, MapScores],
) -> list[_Asked]:
    asked: dict[tuple[int, str], _Asked] = {}
    for name, ones in explained.items():
        for n, (one, key) in enumerate(zip(ones, keys[name], strict=True)):
            if key and key not in found and isinstance(one.explanation, Heatmap):
                together = asked.setdefault((n, one.target), _Asked(pictures[n], one.target, {}))
                together.maps[key] = one.explanation
    return [asked[place] for place in sorted(asked)]


def _computed(shop: Workshop, settings: ScoreSettings, asked: _Asked) -> list[MapScores]:
    classifier = shop.classifier
    inputs = classifier.inputs([view.taken for view in shop.album.views([asked.known.picture])])
    classes = torch.tensor([classifier.index(asked.target)], device=classifier.device)
    target = class_score("probability", classifier, classes)
    return image_scores(classifier, target, inputs, list(asked.maps.values()), settings, _masks(shop, asked.known))


def _masks(shop: Workshop, known: KnownPicture) -> Masks:
    """The picture's part masks, where its source knows them."""
    entry = shop.store.get(known.store_key)
    return {} if entry is None else {part: mask.astype(np.bool_) for part, mask in entry.arrays.items()}


def _compared(settings: ScoreSettings, explained: Mapping[str, Sequence[Explained]], alone: Scored) -> Scored:
    """The scores with each map's similarity to the picture's other maps, which is quick and depends on all of them."""
    n_pictures = len(next(iter(explained.values()), []))
    whole: dict[str, list[MapScores | None]] = {name: [] for name in alone}
    for n in range(n_pictures):
        maps = {name: one for name, ones in explained.items() if isinstance(one := ones[n].explanation, Heatmap)}
        alike = similarities(maps, settings.side)
        for name, ones in alone.items():
            whole[name].append(_with(ones[n], alike.get(name, {})))
    return whole


def _with(scored: MapScores | None, alike: Mapping[str, float]) -> MapScores | None:
    if scored is None:
        return None
    return replace(scored, values={**scored.values, **{f"similarity.{name}": value for name, value in alike.items()}})


def _key(shop: Workshop, settings: ScoreSettings, known: KnownPicture, one: Explained) -> str | None:
    """Where the scores of a map are kept; None for what is no map.  The picture's origin settles its part masks."""
    if not isinstance(one.explanation, Heatmap):
        return None
    return key_of(
        "scores",
        map=arrays_sha256({"values": one.explanation.values}),
        image=known.source_sha256,
        origin=dict(known.picture.origin),
        classifier=shop.classifier.identity,
        target=one.target,
        settings=settings.model_dump(mode="json"),
        code=_code(),
    )


@cache
def _code() -> str:
    return code_version("stimuli.scores")


def _read(entry: Entry) -> MapScores:
    facts = cast(Mapping[str, Any], entry.facts)  # as `keep` wrote them
    return MapScores(facts["values"], facts["baseline"], tuple(facts["warnings"]))
