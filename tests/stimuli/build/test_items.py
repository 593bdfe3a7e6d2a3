"""Items of a whole build: resumable, balanced, and their pictures exactly what was scored."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from safetensors.torch import save_file

from stimuli import manifest, renderers
from stimuli.build.freshness import set_code
from stimuli.build.items import BASELINE, NO_PAIR, NOT_TAKEN, TOO_FEW
from stimuli.build.workshop import Work
from stimuli.classifier import Evaluations
from stimuli.code_version import code_version
from stimuli.description import write_description
from stimuli.errors import StimuliError
from stimuli.images import as_input, load
from stimuli.loading import load_classifier
from stimuli.manifest import Item, Occluded, StimulusSet
from stimuli.recipe import read_recipe
from tests.stimuli.attention_graphs.planted import PAIR, TRIO
from tests.stimuli.attention_graphs.planted_network import SIDE, PatchSeeker, description
from tests.stimuli.build.building import built, change, constructed

RECIPE = """
[images]
source = "photographs"
size_px = 56

[classifier]
source = "checkpoint/classifier.toml"

[[explanation]]
name = "placebo"
method = "edges"

[items]
baseline = "black"
"""
GRAPH = """
[[explanation]]
name = "graph"
method = "attention_graph"
parameters = { baseline = "black", guide = "exhaustive" }
"""
GULLS = """
[images]
source = "gulls"
species = ["California", "Western"]
per_class = 1
seed = 448
size_px = 224

[classifier]
source = "gulls"

[[explanation]]
name = "placebo"
method = "edges"

[items]
baseline = "blur"
draws = 8
"""


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """A study of five light pictures that the patch seeker takes for seen, and a dark one that it does not."""
    folder, rng = tmp_path / "study", np.random.default_rng(0)
    (folder / "checkpoint").mkdir(parents=True)
    save_file(PatchSeeker().state_dict(), folder / "checkpoint" / "model.safetensors")
    write_description(description(weights="model.safetensors"), folder / "checkpoint" / "classifier.toml")
    for name, n_pictures, lowest in (("seen", 5, 120), ("unseen", 1, 0)):
        (folder / "photographs" / name).mkdir(parents=True)
        for n in range(n_pictures):
            pixels = rng.integers(lowest, lowest + 50, (SIDE, SIDE, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(folder / "photographs" / name / f"{n}.png")
    (folder / "stimuli.toml").write_text(RECIPE)
    return folder


def versions(stimuli: StimulusSet) -> Iterator[tuple[Item, Occluded]]:
    for one in stimuli.items:
        yield one, one.left
        yield one, one.right


def test_every_picture_gives_an_item_or_a_reason(planted: Path) -> None:
    stimuli = built(planted).stimuli
    assert [one.image for one in stimuli.items] == [f"seen/{n}.png" for n in range(5)]
    assert [one.id for one in stimuli.items] == [f"seen/{n}.png#1" for n in range(5)]
    assert stimuli.item_misses == {BASELINE: 1}
    assert manifest.read(planted / "out") == stimuli
    assert manifest.faults(stimuli, planted / "out") == []


def test_every_item_keeps_its_promises(planted: Path) -> None:
    change(planted, 'baseline = "black"', 'baseline = "black"\nper_image = 3')
    found = built(planted).stimuli.items
    assert len(found) == 15
    for one in found:
        right, wrong = (one.left, one.right) if one.correct == "left" else (one.right, one.left)
        assert (right.keeps_class, wrong.keeps_class) == (True, False)
        assert right.p > 0.5 > wrong.p
        assert any(not set(planted_set) & set(right.hidden) for planted_set in (TRIO, PAIR))
        assert all(set(planted_set) & set(wrong.hidden) for planted_set in (TRIO, PAIR))
        assert len(right.hidden) == len(wrong.hidden) == one.n_hidden
        assert right.hidden_area == wrong.hidden_area == pytest.approx(one.n_hidden / 49, abs=1e-6)
        assert one.gap == pytest.approx(right.share - wrong.share, abs=2e-6)
        assert one.gap >= 0.3
        assert one.difficulty == pytest.approx(max(0, 1 - one.gap))
        assert right.share == pytest.approx(right.p / one.p_full, abs=1e-6)
        assert (one.target, one.baseline, one.cells, one.stratum, one.overlaps) == ("seen", "black", 7, "open", {})
    assert abs(Counter(one.correct for one in found)["left"] - 7.5) == 0.5


def test_the_pictures_on_disk_are_exactly_what_was_scored(planted: Path) -> None:
    change(planted, 'baseline = "black"', 'baseline = "black"\nfeather_px = 1.5')
    stimuli = built(planted).stimuli
    assert rescored(stimuli, planted, str(planted / "checkpoint" / "classifier.toml")) == 10


def rescored(stimuli: StimulusSet, study: Path, source: str) -> int:
    """How many versions' files, taken through the classifier once more, say what the manifest says."""
    classifier, n = load_classifier(source, device="cpu"), 0
    for one, version in versions(stimuli):
        file = load(study / "out" / "assets" / version.asset.file_name)
        assert file.shape == (classifier.preprocessing.input_px,) * 2 + (3,)
        (row,) = classifier.predict([as_input(file, classifier.preprocessing)])
        assert row[classifier.index(one.target)] == pytest.approx(version.p, abs=1e-5)
        assert (classifier.classes[int(row.argmax())] == one.target) is version.keeps_class
        n += 1
    return n


