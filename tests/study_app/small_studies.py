"""Small studies of one's own blocks, with stimuli that fit them."""

from pathlib import Path

from study_app import study_folder
from study_app.study_folder import LoadedStudy
from tests.study_app.small_sets import write_fitting_set

HEAD = """
[study]
name = "small"
title = "Small"
summary = "A small study."
minutes = 1
contact = "us"

[arms.none]

[arms.heatmap]
explanation = "heatmap"

[items]
classes = ["California", "Herring", "Ring-billed", "Western"]
pools.few = { per_class = 1 }
pools.some = { per_class = 3 }
pools.wrong = { per_class = 3, classifier_correct = false }
pools.many = { per_class = 20 }
comparisons.pair = { n = 2 }
comparisons.pairs = { n = 6 }

[[block]]
name = "first"
task = "text"
text = "first.md"
"""
ALLOCATION = '[allocation]\nblock_size = 4\nseats = 8\nseed = 1\nafter = "first"\n'


def small_study(
    folder: Path, blocks: str, *, files: dict[str, str] | None = None, allocation: str = ALLOCATION, more: str = ""
) -> LoadedStudy:
    """The study of these blocks (and other tables), after a text, in that folder; its stimuli lie in stimuli/small."""
    stimuli = folder / "stimuli" / "small"
    (folder / "study.toml").write_text(f"{HEAD}\n{blocks}\n{allocation}\n{more}")
    for name, text in {"first.md": "# First", **(files or {})}.items():
        (folder / name).write_text(text)
    written = study_folder.read(folder)
    write_fitting_set(stimuli, written.study)
    return study_folder.with_stimuli(written, stimuli)
