"""A build with attention graphs: computed once for several looks, drawn for each, to be walked through in the page."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from stimuli import manifest
from stimuli.assets import path_of
from stimuli.attention_graphs.explanation import AttentionGraph
from stimuli.build.study import Build, construct
from stimuli.build.workshop import Work
from stimuli.errors import StimuliError
from stimuli.store import Store

RECIPE = """
[images]
source = "photographs"
size_px = 64

[classifier]
source = "checkpoint/classifier.toml"

[scores]
steps = 2

[[explanation]]
name = "graph"
method = "attention_graph"
parameters = { cells = 4, baseline = "grey", guide = "exhaustive", most_evaluations = 300, levels = 1 }

[[explanation]]
name = "bare"
method = "attention_graph"
parameters = { cells = 4, baseline = "grey", guide = "exhaustive", most_evaluations = 300, levels = 1 }
[explanation.picture.attention_graph]
numbers = false
edges = false
alt = "squares"
"""


@pytest.fixture
def graphs(study: Path) -> Path:
    (study / "stimuli.toml").write_text(RECIPE)
    return study


def built(study: Path) -> Build:
    return construct(study / "stimuli.toml", study / "out", Store(study / "store"), "cpu", progress=False)


def test_two_looks_of_one_graph_are_computed_once_and_drawn_twice(graphs: Path) -> None:
    made = built(graphs)
    assert made.work == Work(n_predictions=8, n_explanations=8, n_drawings=2 * (8 + 8 + 1))  # sheets, tiles, keys
    for stimulus in made.stimuli.stimuli:
        graph, bare = stimulus.explanation("graph"), stimulus.explanation("bare")
        assert (graph.array_sha256, graph.store_key) == (bare.array_sha256, bare.store_key)
        assert graph.assets[0].sha256 != bare.assets[0].sha256
        assert bare.assets[0].alt == "squares"
        assert graph.graph is not None
        assert bare.graph is not None
        assert (graph.graph.numbers, graph.graph.links) == (True, True)
        assert (bare.graph.numbers, bare.graph.links, bare.graph.alt) == (False, False, "squares")
        assert graph.graph.nodes == bare.graph.nodes
    assert made.stimuli.legend["graph"].sha256 != made.stimuli.legend["bare"].sha256
    assert manifest.faults(made.stimuli, graphs / "out") == []
    assert manifest.read(graphs / "out") == made.stimuli


def test_tiles_are_pixel_by_pixel_what_was_scored(graphs: Path) -> None:
    made = built(graphs)
    for stimulus in made.stimuli.stimuli:
        one = stimulus.explanation("graph")
        assert one.graph is not None
        assert one.graph.tiles is not None
        assert one.graph.tiles.sha256 in {asset.sha256 for asset in made.stimuli.assets()}
        entry = Store(graphs / "store").get(one.store_key or "")
        assert entry is not None
        graph, side = AttentionGraph.of_arrays(entry.arrays, ()), one.graph.tile_px
        with Image.open(path_of(one.graph.tiles, graphs / "out")) as image:
            whole = np.asarray(image.convert("RGB"))
        for n, node in enumerate(one.graph.nodes):
            assert node.patches == graph.sets[n]
            row, column = divmod(n, one.graph.columns)
            tile = whole[row * side : (row + 1) * side, column * side : (column + 1) * side]
            assert (tile == graph.composed(n)).all()


def test_a_second_build_draws_nothing_and_finds_the_graphs_again(graphs: Path) -> None:
    first, second = built(graphs), built(graphs)
    assert second.work == Work()
    assert second.stimuli == first.stimuli


def test_another_look_of_one_draws_only_that_one_again(graphs: Path) -> None:
    built(graphs)
    path = graphs / "stimuli.toml"
    path.write_text(path.read_text().replace("numbers = false", "numbers = true"))
    assert built(graphs).work == Work(n_drawings=8 + 8 + 1)


def test_lost_tiles_are_noticed_and_made_again(graphs: Path) -> None:
    first = built(graphs).stimuli
    walked = first.stimuli[0].explanation("graph").graph
    assert walked is not None
    assert walked.tiles is not None
    path_of(walked.tiles, graphs / "out").unlink()
    built(graphs)
    assert manifest.faults(first, graphs / "out") == []


def test_a_page_of_examples_shows_each_graph_s_first_sufficient_set(graphs: Path) -> None:
    pages = '\n[fit]\nsource = "others"\nsize_px = 64\n[class_pages]\nimages = 2\n'
    for name in ("blue", "red"):
        (graphs / "others" / name).mkdir(parents=True)
        for n in range(2):
            taken = np.asarray(Image.open(graphs / "photographs" / name / f"{n}.png"))
            Image.fromarray(taken[:, ::-1]).save(graphs / "others" / name / f"{n}.png")
    path = graphs / "stimuli.toml"
    path.write_text(path.read_text() + pages)
    found = built(graphs).stimuli.class_pages
    assert {(page.width_px, page.height_px) for some in found.values() for page in some.values()} == {
        (page.width_px, page.height_px) for page in found[""].values()
    }
    assert found["graph"]["red"].sha256 == found["bare"]["red"].sha256 != found[""]["red"].sha256


PLACEBO = """
[[explanation]]
name = "placebo"
method = "random_graph"
parameters = { of = "graph" }
picture = { attention_graph = { edges = false } }
"""


def test_a_placebo_of_graphs_is_walked_as_the_graph_is(graphs: Path) -> None:
    (graphs / "stimuli.toml").write_text(RECIPE + PLACEBO)
    made = built(graphs).stimuli
    for stimulus in made.stimuli:
        real, placebo = stimulus.explanation("graph"), stimulus.explanation("placebo")
        assert real.graph is not None
        assert placebo.graph is not None
        assert placebo.graph.links is False
        assert placebo.images_forward == 0
        assert sorted(node.share for node in placebo.graph.nodes) == sorted(node.share for node in real.graph.nodes)
        assert [(e.parent, e.child) for e in placebo.graph.edges] == [(e.parent, e.child) for e in real.graph.edges]
        assert {node.patches for node in placebo.graph.nodes} != {node.patches for node in real.graph.nodes}
    assert manifest.faults(made, graphs / "out") == []


def test_a_placebo_of_graphs_stands_on_no_map(graphs: Path) -> None:
    maps = '[[explanation]]\nname = "map"\nmethod = "grad_cam"\n'
    (graphs / "stimuli.toml").write_text(RECIPE + maps + PLACEBO.replace('"graph"', '"map"'))
    with pytest.raises(StimuliError, match="'placebo' takes an attention_graph, but 'map' makes heatmap"):
        built(graphs)