def test_nothing_about_a_version_gives_the_answer_away(planted: Path) -> None:
    stimuli = built(planted).stimuli
    assert {version.asset.alt for _, version in versions(stimuli)} == {"Picture, parts of it hidden"}
    assert {version.asset.caption for _, version in versions(stimuli)} == {""}
    for _, version in versions(stimuli):
        with Image.open(planted / "out" / "assets" / version.asset.file_name) as image:
            assert not image.getexif()


def test_a_second_build_computes_nothing(planted: Path) -> None:
    first, second = built(planted), built(planted)
    assert first.work.n_tried == 6
    assert (second.work, second.evaluations, second.stimuli) == (Work(), Evaluations(), first.stimuli)
    (planted / "out" / "manifest.json").unlink()
    third = constructed(planted)
    assert (third.n_opened, third.work, third.evaluations, third.stimuli) == (0, Work(), Evaluations(), first.stimuli)


def test_only_what_was_lost_is_tried_again(planted: Path) -> None:
    first = built(planted)
    torn = next(path for path in (planted / "store").glob("*/*.npz") if "said" in np.load(path).files)
    torn.write_bytes(torn.read_bytes()[:200])
    again = constructed(planted)
    assert again.work == Work(n_tried=1)
    assert again.stimuli == first.stimuli


def test_what_only_chooses_asks_the_network_nothing(planted: Path) -> None:
    built(planted)
    change(planted, 'baseline = "black"', 'baseline = "black"\nper_image = 2\nleast_gap = 0.4\nlook_ups = "label"')
    second = built(planted)
    assert (second.work.n_tried, second.evaluations) == (0, Evaluations())
    assert len(second.stimuli.items) == 10


@pytest.mark.parametrize("changed", ["seed = 1", "draws = 40", "cells = 6", "feather_px = 1"])
def test_what_is_tried_is_tried_again_where_the_plan_of_it_changes(planted: Path, changed: str) -> None:
    first = built(planted)
    change(planted, 'baseline = "black"', f'baseline = "black"\n{changed}')
    second = built(planted)
    assert second.work.n_tried == 6
    assert hidden(second.stimuli) != hidden(first.stimuli)


def hidden(stimuli: StimulusSet) -> dict[str, tuple[tuple[int, ...], ...]]:
    """By item, which patches are hidden where the class is kept, and where it is lost."""
    return {
        one.id: tuple(v.hidden for v in (one.left, one.right)[:: 1 if one.left.keeps_class else -1])
        for one in stimuli.items
    }


def test_an_item_does_not_depend_on_the_other_images(planted: Path) -> None:
    first = hidden(built(planted).stimuli)
    for n in (0, 2, 3):
        (planted / "photographs" / "seen" / f"{n}.png").unlink()
    assert hidden(built(planted).stimuli) == {name: first[name] for name in ("seen/1.png#1", "seen/4.png#1")}


def test_items_are_the_same_however_the_arms_are_drawn(planted: Path) -> None:
    first = built(planted).stimuli.items
    change(planted, "[images]", '[picture]\ncolour_map = "magma"\nopacity = 0.3\n[images]')
    change(planted, 'method = "edges"', 'method = "edges"\n[[explanation]]\nname = "other"\nmethod = "centre_prior"')
    assert built(planted).stimuli.items == first


def test_an_image_that_is_not_taken_for_the_class_gives_none(planted: Path) -> None:
    change(planted, 'baseline = "black"', 'baseline = "black"\nof = "label"')
    dark, light = (planted / "photographs" / name for name in ("unseen/0.png", "seen/0.png"))
    light.write_bytes(dark.read_bytes())
    stimuli = built(planted).stimuli
    assert len(stimuli.items) == 4
    assert stimuli.item_misses == {NOT_TAKEN: 1, BASELINE: 1}


