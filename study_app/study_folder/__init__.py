"""Reads a study's folder: study.toml, its texts and tables, checked together; every fault is named at once."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from stimuli import manifest
from stimuli.manifest import ASSET_FOLDER, StimulusSet
from study_app import platforms
from study_app.definition import Study
from study_app.errors import StudyError
from study_app.study import comparisons, feasibility, pools
from study_app.study.design import CheckedBlock, Design
from study_app.study.faults import unknown
from study_app.study.foresight import explanation_faults, page_faults
from study_app.study.task import Material
from study_app.study.texts import safe_html
from study_app.study.words import Words, english
from study_app.study_folder.blocks import CheckedBlocks, check_blocks
from study_app.study_folder.files import parse_toml, read_text
from study_app.study_folder.own_words import language_of, read_words
from study_app.study_folder.sound_tables import definition_of

STUDY_FILE = "study.toml"
SHIPPED = Path(__file__).parent.parent / "studies"


@dataclass(frozen=True)
class StudyFolder:
    """A study as written: checked, without its stimuli.  sources: its texts and tables (file name → text).

    words: those of the interface, in the study's language.
    """

    folder: Path
    study: Study
    blocks: tuple[CheckedBlock, ...]
    sources: Mapping[str, str]
    tables: Mapping[str, Mapping[str, Any]]
    words: Words = field(default_factory=english)

    @cached_property
    def hash(self) -> str:
        """SHA-256 of what is written: the definition as JSON with sorted keys, the texts and the tables."""
        written = [self.study.model_dump(mode="json", exclude_unset=True), dict(self.sources)]
        return sha256(json.dumps(written, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True)
class LoadedStudy:
    """A study with its stimuli: ready to run."""

    written: StudyFolder
    material: Material
    design: Design
    stimuli_folder: Path

    @property
    def study(self) -> Study:
        """The definition."""
        return self.written.study

    @property
    def name(self) -> str:
        """The study's name."""
        return self.study.study.name

    @property
    def hash(self) -> str:
        """The hash of definition, texts and tables."""
        return self.written.hash


def shipped() -> list[str]:
    """Names of the studies that come with Gullseye: one per folder."""
    return sorted(path.parent.name for path in SHIPPED.glob(f"*/{STUDY_FILE}"))


def folder_of(name: str) -> Path:
    """The folder of a shipped study, or of the study at that path; StudyError where there is none."""
    for folder in (SHIPPED / name, Path(name)):
        if name and (folder / STUDY_FILE).is_file():
            return folder
    if "/" in name or Path(name).is_dir():
        raise StudyError(f"{Path(name) / STUDY_FILE}: no such file")
    raise StudyError(unknown("study", "study", name, shipped()) + "; or a folder with a study.toml")


def read(folder: Path) -> StudyFolder:
    """The study of that folder; StudyError names every fault as `file: key.path: what; known: …`."""
    path = folder / STUDY_FILE
    raw = parse_toml(path, read_text(path))
    study, faults = definition_of(raw)
    sources, word_faults = dict[str, str](), list[str]()
    words = read_words(folder, language_of(raw), sources, word_faults)
    checked = check_blocks(raw, folder, words)
    faults += checked.faults
    if study is not None:
        faults += _across(study, checked)
    if study is None or faults or checked.file_faults or word_faults:
        raise StudyError.of([*(f"{path}: {fault}" for fault in faults), *checked.file_faults, *word_faults])
    blocks = tuple(_block(study, checked, index) for index in range(len(study.block)))
    return StudyFolder(folder, study, blocks, {**checked.sources, **sources}, checked.tables, words)


def load(name: str, stimuli_folder: Path) -> LoadedStudy:
    """The study of that name or path with the stimuli of that folder; raises where they are missing or do not fit."""
    return with_stimuli(read(folder_of(name)), stimuli_folder)


def with_stimuli(written: StudyFolder, stimuli_folder: Path) -> LoadedStudy:
    """The study with the stimuli of that folder; StudyError or StimuliError where they are missing or do not fit."""
    stimuli = manifest.read(stimuli_folder)
    faults = set_faults(written, stimuli, stimuli_folder)
    if faults:
        raise StudyError.of(faults)
    return LoadedStudy(
        written=written,
        material=material(written, stimuli),
        design=design(written, stimuli),
        stimuli_folder=stimuli_folder,
    )


def design(written: StudyFolder, stimuli: StimulusSet) -> Design:
    """All that planning needs to know."""
    items = written.study.items
    facts = {
        one.image: {"label": one.label, "predicted": one.predicted, "classifier_correct": str(one.classifier_correct)}
        for one in stimuli.stimuli
    }
    return Design(written.study, written.blocks, pools.split(items, stimuli), comparisons.split(items, stimuli), facts)


def set_faults(written: StudyFolder, stimuli: StimulusSet, stimuli_folder: Path) -> list[str]:
    """What the study wants and the set does not have, and the pictures that its folder lacks; each with its file."""
    faults = [f"{written.folder / STUDY_FILE}: {fault}" for fault in stimuli_faults(written, stimuli)]
    pictures = (stimuli_folder / ASSET_FOLDER / file.file_name for file in stimuli.files())
    return faults + [f"{picture}: missing; run `gullseye build` again" for picture in pictures if not picture.is_file()]


def material(written: StudyFolder, stimuli: StimulusSet) -> Material:
    """What the tasks of that study draw on."""
    texts = {name: safe_html(source) for name, source in written.sources.items() if name.endswith(".md")}
    return Material(written.study, texts, written.tables, stimuli, written.sources, written.words)


def stimuli_faults(written: StudyFolder, stimuli: StimulusSet) -> list[str]:
    """What the study wants and the stimulus set does not have; each line begins with a key path."""
    study, lacking = written.study, pools.faults(written.study.items, stimuli)
    return [
        *explanation_faults(study, stimuli.explanation_names),
        *page_faults(study, written.blocks, stimuli.class_pages),
        *lacking,
        *comparisons.faults(study.items, stimuli),
        *([] if lacking else feasibility.faults(design(written, stimuli))),
    ]


def _block(study: Study, checked: CheckedBlocks, index: int) -> CheckedBlock:
    """The block; where it shows the pages of all classes, they are named."""
    pages = (checked.class_pages[index] or study.items.classes) if checked.subjects[index] == "class_pages" else ()
    return CheckedBlock(
        study.block[index],
        checked.options[index],
        checked.shows_explanation[index],
        checked.explains_before_answer[index],
        pages,
    )


def _across(study: Study, checked: CheckedBlocks) -> list[str]:
    """Faults that only show when all is read: an unknown platform or class, an explanation before there is an arm."""
    faults = []
    platform = study.recruit.platform
    if ":" not in platform and platform not in platforms.names():
        faults.append(unknown("recruit.platform", "platform", platform, platforms.names()))
    else:
        try:
            platforms.load(platform)
        except (ImportError, AttributeError) as fault:
            faults.append(f"recruit.platform: {platform!r} cannot be loaded: {fault}")
    for index, block in enumerate(study.block[:-1]):
        if block.task == "debrief" and checked.options.get(index, {}).get("ask"):
            faults.append(f"block[{index}]: a debriefing that asks for the use of the answers is the last block")
    for index in range(len(study.blocks_before_seat)):
        if checked.shows_explanation.get(index):
            faults.append(f"block[{index}]: shows the arm's explanation, but the seat is claimed after it")
    for index, named in checked.class_pages.items():
        strange = [name for name in named if name not in study.items.classes]
        faults += [unknown(f"block[{index}].classes", "class", name, study.items.classes) for name in strange]
    return faults
