"""DOOR. What a set of stimuli holds: images, what the classifier says of them, explanations, pictures.

The builder writes it, the study plans from it, the export joins answers to it.
Nothing here needs torch, numpy or an image library.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Self

from pydantic import Field, ValidationError, model_validator

from stimuli.errors import StimuliError
from stimuli.manifest_graphs import AttentionGraph, GraphEdge, GraphNode
from stimuli.manifest_items import Item, NodeOverlap, Occluded, Side, Stratum
from stimuli.manifest_values import Asset, PictureFile, Probability, Sha256, Value

__all__ = [
    "ASSET_FOLDER",
    "HIGHER_IS_BETTER",
    "LEAK_ALPHA",
    "MANIFEST_FILE",
    "MAP_CELLS",
    "SCHEMA_VERSION",
    "SET_FOLDER",
    "Asset",
    "AttentionGraph",
    "ClassifierFacts",
    "Explanation",
    "GraphEdge",
    "GraphNode",
    "Item",
    "Leak",
    "NodeOverlap",
    "Occluded",
    "PictureFile",
    "Probability",
    "Sha256",
    "Side",
    "Stimulus",
    "StimulusSet",
    "Stratum",
    "Value",
    "faults",
    "read",
    "read_set",
    "write",
]

MANIFEST_FILE = "manifest.json"
SET_FOLDER = "sets"
ASSET_FOLDER = "assets"
SCHEMA_VERSION = 1
MAP_CELLS = 28  # across and down, of a map as it is handed on
LEAK_ALPHA = 0.05
HIGHER_IS_BETTER: Mapping[str, bool] = {  # of scores that judge an explanation (docs/scores.md); the others describe
    "deletion": False,
    "deletion_normalised": False,
    "insertion": True,
    "insertion_normalised": True,
    "average_drop": False,
}


class Explanation(Value):
    """One explanation of one image, as computed and as drawn."""

    name: str = Field(description="the name the recipe gives; what a study's arm asks for")
    method: str
    parameters: Mapping[str, object]
    target: str = Field(description="the class that is explained")
    code_version: str
    array_sha256: Sha256 = Field(description="hash of the explanation's numbers, before drawing")
    store_key: Sha256 | None = Field(default=None, description="where the builder's store keeps those numbers")
    scores: Mapping[str, float] = Field(default={}, description="as docs/scores.md defines them; finite, or not there")
    baseline: str | None = Field(default=None, description="what hidden places showed when it was scored")
    warnings: tuple[str, ...] = Field(default=(), description="of the explanation itself")
    score_warnings: tuple[str, ...] = Field(default=(), description="of its scores")
    images_forward: int | None = Field(
        default=None, ge=0, description="through the network to make it; absent: unknown"
    )
    images_backward: int | None = Field(default=None, ge=0, description="the same, backwards")
    map_cells: str | None = Field(
        default=None,
        pattern=rf"^[0-9a-f]{{{2 * MAP_CELLS**2}}}$",
        description=f"where it says that it matters, in {MAP_CELLS} x {MAP_CELLS} cells row by row: two hexadecimal "
        "digits each, 00 nothing to ff most; absent: it tells of no places, or was built before",
    )
    assets: tuple[Asset, ...]
    graph: AttentionGraph | None = Field(
        default=None, description="of an attention graph: the one to be walked through"
    )


class Stimulus(Value):
    """One image of the set."""

    image: str = Field(description="the image's name in its source, unique in the set")
    source_sha256: Sha256 = Field(description="hash of the source file's bytes (of the pixels, where it was rendered)")
    label: str = Field(description="the true class")
    split: str | None = None
    predicted: str
    p_predicted: Probability
    p_label: Probability
    attributes: Mapping[str, object] = {}
    asset: Asset
    store_key: Sha256 | None = Field(default=None, description="where the builder's store keeps its part masks")
    explanations: tuple[Explanation, ...] = ()

    @property
    def classifier_correct(self) -> bool:
        """Whether the classifier names the true class."""
        return self.predicted == self.label

    def explanation(self, name: str) -> Explanation:
        """The explanation of that name; KeyError where the set has none."""
        for candidate in self.explanations:
            if candidate.name == name:
                return candidate
        raise KeyError(name)


class Leak(Value):
    """How well the class of an image can be told by what is seen beside the maps of its explanation.

    A small classifier names each image's class without having learnt from that image (stimuli/leakage.py).
    """

    accuracy: Probability = Field(description="mean over classes of the share of images whose class it names")
    chance: Probability
    p: Probability = Field(description="share of shuffled labels with which it does as well")
    n: int = Field(gt=0, description="images")
    seen: tuple[str, ...] = Field(
        default=(), description="what differs between images: number of tiles, their colours, their weights"
    )

    @property
    def is_beyond_chance(self) -> bool:
        """Whether the class can be told better than by chance, p < .05."""
        return self.p < LEAK_ALPHA and self.accuracy > self.chance


class ClassifierFacts(Value):
    """Which network made the explanations."""

    name: str
    architecture: str
    weights_sha256: Sha256
    classes: tuple[str, ...]
    input_px: int = Field(gt=0)


class StimulusSet(Value):
    """Everything a study may know of its stimuli."""

    schema_version: int = SCHEMA_VERSION
    set_id: str = Field(pattern=r"^[0-9a-f]{16}$", description="hash of recipe, weights, images and code version")
    recipe: Mapping[str, object]
    classifier: ClassifierFacts
    classes: tuple[str, ...] = Field(description="the true classes of the images, in the order to show them")
    explanation_names: tuple[str, ...]
    legend: Mapping[str, Asset] = Field(default={}, description="per explanation name: the colour legend's picture")
    guide: Mapping[str, Asset] = Field(default={}, description="per class: a page that shows its marks")
    class_pages: Mapping[str, Mapping[str, Asset]] = Field(
        default={},
        description="per explanation name, under the empty name for none: per class, a page of examples",
    )
    leaks: Mapping[str, Leak] = Field(default={}, description="per explanation name, where tiles could tell the class")
    code_version: str
    versions: Mapping[str, str] = Field(default={}, description="software that made the set")
    stimuli: tuple[Stimulus, ...]
    items: tuple[Item, ...] = Field(default=(), description="comparisons of occluded versions, the same for every arm")
    item_misses: Mapping[str, int] = Field(default={}, description="images without an item, or with too few, by reason")

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        faults = []
        seen: set[str] = set()
        for stimulus in self.stimuli:
            if stimulus.image in seen:
                faults.append(f"image {stimulus.image!r} is there twice")
            seen.add(stimulus.image)
            if stimulus.label not in self.classes:
                faults.append(f"image {stimulus.image!r}: label {stimulus.label!r} is not among the classes")
            missing = set(self.explanation_names) - {e.name for e in stimulus.explanations}
            if missing:
                faults.append(f"image {stimulus.image!r} lacks the explanations {sorted(missing)}")
        faults += [f"item {one.id!r}: no image {one.image!r}" for one in self.items if one.image not in seen]
        if len({one.id for one in self.items}) < len(self.items):
            faults.append("items have ids of their own")
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def stimulus(self, image: str) -> Stimulus:
        """The stimulus of that image name; KeyError where there is none."""
        for candidate in self.stimuli:
            if candidate.image == image:
                return candidate
        raise KeyError(image)

    def assets(self) -> tuple[Asset, ...]:
        """Every picture of the set, each once, whatever captions its pixels have."""
        found: dict[str, Asset] = {}
        for stimulus in self.stimuli:
            found[stimulus.asset.sha256] = stimulus.asset
            for explanation in stimulus.explanations:
                tiles = explanation.graph.tiles if explanation.graph else None
                found.update({asset.sha256: asset for asset in (*explanation.assets, *((tiles,) if tiles else ()))})
        pages = [page for pages in self.class_pages.values() for page in pages.values()]
        found.update({asset.sha256: asset for asset in (*self.legend.values(), *self.guide.values(), *pages)})
        found.update({version.asset.sha256: version.asset for one in self.items for version in (one.left, one.right)})
        return tuple(found.values())

    def files(self) -> tuple[PictureFile, ...]:
        """Every picture file of the set, copies in other sizes and formats among them, each once."""
        return tuple({file.file_name: file for asset in self.assets() for file in asset.files}.values())


def read(folder: Path) -> StimulusSet:
    """The set that was built last in that folder; StimuliError where it is missing or malformed."""
    return _read(folder / MANIFEST_FILE)


def read_set(folder: Path, set_id: str) -> StimulusSet:
    """The set of that id, built in that folder at some time; StimuliError where it is missing or malformed."""
    return _read(folder / SET_FOLDER / f"{set_id}.json")


def _read(path: Path) -> StimulusSet:
    try:
        return StimulusSet.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        raise StimuliError(f"{path}: no manifest; run `gullseye build STUDY` first") from None
    except ValidationError as fault:
        lines = [f"{path}: {'.'.join(map(str, e['loc'])) or 'manifest'}: {e['msg']}" for e in fault.errors()]
        raise StimuliError.of(lines) from None


def write(stimuli: StimulusSet, folder: Path) -> Path:
    """Writes the manifest, each file in one step (never a torn one); returns its path.

    A set is never changed, only superseded: it stays in the folder `sets`, so that answers join to what was shown.
    """
    content = json.dumps(stimuli.model_dump(mode="json"), indent=1, ensure_ascii=False)
    path = folder / MANIFEST_FILE
    for target in (folder / SET_FOLDER / f"{stimuli.set_id}.json", path):
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_suffix(".json.part")
        draft.write_text(content, encoding="utf-8")
        draft.replace(target)
    return path


def faults(stimuli: StimulusSet, folder: Path) -> list[str]:
    """What is wrong with the pictures on disk: missing, or not what their name says."""
    found = []
    for file in stimuli.files():
        path = folder / ASSET_FOLDER / file.file_name
        if not path.is_file():
            found.append(f"{path}: missing; run `gullseye build` again")
        elif sha256(path.read_bytes()).hexdigest() != file.sha256:
            found.append(f"{path}: its content is not what its name says; delete it and run `gullseye build` again")
    return found
