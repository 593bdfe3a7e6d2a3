"""What stands beside each explained picture: everything that is known of it, as JSON."""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from stimuli.fingerprint import file_sha256
from stimuli.single.graph_facts import GraphFacts
from stimuli.target import Score


class _Facts(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ClassifierNamed(_Facts):
    """Which classifier.  identity: changes with anything that can change an answer."""

    name: str
    architecture: str
    weights_sha256: str
    identity: str


class StandsOn(_Facts):
    """Another explanation that this one needed or ran again.  image_sha256: of which picture; None where run again."""

    name: str
    method: str
    parameters: Mapping[str, Any]
    image_sha256: str | None


class Inputs(_Facts):
    """What settles an explanation, its code apart."""

    image_sha256: str
    classifier: ClassifierNamed
    method: str
    parameters: Mapping[str, Any]
    score: Score
    explained_class: str
    stands_on: tuple[StandsOn, ...] = ()


class Code(_Facts):
    """Which program makes an explanation.

    code_version: of the method; scores_…: of the scores, or of a graph's facts; drawing_…: of the drawing.
    code_beneath: of the methods that it stands on, by their explanations' names.
    Records of the first versions lack the last two.
    """

    code_version: str
    scores_code_version: str
    drawing_code_version: str = ""
    code_beneath: Mapping[str, str] = {}


class Record(Code, Inputs):
    """One explained picture.

    score: which number of explained_class was explained.  p_…: probabilities.  deletion, insertion: of the map, as
    stimuli.scores has them; scores: the others; null where there is no such number.  baseline: what they hid with.
    graph: of an attention graph, which has no scores; the record of a map lacks it.
    images_…: how many went through the network for this explanation, and back; seconds: its share of its batch; those
    of its scores, and of explanations beneath it, apart.  files: name → sha256, in the same folder.
    """

    image: str
    predicted_class: str
    p_predicted: float | None
    p_explained: float | None
    deletion: float | None
    insertion: float | None
    scores: Mapping[str, float | None] | None
    baseline: str
    graph: GraphFacts | None = None
    images_forward: int
    images_backward: int
    seconds: float
    warnings: tuple[str, ...]
    files: Mapping[str, str]

    def answers(self, wanted: Inputs, code: Code) -> bool:
        """Whether it was made of just these inputs by just this code."""
        return not differences(self, wanted) and all(getattr(self, key) == value for key, value in code)

    def is_whole(self, folder: Path) -> bool:
        """Whether its files are there, each as it was written."""
        paths = {folder / name: sha256 for name, sha256 in self.files.items()}
        return all(path.is_file() and file_sha256(path) == sha256 for path, sha256 in paths.items())


def existing(value: float | None) -> float | None:
    """The number; None for what JSON cannot say."""
    return value if value is not None and math.isfinite(value) else None


def record_json(record: Record) -> str:
    """A record as JSON, in the order in which one reads it."""
    return json.dumps(plain(record), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def plain(record: Record) -> dict[str, Any]:
    """A record as plain values: the picture first, the code and the files last."""
    values = record.model_dump(mode="json", exclude={"graph"} if record.graph is None else None)
    last = (*Code.model_fields, "files")
    return {key: values[key] for key in ("image", *(key for key in values if key not in ("image", *last)), *last)}


def read_record(path: Path) -> Record | None:
    """The record of a file; None where there is none, or where it cannot be understood."""
    try:
        return Record.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


def names_of(record: Record) -> tuple[str, str]:
    """The picture's and the method's name, as its files have them: PICTURE.METHOD.npz."""
    picture, _, method = numbers_of(record).removesuffix(".npz").rpartition(".")
    return picture, method


def numbers_of(record: Record) -> str:
    """The name of the file with its numbers."""
    (name,) = (name for name in record.files if name.endswith(".npz"))
    return name


def differences(record: Record, wanted: Inputs) -> list[str]:
    """In what a record's inputs differ from those wanted, in words."""
    pairs = {key: (getattr(record, key), getattr(wanted, key)) for key in Inputs.model_fields}
    pairs["classifier"] = (record.classifier.identity, wanted.classifier.identity)
    words = {"image_sha256": "picture", "explained_class": "class", "stands_on": "the explanations beneath it"}
    return [words.get(key, key) for key, (there, here) in pairs.items() if there != here]
