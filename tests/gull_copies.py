"""Copies of gull studies that are built sooner: with fewer pictures, or without concepts."""

import re
import shutil
from pathlib import Path

from study_app.study_folder import SHIPPED
from tests.builders import PLAIN_GULLS


def copy_of_the_gulls(folder: Path, study: Path = PLAIN_GULLS) -> Path:
    """The study, written to that folder under the folder's name.  study: absent: the plain one."""
    shutil.copytree(study, folder)
    change(folder / "study.toml", ('name = "gulls"', f'name = "{folder.name}"'))
    return folder


def without_concepts(folder: Path) -> Path:
    """The same with three arms in blocks of six: nothing is learnt, and no map takes long."""
    copy = copy_of_the_gulls(folder)
    change(
        copy / "study.toml",
        (r"\[arms\.xnn\]\n(.+\n)+\n", ""),
        (r"\[\[hypothesis\]\]\n(.+\n)*contrast = \"xnn.*\n(.+\n)*\n", ""),
        ("block_size = 8", "block_size = 6"),
        ("seats = 160", "seats = 120"),
    )
    change(
        copy / "stimuli.toml",
        (r"(#.*\n)*\[\[explanation\]\]\nname = \"xnn\"\n(.+\n)+\n", ""),
        (r"\[fit\].*\n(.+\n)+\n", ""),
    )
    return copy


def with_few_pictures(folder: Path) -> Path:
    """All of the shipped study, but with one picture of each gull in every block.

    Its concepts are learnt from as few others as are allowed, so that they are found soon, and drawn roughly.
    """
    copy = copy_of_the_gulls(folder, SHIPPED / "gulls")
    change(copy / "study.toml", ("per_class = [25]", "per_class = 1"))
    change(
        copy / "stimuli.toml",
        ("per_class = 16", "per_class = 5"),
        ("per_class = 64", "per_class = 24"),
        ("size_px = 448", "size_px = 224"),
        (r"iterations = \d+", "iterations = 2"),
        (r"views = \d+", "views = 1, rows = 2000, epochs = 10, rounds = 0"),
        (r"steps = \d+", "steps = 2"),
    )
    return copy


GRAPHS = """[[explanation]]
name = "graph"
method = "attention_graph"
parameters = { PARAMETERS }

[[explanation]]
name = "bare-graph"
method = "attention_graph"
parameters = { PARAMETERS }
picture = { attention_graph = { numbers = false, edges = false } }

[items]
baseline = "blur"

"""


def with_graphs(folder: Path, parameters: str = 'baseline = "blur"') -> Path:
    """A study with two pictures of each gull and items to ask about them; two arms see attention graphs.

    parameters: of the graphs.  The arms are `none`, `graph`, and `bare-graph`, which sees neither numbers nor edges.
    """
    copy = without_concepts(folder)
    change(
        copy / "study.toml",
        ("per_class = [56]", "per_class = 1"),
        (r'\[arms\.placebo\]\nexplanation = "placebo"\ndeception = "placebo"', '[arms.graph]\nexplanation = "graph"'),
        (r'\[arms\.heatmap\]\nexplanation = "heatmap"', '[arms.bare-graph]\nexplanation = "bare-graph"'),
        ("heatmap - none", "graph - none"),
        ("heatmap - placebo", "graph - bare-graph"),
    )
    change(
        copy / "stimuli.toml",
        ("per_class = 14", "per_class = 2"),
        (r"(\[\[explanation\]\]\n(.+\n)+\n)+", GRAPHS.replace("PARAMETERS", parameters)),
        (r"steps = \d+", "steps = 2"),
    )
    return copy


def change(path: Path, *changes: tuple[str, str]) -> None:
    """Puts the second text wherever the pattern before it matches, which it must."""
    text = path.read_text(encoding="utf-8")
    for pattern, new in changes:
        text, n = re.subn(pattern, new, text)
        assert n, f"{path}: no {pattern!r}"
    path.write_text(text, encoding="utf-8")