def test_an_image_without_enough_pairs_is_counted(planted: Path) -> None:
    change(planted, 'baseline = "black"', 'baseline = "black"\ndraws = 4\nper_image = 10')
    stimuli = built(planted).stimuli
    assert set(stimuli.item_misses) <= {BASELINE, TOO_FEW, NO_PAIR}
    assert sum(stimuli.item_misses.values()) == 6
    assert 0 < len(stimuli.items) < 50


def test_a_graph_brings_overlaps_and_strata(planted: Path) -> None:
    change(planted, "[items]", GRAPH + "[items]")
    change(planted, 'baseline = "black"\n', 'baseline = "black"\nper_image = 3\n')
    stimuli = built(planted).stimuli
    strata = Counter[str]()
    for one in stimuli.items:
        (nodes,) = one.overlaps.values()
        assert [node.is_root for node in nodes[:3]] == [True, True, False]
        # Both planted sets are roots, so the version that keeps the class leaves one of them, and the other none.
        left, right = (min(getattr(node, side) for node in nodes[:2]) for side in ("left", "right"))
        assert (left == 0, right == 0) == (one.correct == "left", one.correct == "right")
        strata[one.stratum] += 1
    assert strata == {"root": 15}


def test_a_graph_of_another_class_says_nothing_of_an_item(planted: Path) -> None:
    change(planted, "[items]", GRAPH + "[items]")
    (planted / "photographs" / "seen" / "0.png").rename(planted / "photographs" / "unseen" / "1.png")
    found = {one.image: one for one in built(planted).stimuli.items}
    assert found["unseen/1.png"].overlaps == {}
    assert found["unseen/1.png"].stratum == "open"
    assert list(found["seen/1.png"].overlaps) == ["graph"]


def test_all_that_graphs_and_items_do_differently_is_named_at_once(planted: Path) -> None:
    graph = GRAPH.replace('{ baseline = "black"', "{ cells = 5, feather_px = 2") + GRAPH.replace('"graph"', '"again"')
    graph = graph.replace('{ baseline = "black", guide = "exhaustive" }', "{ compat = true }")
    change(planted, "[items]", graph + "[items]")
    change(planted, 'method = "edges"', 'method = "edgges"')
    with pytest.raises(StimuliError) as fault:
        built(planted)
    lines = [line.removeprefix(f"{planted / 'stimuli.toml'}: ") for line in str(fault.value).splitlines()]
    why = "graphs and items must hide the same patches in the same way"
    assert lines[1:] == [
        f"explanation[1].parameters.cells: 5, but items.cells is 7; {why}",
        f"explanation[1].parameters.baseline: 'auto', but items.baseline is 'black'; {why}",
        f"explanation[1].parameters.feather_px: 2.0, but items.feather_px is 0.0; {why}",
        "explanation[2].parameters.compat: its patches are not the squares that items hide; take it away, or [items]",
    ]
    assert lines[0].startswith("explanation[0].method: no method 'edgges'")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('baseline = "black"', "", "items.baseline: missing"),
        ('baseline = "black"', 'baseline = "auto"', "items.baseline: Input should be 'blur', 'heavy_blur'"),
        ('baseline = "black"', 'baseline = "black"\nleast_gap = 0', "items.least_gap: Input should be greater than 0"),
        ('baseline = "black"', 'baseline = "black"\ncell = 7', "items.cell: no such key; did you mean 'cells'?"),
    ],
)
def test_a_fault_of_the_table_is_named_with_its_place(planted: Path, old: str, new: str, words: str) -> None:
    change(planted, old, new)
    with pytest.raises(StimuliError) as fault:
        read_recipe(planted / "stimuli.toml")
    assert f"{planted / 'stimuli.toml'}: {words}" in str(fault.value)


def test_the_code_of_items_counts_only_where_there_are_items(planted: Path) -> None:
    recipe = read_recipe(planted / "stimuli.toml")
    without = recipe.model_copy(update={"items": None})
    methods = ("stimuli.methods.edges", *map(renderers.module_of, renderers.names()))
    assert set_code(recipe) == code_version("stimuli.build.study", *methods)
    assert set_code(without) == code_version("stimuli.build.study", *methods, without=("stimuli.build.items",))
    assert set_code(recipe) != set_code(without)


def test_items_of_gulls_are_what_their_classifier_says(tmp_path: Path) -> None:
    (tmp_path / "stimuli.toml").write_text(GULLS)
    stimuli = built(tmp_path).stimuli
    assert {one.target: one.image for one in stimuli.items} == {
        "California": "California 001",
        "Western": "Western 001",
    }
    assert rescored(stimuli, tmp_path, "gulls") == 4
    assert {one.correct for one in stimuli.items} == {"left", "right"}
    assert built(tmp_path).work == Work()
