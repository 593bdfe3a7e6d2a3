"""Explanations that stand on other explanations: what they are given, under which key they are kept, what they cost."""

from pathlib import Path

import pytest

from stimuli.build.study import Build, build
from stimuli.build.workshop import Work
from stimuli.errors import StimuliError
from stimuli.store import Store

HEAD = """
[images]
source = "photographs"
size_px = 64
[classifier]
source = "checkpoint/classifier.toml"
"""
OWN_METHODS = """
import numpy as np
import torch
from stimuli.explanation import Heatmap
from stimuli.method import Method, Parameters, Request


class Table:
    kind = "table"


class Options(Parameters):
    of: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    level: float = 1.0


def plain(side, level):
    return Heatmap(np.full((side, side), level, dtype=np.float32))


def tell_level(classifier, request, parameters):
    return [plain(2, parameters.level) for _ in request.inputs]


def tell_value(classifier, request, parameters):
    rows = torch.arange(len(request.inputs))
    return [plain(2, float(value)) for value in request.target(request.inputs, rows).sigmoid()]


def tell_place(classifier, request, parameters):
    brightest = request.inputs.amax((1, 3)).argmax(1)
    return [plain(2, float(row) / 64) for row in brightest]


def ask(classifier, request, parameters):
    rows = torch.arange(len(request.inputs))
    inputs = request.inputs.clone().requires_grad_()
    for _ in range(3):
        values = request.target(inputs, rows)
    values.sum().backward()
    request.target.on(classifier)(request.inputs[:1], rows[:1])
    return [plain(2, 0.5) for _ in request.inputs]


def copy_needed(classifier, request, parameters):
    return request.needed[parameters.of[0]]


def next_image(parameters, members):
    return [(n + 1) % len(members) for n in range(len(members))]


def run_again(classifier, request, parameters):
    return request.reruns[parameters.again[0]](classifier, request)


def of(parameters):
    return parameters.of


def again(parameters):
    return parameters.again


LEVEL = Method(makes=Heatmap, parameters=Options, explain=tell_level)
VALUE = Method(makes=Heatmap, parameters=Options, explain=tell_value)
PLACE = Method(makes=Heatmap, parameters=Options, explain=tell_place)
TABLE = Method(makes=Table, parameters=Options, explain=tell_level)
PROBABILITY = Method(makes=Heatmap, parameters=Options, explain=tell_value, score="probability")
ASKING = Method(makes=Heatmap, parameters=Options, explain=ask)
COPY = Method(makes=Heatmap, parameters=Options, explain=copy_needed, needs=of, takes=Heatmap)
NEXT = Method(makes=Heatmap, parameters=Options, explain=copy_needed, needs=of, whose=next_image)
LOST = Method(makes=Heatmap, parameters=Options, explain=copy_needed, needs=of, whose=lambda p, members: [99])
AGAIN = Method(makes=Heatmap, parameters=Options, explain=run_again, reruns=again)
"""


