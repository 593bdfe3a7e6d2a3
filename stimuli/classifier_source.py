"""Where a classifier comes from: `gulls`, a torchvision name, or a classifier.toml.  No torch here."""

import os
from dataclasses import dataclass
from pathlib import Path

from stimuli.code_version import code_version
from stimuli.description import read_description
from stimuli.dotted import dotted_module
from stimuli.errors import StimuliError
from stimuli.fingerprint import digest, file_sha256
from stimuli.places import place

DEMONSTRATION = "gulls"
DEMONSTRATION_FILE = Path(__file__).parent / "gulls" / "weights" / "classifier.toml"


@dataclass(frozen=True)
class ClassifierSource:
    """name: what people call it.  description: its TOML; None for torchvision's published weights."""

    name: str
    description: Path | None


def find_classifier(source: str, folder: Path) -> ClassifierSource:
    """What a source text means, seen from a folder; StimuliError where a file is meant and not there."""
    if source == DEMONSTRATION:
        return ClassifierSource(DEMONSTRATION, _existing(DEMONSTRATION_FILE))
    if source.endswith(".toml") or os.sep in source:
        path = place(source, folder)
        return ClassifierSource(path.parent.name if path.stem == "classifier" else path.stem, _existing(path))
    if ":" in source:
        says = f'architecture = "{source}", with its classes, mean, std and input_px'
        raise StimuliError(f"{source}: a module:function is described by a small TOML: {says}; give that file's name")
    return ClassifierSource(source, None)


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise StimuliError(f"{path}: no such classifier description")
    return path


def fingerprint(source: ClassifierSource) -> str:
    """Changes with the classifier's files, so that a finished build can be recognised without loading the network."""
    if source.description is None:
        return digest([source.name, code_version("stimuli.architectures")])
    description = read_description(source.description)
    weights = source.description.parent / description.weights if description.weights else None
    if weights is not None and not weights.is_file():
        raise StimuliError(f"{weights}: no such weights file")
    return digest(
        [description.model_dump(mode="json"), weights and file_sha256(weights), own_code(description.architecture)]
    )


def own_code(architecture: str) -> str | None:
    """The code version of a researcher's own module:function; None for torchvision's architectures."""
    return code_version(dotted_module(architecture)) if ":" in architecture else None
