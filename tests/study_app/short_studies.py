"""Studies of a few pages, written as a researcher writes them and loaded through the same door."""

from collections.abc import Mapping
from pathlib import Path

from study_app import study_folder
from study_app.study_folder import LoadedStudy

HEAD = """
[study]
name = "NAME"
title = "Short"
summary = "A few pages."
minutes = 5
contact = "us"

[arms.none]

[arms.heatmap]
explanation = "heatmap"

[items]
classes = ["California", "Herring"]
pools.train = { per_class = 4 }
pools.test = { per_class = 4 }
pools.easy = { per_class = 2 }
"""
ALLOCATION = """
[allocation]
block_size = 2
seats = 4
seed = 5
after = "consent"
"""
CONSENT = """
[[block]]
name = "consent"
task = "consent"
text = "consent.md"
"""
TEST = """
[[block]]
name = "test"
task = "classify"
question = "Which?"
items = { pool = "test", per_class = 1 }
"""
DEBRIEF = """
[[block]]
name = "debrief"
task = "debrief"
text = "debrief.md"
"""
TEXTS = {"consent.md": "You may stop at any time.", "debrief.md": "Thank you."}


def allocated(**values: str) -> str:
    """The table [allocation] with these keys, as TOML writes their values, instead of or beside the usual ones."""
    usual = {"block_size": "2", "seats": "4", "seed": "5", "after": '"consent"'}
    lines = (f"{key} = {value}" for key, value in (usual | values).items() if value)
    return "\n".join(["\n[allocation]", *lines, ""])


def short(
    folder: Path, stimuli: Path, blocks: str = CONSENT + TEST, *, top: str = ALLOCATION, files: Mapping[str, str] = {}
) -> LoadedStudy:
    """The study of these blocks, which has the folder's name.

    top: further tables, [allocation] among them.  files: name → text.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (TEXTS | dict(files)).items():
        (folder / name).write_text(text)
    (folder / "study.toml").write_text(HEAD.replace("NAME", folder.name) + top + blocks)
    return study_folder.load(str(folder), stimuli / "gulls")
