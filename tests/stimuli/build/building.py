"""A small study, built in its own folder."""

from pathlib import Path

from stimuli.build.study import Build, build, construct
from stimuli.store import Store


def built(study: Path) -> Build:
    """What there is of the study: nothing is done where the set is there."""
    return build(study / "stimuli.toml", study / "out", Store(study / "store"), "cpu", progress=False)


def constructed(study: Path) -> Build:
    """The same without asking whether the set is there."""
    return construct(study / "stimuli.toml", study / "out", Store(study / "store"), "cpu", progress=False)


def change(study: Path, old: str, new: str) -> None:
    """Another text in its recipe."""
    path = study / "stimuli.toml"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
