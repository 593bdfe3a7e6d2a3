"""Checks the blocks of a study against their task kinds: options, images, texts and tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from study_app import tasks
from study_app.definition import Block
from study_app.errors import StudyError
from study_app.study.faults import lines, unknown
from study_app.study.task import Task
from study_app.study_folder.files import parse_toml, read_text


@dataclass
class CheckedBlocks:
    """What was found, block by block (index → …), and what is wrong with study.toml and with other files."""

    options: dict[int, dict[str, Any]] = field(default_factory=dict)
    shows_explanation: dict[int, bool] = field(default_factory=dict)
    explains_before_answer: dict[int, bool] = field(default_factory=dict)
    class_pages: dict[int, tuple[str, ...] | None] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    file_faults: list[str] = field(default_factory=list)


def check_blocks(raw: Mapping[str, Any], folder: Path) -> CheckedBlocks:
    """Checks every block that names a task, even where the rest of the file is at fault."""
    found = CheckedBlocks()
    blocks = raw.get("block", [])
    for index, block in enumerate(blocks if isinstance(blocks, list) else []):
        if isinstance(block, dict) and isinstance(block.get("task"), str):
            _check(found, index, block, folder)
    return found


def _check(found: CheckedBlocks, index: int, block: Mapping[str, Any], folder: Path) -> None:
    where = f"block[{index}]"
    task = _task(block["task"], f"{where}.task", found.faults)
    if task is None:
        return
    found.faults += _item_faults(task, block, where)
    own = {key: value for key, value in block.items() if key not in Block.model_fields}
    try:
        options = task.options.model_validate(own)
    except ValidationError as fault:
        found.faults += [f"{where}.{line}" for line in lines(fault, task.options, Block.model_fields)]
        return
    found.options[index] = options.model_dump(mode="json")
    found.shows_explanation[index] = task.shows_explanation(options)
    found.explains_before_answer[index] = task.explains_before_answer(options)
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


def _item_faults(task: Task, block: Mapping[str, Any], where: str) -> list[str]:
    if task.needs_images and "items" not in block:
        return [f"{where}.items: missing; task {block['task']!r} shows images: items = {{ pool = … }}"]
    if "items" in block and not task.needs_images:
        return [f"{where}.items: task {block['task']!r} shows no images; leave it out"]
    return []


def _read(found: CheckedBlocks, name: str, folder: Path) -> bool:
    """Reads a text or table once; False where it cannot be had."""
    if name in found.sources:
        return True
    try:
        if not (folder / name).resolve().is_relative_to(folder.resolve()):
            raise StudyError(f"{folder / name}: lies outside the study's folder")
        text = read_text(folder / name)
        if name.endswith(".toml"):
            found.tables[name] = parse_toml(folder / name, text)
    except StudyError as fault:
        found.file_faults.append(str(fault))
        return False
    found.sources[name] = text
    return True
