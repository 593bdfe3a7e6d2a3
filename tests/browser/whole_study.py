"""A study that has a block of every task kind: each task's own example, made short."""

from collections.abc import Mapping
from pathlib import Path

from study_app import tasks
from tests.browser.every_page import BLOCK, ITEMS, STUDY, toml
from tests.builders import write_stimulus_set

SECONDS = 0.2  # of every page that must be looked at for a while
FIRST, LAST = ("consent",), ("debrief",)
ONE_OF_EACH = {"per_class = 2": "per_class = 1", "n = 2": "n = 1"}


def whole_study(folder: Path, stimuli: Path) -> Path:
    """The study's folder; its stimuli are written into the folder `stimuli`."""
    folder.mkdir()
    kinds = [kind for kind in tasks.names() if kind not in (*FIRST, *LAST)]
    head = STUDY.replace('name = "example"', 'name = "whole"')
    for old, new in ONE_OF_EACH.items():
        head = head.replace(old, new)
    blocks = "\n".join(_block(kind, folder) for kind in (*FIRST, *kinds, *LAST))
    (folder / "study.toml").write_text(f"{head}\n{blocks}")
    (folder / "first.md").write_text("# First")
    write_stimulus_set(stimuli / "whole", ("California", "Herring"), 2, ("xnn",))
    return folder


def _block(kind: str, folder: Path) -> str:
    task = tasks.load(kind)
    for name, text in task.example.files.items():
        (folder / name).write_text(text)
    options = _short(task.example.options)
    items = ITEMS.get(task.subject(task.options.model_validate(dict(options))), "")
    own = "".join(f"{key} = {toml(value)}\n" for key, value in options.items())
    return BLOCK.format(kind=kind).replace('"example"', f'"{kind}"') + items + own


def _short(options: Mapping[str, object]) -> dict[str, object]:
    """The options with short waits; nobody is sent away for what is seen on a plate."""
    changed = {"minimum_seconds": SECONDS, "otherwise": "flag"} if "plates" in options else {"minimum_seconds": SECONDS}
    return {
        key: _short(value) if isinstance(value, Mapping) else changed.get(key, value) for key, value in options.items()
    }
