"""What an export says of its own origin: versions of the study, stimulus sets, software, and the tables' hashes."""

from collections.abc import Mapping, Set
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from analysis.errors import AnalysisError

PROVENANCE_FILE = "provenance.json"


class Fact(BaseModel):
    """A frozen value; what the analysis does not need is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class TableFacts(Fact):
    """What the export wrote into one table."""

    rows: int
    sha256: str


class VersionFacts(Fact):
    """One version of the study; participants.csv names it by its hash."""

    study_hash: str
    stored_at: datetime
    code_version: str
    stimulus_set: str
    definition: Mapping[str, Any]

    @property
    def arms(self) -> tuple[str, ...]:
        """The arms as this version of the study defines them."""
        return tuple(self.definition.get("arms", ()))


class ClassifierFacts(Fact):
    """The network whose explanations were shown."""

    name: str
    architecture: str
    weights_sha256: str


class StimulusSetFacts(Fact):
    """The stimuli of one version."""

    set_id: str
    classifier: ClassifierFacts
    explanation_names: tuple[str, ...]
    code_version: str


class OutsideFacts(Fact):
    """A table that Gullseye did not write, and its plan.  rows_kept: without those that the plan passes over."""

    file: str
    rows: int
    rows_kept: int
    plan: str
    plan_sha256: str
    plan_text: str


class Provenance(Fact):
    """provenance.json, as far as the analysis reads it.

    outside: None for exports; for data from elsewhere, where `exported_at` is when the file was changed last.
    """

    study: str
    exported_at: datetime
    software: Mapping[str, str]
    tables: Mapping[str, TableFacts]
    versions: tuple[VersionFacts, ...]
    stimulus_sets: Mapping[str, StimulusSetFacts]
    outside: OutsideFacts | None = None

    def newest(self, taken: Set[tuple[str, str]]) -> VersionFacts | None:
        """The newest of the versions taken, each told by its hash and stimulus set; None where none is known."""
        known = [version for version in self.versions if (version.study_hash, version.stimulus_set) in taken]
        return max(known, key=lambda version: version.stored_at, default=None)

    @property
    def arms(self) -> frozenset[str]:
        """Every arm of every version."""
        return frozenset(arm for version in self.versions for arm in version.arms)


def read(folder: Path) -> Provenance:
    """The provenance of that export; AnalysisError where the folder is no export."""
    path = folder / PROVENANCE_FILE
    try:
        return Provenance.model_validate_json(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        raise AnalysisError(
            f"{folder}: no export: it has no {PROVENANCE_FILE}; make one with `gullseye export`"
        ) from None
    except ValidationError as fault:
        lines = [f"{path}: {'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in fault.errors()]
        raise AnalysisError.of(lines) from None
