"""What a version of a study needs so that its stored answers can be told: definition, texts, tables, stimuli."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from stimuli import manifest
from stimuli.errors import StimuliError
from stimuli.manifest import ClassifierFacts, Item, Stimulus, StimulusSet
from study_app.definition import Study
from study_app.models import StudyVersion
from study_app.study.task import Material
from study_app.study.texts import safe_html
from study_app.study.trial import PlannedTrial
from study_app.study.words import words_of
from study_app.study_folder.own_words import WORDS_FILE

ManifestOf = Callable[[str], StimulusSet | None]


@dataclass(frozen=True)
class Source:
    """One version, as stored.  has_stimuli: False where its stimulus set is nowhere to be found any more."""

    hash: str
    stimulus_set: str
    stored_at: datetime
    code_version: str
    frozen_hash: str | None
    definition: Mapping[str, Any]
    texts: Mapping[str, str]
    material: Material
    has_stimuli: bool

    def stimulus(self, trial: PlannedTrial) -> Stimulus | None:
        """The image of that trial, or of its comparison; None where it has none, or its set is lost."""
        item = self.item(trial)
        if item is not None:
            return self.material.stimuli.stimulus(item.image)
        return self.material.stimulus(trial) if trial.image is not None and self.has_stimuli else None

    def item(self, trial: PlannedTrial) -> Item | None:
        """The comparative question of that trial; None where it has none, or its set is lost."""
        return self.material.item(trial) if trial.item is not None and self.has_stimuli else None


def source_of(version: StudyVersion, manifest_of: ManifestOf) -> Source:
    """The version with its stimulus set, where `manifest_of` knows it."""
    stimuli = manifest_of(version.stimulus_set)
    study = Study.model_validate(version.definition)
    return Source(
        hash=version.hash,
        stimulus_set=version.stimulus_set,
        stored_at=version.stored_at,
        code_version=version.code_version,
        frozen_hash=version.frozen_hash,
        definition=version.definition,
        texts=version.texts,
        material=_material(study, version.texts, stimuli or _lost(version.stimulus_set, study)),
        has_stimuli=stimuli is not None,
    )


def built_in(folder: Path) -> ManifestOf:
    """Looks for a set in the folder that `gullseye build` writes, superseded ones too; None where it is not there."""

    def manifest_of(set_id: str) -> StimulusSet | None:
        try:
            return manifest.read_set(folder, set_id)
        except StimuliError:
            return None

    return manifest_of


def _material(study: Study, sources: Mapping[str, str], stimuli: StimulusSet) -> Material:
    texts = {name: safe_html(source) for name, source in sources.items() if name.endswith(".md")}
    tables = {name: tomllib.loads(source) for name, source in sources.items() if name.endswith(".toml")}
    words = words_of(study.study.language, tables.get(WORDS_FILE, {}))
    return Material(study, texts, tables, stimuli, sources, words)


def _lost(set_id: str, study: Study) -> StimulusSet:
    """A set without images in the place of one that is lost, so that what was answered can still be exported."""
    nothing = ClassifierFacts(
        name="lost", architecture="lost", weights_sha256="0" * 64, classes=study.items.classes, input_px=1
    )
    return StimulusSet(
        set_id=set_id,
        recipe={},
        classifier=nothing,
        classes=study.items.classes,
        explanation_names=(),
        code_version="lost",
        stimuli=(),
    )
