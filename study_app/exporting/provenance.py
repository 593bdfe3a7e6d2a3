"""provenance.json: where every number of an export comes from.

A row of trials.csv joins to its participant's `study_hash` and `stimulus_set`; the set is here as its manifest has it,
so the row's image, explanation and hashes lead to source image, weights, method, parameters and code version.
"""

import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from stimuli.manifest import StimulusSet
from study_app.exporting.cells import cell
from study_app.exporting.tables import TableFacts

SCHEMA_VERSION = 1
NOT_HERE = {"stimuli": {"__all__": {"explanations": {"__all__": {"map_cells"}}}}}  # of a set: it fills maps.csv
SOFTWARE = ("gullseye", "sqlalchemy", "flask", "pydantic")


@dataclass(frozen=True)
class VersionFacts:
    """A study as some participants took it.  texts: every text and table as it was shown."""

    study_hash: str
    stimulus_set: str
    stored_at: datetime
    code_version: str
    frozen_hash: str | None
    n_participants: int
    definition: Mapping[str, Any]
    texts_sha256: Mapping[str, str]
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Provenance:
    """All of provenance.json; tables: by name without suffix; stimulus_sets: manifests by set id."""

    study: str
    modes: tuple[str, ...]
    exported_at: datetime
    tables: Mapping[str, TableFacts]
    versions: tuple[VersionFacts, ...]
    stimulus_sets: Mapping[str, StimulusSet]
    software: Mapping[str, str] = field(default_factory=lambda: software())

    def to_json(self) -> dict[str, Any]:
        """A dict of plain values."""
        return {
            "schema_version": SCHEMA_VERSION,
            "study": self.study,
            "modes": list(self.modes),
            "exported_at": cell(self.exported_at),
            "software": dict(self.software),
            "tables": {name: asdict(facts) for name, facts in self.tables.items()},
            "versions": [asdict(each) | {"stored_at": cell(each.stored_at)} for each in self.versions],
            "stimulus_sets": {
                name: found.model_dump(mode="json", exclude=NOT_HERE) for name, found in self.stimulus_sets.items()
            },
        }


def software() -> dict[str, str]:
    """Versions of what wrote the export."""
    found = {"python": platform.python_version()}
    for name in SOFTWARE:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed as a package"
    return found


def hash_of_text(text: str) -> str:
    """The SHA-256 of a text's UTF-8."""
    return sha256(text.encode()).hexdigest()
