"""Checks the blocks of a study against their task kinds: options, images, texts and tables."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from study_app import tasks
from study_app.definition import Block
from study_app.errors import StudyError
from study_app.study.faults import lines, unknown
from study_app.study.task import Subject, Task
from study_app.study.words import Words, in_language
from study_app.study_folder.files import parse_toml, read_text

SUBJECT_KEYS: dict[str, Subject] = {"items": "images", "comparisons": "comparisons"}
HINTS = {"items": "items = { pool = … }", "comparisons": "comparisons = 'NAME'"}


@dataclass
class CheckedBlocks:
    """What was found, block by block (index → …), and what is wrong with study.toml and with other files."""

    options: dict[int, dict[str, Any]] = field(default_factory=dict)
    shows_explanation: dict[int, bool] = field(default_factory=dict)
    explains_before_answer: dict[int, bool] = field(default_factory=dict)
    subjects: dict[int, Subject] = field(default_factory=dict)
    class_pages: dict[int, tuple[str, ...]] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    file_faults: list[str] = field(default_factory=list)


def check_blocks(raw: Mapping[str, Any], folder: Path, words: Words) -> CheckedBlocks:
    """Checks every block that names a task, even where the rest of the file is at fault.

    words: what is said where a block leaves a text of its task out.
    """
    found = CheckedBlocks()
    blocks = raw.get("block", [])
    for index, block in enumerate(blocks if isinstance(blocks, list) else []):
        if isinstance(block, dict) and isinstance(block.get("task"), str):
            _check(found, index, block, folder, words)
    return found


def _check(found: CheckedBlocks, index: int, block: Mapping[str, Any], folder: Path, words: Words) -> None:
    where = f"block[{index}]"
    task = _task(block["task"], f"{where}.task", found.faults)
    if task is None:
        return
    own = {key: value for key, value in block.items() if key not in Block.model_fields}
    try:
        options = task.options.model_validate(in_language(task.options, own, words))
    except ValidationError as fault:
        found.faults += [f"{where}.{line}" for line in lines(fault, task.options, Block.model_fields)]
        return
    found.options[index] = options.model_dump(mode="json")
    found.shows_explanation[index] = task.shows_explanation(options)
    found.explains_before_answer[index] = task.explains_before_answer(options)
    found.subjects[index] = task.subject(options)
    found.faults += _subject_faults(found.subjects[index], block, where)
    found.class_pages[index] = task.class_pages(options)
    if all([_read(found, name, folder) for name in task.files(options)]):  # noqa: C419 - all files are read, all faults told
        found.file_faults += [f"{folder}/{fault}" for fault in task.faults(options, found.tables)]


def _task(name: str, where: str, faults: list[str]) -> Task | None:
    if ":" not in name and name not in tasks.names():
        faults.append(unknown(where, "task kind", name, tasks.names()))
        return None
    try:
        return tasks.load(name)
    except (ImportError, AttributeError) as fault:
        faults.append(f"{where}: {name!r} cannot be loaded: {fault}")
        return None


def _subject_faults(subject: Subject, block: Mapping[str, Any], where: str) -> Iterator[str]:
    """The key that says what the trials are about: missing, or there in vain."""
    for key, wanted in SUBJECT_KEYS.items():
        if subject == wanted and key not in block:
            yield f"{where}.{key}: missing; task {block['task']!r} shows {wanted}: {HINTS[key]}"
        elif key in block and subject != wanted:
            yield f"{where}.{key}: task {block['task']!r} shows no {wanted} here; leave it out"
    if subject in ("nothing", "class_pages") and "limit_seconds" in block:
        yield f"{where}.limit_seconds: goes with a task that shows images; whoever let the time run out would pass here"
    if subject == "nothing" and "break_after" in block:
        yield f"{where}.break_after: goes with a task of several trials; a break by itself is task 'pause'"
    for key in ("catch", "order"):
        if subject != "images" and key in block:
            yield f"{where}.{key}: goes with a task that shows images"


def _read(found: CheckedBlocks, name: str, folder: Path) -> bool:
    """Reads a text or table once; False where it cannot be had."""
    if name in found.sources:
        return True
    try:
        if not (folder / name).resolve().is_relative_to(folder.resolve()):
            raise StudyError(f"{folder / name}: lies outside the study's folder")
        if not name.endswith((".md", ".toml")):
            raise StudyError(f"{folder / name}: texts are Markdown (NAME.md), tables are TOML (NAME.toml)")
        text = read_text(folder / name)
        if name.endswith(".toml"):
            found.tables[name] = parse_toml(folder / name, text)
    except StudyError as fault:
        found.file_faults.append(str(fault))
        return False
    found.sources[name] = text
    return True