@pytest.fixture
def folder(study: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Eight photographs of two classes, a checkpoint, and a researcher's own methods."""
    (study / "standing.py").write_text(OWN_METHODS)
    monkeypatch.syspath_prepend(study)
    return study


def table(name: str, method: str, parameters: str = "", more: str = "") -> str:
    return f'[[explanation]]\nname = "{name}"\nmethod = "standing:{method}"\nparameters = {{ {parameters} }}\n{more}\n'


def built(folder: Path, *tables: str) -> Build:
    (folder / "stimuli.toml").write_text(HEAD + "".join(tables))
    return build(folder / "stimuli.toml", folder / "out", Store(folder / "store"), "cpu", progress=False)


def faults_of(folder: Path, *tables: str) -> list[str]:
    with pytest.raises(StimuliError) as fault:
        built(folder, *tables)
    return [line.removeprefix(f"{folder / 'stimuli.toml'}: ") for line in str(fault.value).splitlines()]


def kept(folder: Path, made: Build, name: str) -> list[dict[str, object]]:
    """What the store has of an explanation of every image: `level`, the value of its first cell, and its facts."""
    entries = [Store(folder / "store").get(str(one.explanation(name).store_key)) for one in made.stimuli.stimuli]
    return [{"level": float(entry.arrays["values"].flat[0]), **entry.facts} for entry in entries if entry]


def levels(folder: Path, made: Build, name: str) -> list[object]:
    return [one["level"] for one in kept(folder, made, name)]


def test_an_image_is_given_what_is_said_of_itself(folder: Path) -> None:
    made = built(folder, table("copy", "COPY", 'of = ["value"]'), table("value", "VALUE"))
    assert levels(folder, made, "copy") == levels(folder, made, "value")


def test_a_method_can_choose_the_image_whose_explanation_is_given(folder: Path) -> None:
    made = built(folder, table("place", "PLACE"), table("next", "NEXT", 'of = ["place"]'))
    assert levels(folder, made, "place") == [0, 0.125, 0.25, 0.375] * 2
    assert levels(folder, made, "next") == [0.125, 0.25, 0.375, 0] * 2


def test_a_changed_ingredient_changes_what_is_made_of_it(folder: Path) -> None:
    made = built(folder, table("level", "LEVEL", "level = 0.25"), table("copy", "COPY", 'of = ["level"]'))
    assert levels(folder, made, "copy") == [0.25] * 8
    made = built(folder, table("level", "LEVEL", "level = 0.75"), table("copy", "COPY", 'of = ["level"]'))
    assert levels(folder, made, "copy") == [0.75] * 8


PLACEBOS = """
[[explanation]]
name = "heatmap"
method = "grad_cam"
parameters = { layer = "features.0" }
[[explanation]]
name = "random"
method = "random_map"
[[explanation]]
name = "other"
method = "other_image"
[[explanation]]
name = "shuffled"
method = "shuffled_weights"
"""


def test_a_placebo_is_made_anew_where_what_it_imitates_changes(folder: Path) -> None:
    built(folder, PLACEBOS)
    assert built(folder, PLACEBOS.replace("features.0", "features.1")).work.n_explanations == 4 * 8


def test_another_images_map_is_found_in_the_manifest_by_its_numbers(folder: Path) -> None:
    stimuli = built(folder, PLACEBOS).stimuli.stimuli
    real = {(one.label, one.explanation("heatmap").array_sha256): one.image for one in stimuli}
    donors = {one.image: real[one.label, one.explanation("other").array_sha256] for one in stimuli}
    assert sorted(donors.values()) == sorted(donors)
    assert all(donor != image for image, donor in donors.items())


def test_a_class_of_one_image_is_named_before_anything_is_computed(folder: Path) -> None:
    for n in range(1, 4):
        (folder / "photographs" / "red" / f"{n}.png").unlink()
    (fault,) = faults_of(folder, PLACEBOS)
    assert fault.startswith("explanation 'other': there is one image only of red, ")
    assert not (folder / "out").exists()


def test_a_method_can_be_run_again_with_its_parameters(folder: Path) -> None:
    made = built(folder, table("level", "LEVEL", "level = 0.25"), table("again", "AGAIN", 'again = ["level"]'))
    assert levels(folder, made, "again") == [0.25] * 8


def test_what_ran_again_is_run_again_where_its_parameters_change(folder: Path) -> None:
    built(folder, table("level", "LEVEL", "level = 0.25"), table("again", "AGAIN", 'again = ["level"]'))
    made = built(folder, table("level", "LEVEL", "level = 0.75"), table("again", "AGAIN", 'again = ["level"]'))
    assert levels(folder, made, "again") == [0.75] * 8


def test_a_method_explains_its_own_number_unless_the_recipe_names_another(folder: Path) -> None:
    made = built(
        folder,
        table("logit", "VALUE"),
        table("probability", "VALUE", more='score = "probability"'),
        table("own", "PROBABILITY"),
        table("overruled", "PROBABILITY", more='score = "logit"'),
    )
    logit, probability = levels(folder, made, "logit"), levels(folder, made, "probability")
    assert all(0.5 <= float(str(level)) <= 0.7311 for level in probability)  # the sigmoid of 0 and of 1
    assert logit != probability
    assert levels(folder, made, "own") == probability
    assert levels(folder, made, "overruled") == logit


def test_a_rerun_explains_the_number_of_what_it_reruns(folder: Path) -> None:
    made = built(folder, table("again", "AGAIN", 'again = ["own"]'), table("own", "PROBABILITY"))
    assert levels(folder, made, "again") == levels(folder, made, "own")


def test_what_an_explanation_cost_is_kept_with_it(folder: Path) -> None:
    made = built(folder, table("asking", "ASKING"))
    costs = [one["cost"] for one in kept(folder, made, "asking")]
    assert all(isinstance(cost, dict) and cost["seconds"] > 0 for cost in costs)
    counted = [(cost["images_forward"], cost["images_backward"]) for cost in costs if isinstance(cost, dict)]
    assert {backward for _, backward in counted} == {1}
    assert {forward for forward, _ in counted} == {3, 4}  # the first image of each batch was asked once more


def test_a_second_build_runs_nothing_again(folder: Path) -> None:
    recipe = (
        table("value", "VALUE"),
        table("next", "NEXT", 'of = ["value"]'),
        table("again", "AGAIN", 'again = ["value"]'),
    )
    built(folder, *recipe)
    (folder / "out" / "manifest.json").unlink()
    assert built(folder, *recipe).work == Work()


def test_what_the_recipe_lacks_is_named(folder: Path) -> None:
    assert faults_of(folder, table("copy", "COPY", 'of = ["heat"]'), table("again", "AGAIN", 'again = ["map"]')) == [
        "explanation 'copy' needs 'heat', which the recipe lacks; it has: copy, again",
        "explanation 'again' reruns 'map', which the recipe lacks; it has: copy, again",
    ]


def test_explanations_that_wait_for_each_other_are_refused(folder: Path) -> None:
    assert faults_of(folder, table("copy", "COPY", 'of = ["again"]'), table("again", "AGAIN", 'again = ["copy"]')) == [
        "explanation: these wait for each other: copy, again"
    ]


def test_what_stands_on_others_itself_is_not_run_again(folder: Path) -> None:
    recipe = (
        table("value", "VALUE"),
        table("copy", "COPY", 'of = ["value"]'),
        table("again", "AGAIN", 'again = ["copy"]'),
    )
    assert faults_of(folder, *recipe) == [
        "explanation 'again' reruns 'copy', which stands on value itself; "
        "only a method that needs no other explanation can be run again"
    ]


def test_an_image_outside_the_set_cannot_be_chosen(folder: Path) -> None:
    assert faults_of(folder, table("value", "VALUE"), table("lost", "LOST", 'of = ["value"]')) == [
        "explanation 'lost': standing:LOST: `whose` must give a position in the set for each of its images"
    ]


def test_the_kind_of_explanation_that_a_method_takes_is_checked(folder: Path) -> None:
    assert faults_of(folder, table("rows", "TABLE"), table("copy", "COPY", 'of = ["rows"]')) == [
        "explanation 'copy' takes a heatmap, but 'rows' makes table"
    ]
