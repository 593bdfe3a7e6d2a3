"""A page of every kind that there is: each stage of every task's own example, and what no example has."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from random import Random

from study_app import study_folder, tasks
from study_app.study.controls import Agree, Choice, Choose, Mark, Proceed
from study_app.study.mind import Mind
from study_app.study.page import Figure, Page, Prompt
from study_app.study.plan import Place, after_seat
from study_app.study.task import Task, Values
from study_app.study.texts import safe_html
from study_app.study.trial import PlannedTrial
from study_app.study_folder import LoadedStudy
from tests.builders import write_asset, write_stimulus_set
from tests.graph_pictures import attention_graph

STUDY = """
[study]
name = "example"
title = "Example"
summary = "An example."
minutes = 1
contact = "A. Researcher, a@example.org"

[arms.none]

[arms.xnn]
explanation = "xnn"

[allocation]
block_size = 2
seats = 4
seed = 1
after = "first"

[items]
classes = ["California", "Herring"]
pools.all = { per_class = 2 }
comparisons.some = { n = 2 }

[[block]]
name = "first"
task = "text"
text = "first.md"
"""
BLOCK = '[[block]]\nname = "example"\ntask = "{kind}"\n'
ITEMS = {"images": 'items = { pool = "all" }\n', "comparisons": 'comparisons = "some"\n'}
MINDS = (Mind(skill=1.0), Mind(skill=0.0, reliance=0.0, understanding=0.0))
SCREENS_PX = ("1600", "300")
SEEDS = 6  # so many times somebody guesses
MARKDOWN = (
    "# A text\n\n## With parts\n\nSome **words**, a [link](https://example.org).\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n"
    "> - one\n> - two\n\n1. `code`"
)


def every_page(folder: Path) -> dict[str, Page]:
    """Pages by a name of their own; the folder gets their pictures."""
    write_stimulus_set(folder, ("California", "Herring"), 2, ("xnn",))
    found = dict(_alone(folder))
    for kind in tasks.names():
        for name, page in _of_task(kind, folder):
            if name not in found and page not in found.values():
                found[name] = page
    return found


def example(kind: str, task: Task, folder: Path) -> LoadedStudy:
    """A study with the task's own example as its block after the seat."""
    options = task.example.options
    own = "".join(f"{key} = {toml(value)}\n" for key, value in options.items())
    items = ITEMS.get(task.subject(task.options.model_validate(dict(options))), "")
    (folder / "study.toml").write_text(f"{STUDY}\n{BLOCK.format(kind=kind)}{items}{own}")
    for name, text in {"first.md": "# First", **task.example.files}.items():
        (folder / name).write_text(text)
    return study_folder.with_stimuli(study_folder.read(folder), folder)


def _of_task(kind: str, folder: Path) -> Iterator[tuple[str, Page]]:
    """Every stage in every arm, as people come to it who know everything or nothing, on screens large and small."""
    task = tasks.load(kind)
    loaded = example(kind, task, folder)
    for arm in loaded.study.arms:
        trial = after_seat(loaded.design, Place(arm, 0), 1)[0]
        for mind, screen_px, seed in product(MINDS, SCREENS_PX, range(SEEDS)):
            for stage, page in _stages(task, trial, loaded, _Person(mind, screen_px, Random(seed))):
                yield "-".join((kind, stage, arm, *(["wrong"] if page.prompt.verdict is False else []))), page


@dataclass(frozen=True)
class _Person:
    """Who answers.  screen_px: how wide and high the window is said to be."""

    mind: Mind
    screen_px: str
    rng: Random


def _stages(task: Task, trial: PlannedTrial, loaded: LoadedStudy, person: _Person) -> Iterator[tuple[str, Page]]:
    given: dict[str, Values] = {}
    while (stage := task.next_stage(trial, given, loaded.material)) is not None:
        yield stage, task.page(trial, stage, given, loaded.material)
        form = task.simulate(trial, stage, given, person.mind, person.rng, loaded.material)
        form = {name: person.screen_px if name.endswith("_px") else value for name, value in form.items()}
        given[stage] = task.read(trial, stage, form, loaded.material)


def _alone(folder: Path) -> Iterator[tuple[str, Page]]:
    """What a task can show that no example does."""
    picture, heat, left, right = (write_asset(folder, name, alt=f"Picture {name}") for name in "phlr")
    graph = Figure(heat, "What is enough for it", role="explanation", graph=attention_graph(folder))
    seen, sides = Figure(picture), (Figure(left, "Left", role="left"), Figure(right, "Right", role="right"))
    two = Choose("Which bird is this?", (Choice("a", "A gull", "1"), Choice("b", "A tern", "2")))
    many = Choose("Which bird is this?", tuple(Choice(str(n), f"Bird {n}", str(n)) for n in range(1, 9)))
    yield "text", Page(Prompt(html=safe_html(MARKDOWN)), Proceed("Continue", 0.3))
    yield "ask", Page(Prompt(html=safe_html(MARKDOWN)), Agree("Yes", "No"))
    yield "choose", Page(Prompt("Picture 3 of 9", figures=(seen,)), two, timed=True)
    yield "choose-many", Page(Prompt(figures=(seen,)), many, timed=True)
    yield "point", Page(Prompt("Where is the beak?", figures=(seen,)), Mark("Done"), timed=True)
    yield "graph", Page(Prompt("That is right", figures=(seen, graph), verdict=True), Proceed("Continue"))
    yield "compared-graph", Page(Prompt("Picture 1", figures=(*sides, seen, graph)), two)
    yield "limited", Page(Prompt(figures=(seen,)), two, timed=True, limit_seconds=60)


def toml(value: object) -> str:
    """A value as TOML writes it inside one line."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {toml(inner)}" for key, inner in value.items()) + " }"
    return json.dumps(value)
