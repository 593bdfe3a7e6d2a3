"""Numbers read from a built set, and from a store that lost some."""

from pathlib import Path

import pytest

from stimuli.build.graph_rows import graph_rows
from stimuli.build.study import Build, build
from stimuli.errors import StimuliError
from stimuli.store import Store

GRAPH = """
[[explanation]]
name = "sag"
method = "attention_graph"
parameters = { cells = 4, baseline = "black", guide = "exhaustive", most_evaluations = 100, sufficient = 0.95 }
"""


@pytest.fixture
def with_graph(study: Path) -> Path:
    """The study of two colours, explained by graphs, too."""
    recipe = study / "stimuli.toml"
    recipe.write_text(recipe.read_text() + GRAPH)
    return study


def built(study: Path) -> Build:
    return build(study / "stimuli.toml", study / "out", Store(study / "store"), "cpu", progress=False)


def test_every_image_of_the_set_is_a_row(with_graph: Path) -> None:
    built(with_graph)
    rows = graph_rows("colours", with_graph / "out", Store(with_graph / "store"))
    assert len(rows) == 8
    assert {(row.source, row.explanation, row.class_name) for row in rows} == {
        ("colours", "sag", "blue"),
        ("colours", "sag", "red"),
    }
    areas = {row.image: row.numbers.smallest_area for row in rows}
    # Patch 0 of red lies on columns 40 to 55 and rows 0 to 15: on two squares of one row.
    assert areas["red/0.png"] == 0.125
    assert {row.numbers.n_patches for row in rows} == {16}


def test_a_row_has_what_the_recipe_asked_for(with_graph: Path) -> None:
    built(with_graph)
    row = graph_rows("colours", with_graph / "out", Store(with_graph / "store"))[0]
    assert (row.numbers.cells, row.numbers.sufficient, row.numbers.baseline) == (4, 0.95, "black")
    assert (row.parameters["most_evaluations"], row.parameters["beam_width"]) == (100, 3)


def test_the_very_same_graphs_drawn_in_two_ways_are_counted_once(with_graph: Path) -> None:
    recipe = with_graph / "stimuli.toml"
    bare = GRAPH.replace('"sag"', '"sag-bare"') + "picture = { attention_graph = { numbers = false } }\n"
    other = GRAPH.replace('"sag"', '"other"').replace("0.95", "0.9")
    recipe.write_text(recipe.read_text() + other + bare)
    built(with_graph)
    rows = graph_rows("colours", with_graph / "out", Store(with_graph / "store"))
    assert [row.explanation for row in rows] == ["sag, sag-bare"] * 8 + ["other"] * 8


def test_a_torn_entry_is_named_and_what_is_said_mends_it(with_graph: Path) -> None:
    one = built(with_graph).stimuli.stimuli[2].explanation("sag")
    store = Store(with_graph / "store")
    path = store.path(one.store_key or "")
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(StimuliError) as fault:
        graph_rows("colours", with_graph / "out", store)
    first, last = str(fault.value).splitlines()
    assert first.endswith("blue/2.png, sag: its numbers are not in the store, or were torn")
    written = with_graph / "out" / "manifest.json"
    assert last == f"delete {written} and run `gullseye build` again: it makes only what is missing"
    written.unlink()
    assert built(with_graph).work.n_explanations == 1
    assert len(graph_rows("colours", with_graph / "out", store)) == 8


def test_other_numbers_than_the_manifest_names_are_refused(with_graph: Path) -> None:
    first, second = (one.explanation("sag").store_key or "" for one in built(with_graph).stimuli.stimuli[:2])
    store = Store(with_graph / "store")
    store.path(first).write_bytes(store.path(second).read_bytes())
    with pytest.raises(StimuliError, match=r"blue/0\.png, sag: .*npz is not what the manifest names; delete it"):
        graph_rows("colours", with_graph / "out", store)


def test_a_set_without_graphs_is_told_how_to_get_some(study: Path) -> None:
    built(study)
    with pytest.raises(StimuliError, match=r"no attention graph among its explanations \(heatmap, placebo\); give"):
        graph_rows("colours", study / "out", Store(study / "store"))


def test_a_set_that_is_not_built_is_to_be_built(study: Path) -> None:
    with pytest.raises(StimuliError, match="no manifest; run `gullseye build STUDY` first"):
        graph_rows("colours", study / "out", Store(study / "store"))


PLACEBO = """
[[explanation]]
name = "moved"
method = "random_graph"
parameters = { of = "sag" }
"""


def test_a_placebo_of_graphs_is_not_counted(with_graph: Path) -> None:
    recipe = with_graph / "stimuli.toml"
    recipe.write_text(recipe.read_text() + PLACEBO)
    assert "moved" in built(with_graph).stimuli.explanation_names
    assert {row.explanation for row in graph_rows("colours", with_graph / "out", Store(with_graph / "store"))} == {
        "sag"
    }
