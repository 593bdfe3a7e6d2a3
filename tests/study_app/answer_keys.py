"""A study with every kind of key, and the same study under other keys: other truths, predictions, right answers."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from sqlite3 import connect
from typing import NamedTuple

from flask import Flask
from sqlalchemy import update

from stimuli import manifest
from stimuli.manifest import ASSET_FOLDER, Item, Stimulus, StimulusSet
from study_app import study_folder
from study_app.app import create_app
from study_app.config import Settings
from study_app.database import make_engine, make_sessions
from study_app.models import StudyVersion
from study_app.runtime import EXTENSION
from tests.pictures_in_sizes import give_copies
from tests.study_app.small_sets import write_fitting_set

NAME = "keys"
STUDY = """
[study]
name = "keys"
title = "Which bird is it?"
summary = "Look at birds."
minutes = 5
contact = "the researcher"

[arms.heatmap]
explanation = "heatmap"

[allocation]
block_size = 1
seats = 4
seed = 3
after = "quiz"

[items]
classes = ["Auk", "Coot", "Dipper", "Egret"]
pools.birds = { per_class = 6 }
comparisons.pairs = { n = 1 }

[[block]]
name = "quiz"
task = "quiz"
questions_file = "quiz.toml"
"""
PICTURED = 'items = { mix = { birds = 1 } }\nexplanation = "by-arm"\n'
BLOCKS = {
    "classify": f'question = "Which?"\nconfidence = {{ points = 5 }}\n{PICTURED}',
    "predict": f'question = "What will it say?"\nconfidence = {{ points = 5 }}\n{PICTURED}',
    "compare": 'comparisons = "pairs"\nconfidence = { points = 5 }\n',
    "advise": f'stages = "one"\nquestion = "Do you accept?"\nshows_probability = true\n{PICTURED}',
    "advise-twice": f'stages = "two"\nquestion = "Which?"\nconfidence = {{ points = 5 }}\n{PICTURED}',
    "spot": f'question = "Where?"\n{PICTURED}',
    "rate": 'items_file = "care.toml"\ncheck = "attention"\n',
    "text": 'text = "end.md"\n',
}
FEEDBACK = "feedback = { minimum_seconds = 0 }\n"
FILES = {
    "quiz.toml": '[[question]]\nname = "job"\ntext = "What will you do?"\noptions = ["Name birds", "Draw birds"]\n'
    'right = "Name birds"\nhint = "Look again."\n',
    "care.toml": '[[item]]\nname = "care"\ntext = "Choose here."\npoints = 6\nlow = "no"\nhigh = "yes"\n'
    "expected = [5, 6]\n",
    "end.md": "# The end",
}


class Key(NamedTuple):
    """Another key: by how many classes the truth and the prediction of every image are turned.

    In each, the other version of every pair keeps the class, and other answers of the quiz and the scale are right.
    """

    truth: int
    predicted: int

    def stimulus(self, one: Stimulus, classes: tuple[str, ...]) -> Stimulus:
        """The same pictures under this key; how sure the classifier is stays, as advice may tell it."""
        turned = {
            "label": classes[(classes.index(one.label) + self.truth) % len(classes)],
            "predicted": classes[(classes.index(one.predicted) + self.predicted) % len(classes)],
            "p_label": 0.1 * self.truth,
        }
        return one.model_copy(update=turned)

    def item(self, one: Item) -> Item:
        """The other version keeps the class; the pictures stay on their sides."""
        left, right = ({fact: getattr(side, fact) for fact in VERSION} for side in (one.left, one.right))
        exchanged = {"left": one.left.model_copy(update=right), "right": one.right.model_copy(update=left)}
        facts = {"correct": "left" if one.correct == "right" else "right", "difficulty": 0.7, "gap": 0.3}
        return one.model_copy(update=exchanged | facts)


VERSION = ("p", "share", "keeps_class")
CHANGED_FILES = (
    ("quiz.toml", 'right = "Name birds"', 'right = "Draw birds"'),
    ("care.toml", "expected = [5, 6]", "expected = [1]"),
)
EVERY_TRUTH_AND_PREDICTION = (Key(1, 0), Key(2, 3), Key(3, 2), Key(0, 1))
EVERY_TRUTH = (Key(1, 0), Key(2, 0), Key(3, 0))  # where the prediction is told: it is advice


def write_study(folder: Path, block: str) -> None:
    """The study with the quiz, one block of that name, and an end."""
    blocks = (block, "text") if block != "quiz" else ("text",)
    text = STUDY
    for name in blocks:
        task = name.removesuffix("-twice")
        told = FEEDBACK if name in ("classify", "predict", "advise", "spot") else ""
        text += f'\n[[block]]\nname = "{name}"\ntask = "{task}"\n{BLOCKS[name]}{told}'
    folder.mkdir(parents=True)
    for name, content in {"study.toml": text, **FILES}.items():
        (folder / name).write_text(content)


@dataclass(frozen=True)
class KeyedStudy:
    """The study in folder/study with its stimuli, and the settings of an instance there."""

    folder: Path
    settings: Settings

    def under(self, key: Key, folder: Path) -> "KeyedStudy":
        """A copy of all of it, of the database as it is now, under another key."""
        shutil.copytree(self.folder / "study", folder / "study")
        for name, old, new in CHANGED_FILES:
            path = folder / "study" / name
            assert old in path.read_text()
            path.write_text(path.read_text().replace(old, new))
        self._write_stimuli(folder, key)
        with closing(connect(self.folder / "test.db")) as mine, closing(connect(folder / "test.db")) as copied:
            mine.backup(copied)
        made = keyed(folder, self.settings)
        _adopt(made)
        return made

    def _write_stimuli(self, folder: Path, key: Key) -> None:
        old, place = manifest.read(self.folder / "stimuli" / NAME), folder / "stimuli" / NAME
        changed = {
            "stimuli": tuple(key.stimulus(one, old.classes) for one in old.stimuli),
            "items": tuple(key.item(one) for one in old.items),
        }
        manifest.write(StimulusSet.model_validate(old.model_copy(update=changed).model_dump()), place)
        (place / ASSET_FOLDER).symlink_to(self.folder / "stimuli" / NAME / ASSET_FOLDER)

    @contextmanager
    def running(self) -> Iterator[Flask]:
        """The application."""
        app = create_app(self.settings)
        yield app
        app.extensions[EXTENSION].sessions.kw["bind"].dispose()


def keyed(folder: Path, settings: Settings) -> KeyedStudy:
    """What lies in that folder."""
    own = replace(
        settings,
        instance=folder,
        database_url=f"sqlite:///{folder / 'test.db'}",
        studies=(str(folder / "study"),),
        stimuli=folder / "stimuli",
    )
    return KeyedStudy(folder, own)


def keyed_study(folder: Path, settings: Settings, empty_database: bytes, block: str) -> KeyedStudy:
    """A new one, whose third block is of that name."""
    write_study(folder / "study", block)
    stimuli = folder / "stimuli" / NAME
    give_copies(stimuli, write_fitting_set(stimuli, study_folder.read(folder / "study").study))
    (folder / "test.db").write_bytes(empty_database)
    return keyed(folder, settings)


def _adopt(copy: KeyedStudy) -> None:
    """The copied database takes the changed study for the one that its participant began."""
    written = study_folder.read(copy.folder / "study")
    engine = make_engine(copy.settings.database_url)
    with make_sessions(engine).begin() as session:
        session.execute(update(StudyVersion).values(hash=written.hash))
    engine.dispose()
