"""Numbers read from a folder that `gullseye explain` wrote."""

import json
from pathlib import Path

import numpy as np
import pytest

from stimuli.attention_graphs.statistics import Row
from stimuli.errors import StimuliError
from stimuli.single.graph_rows import graph_rows
from tests.stimuli.single.conftest import Call

RED, BLUE = "photographs/red/1.png", "photographs/blue/2.png"
SMALL = "attention_graph:cells=4,baseline=black,guide=exhaustive,most_evaluations=100,sufficient=0.95"


def rows() -> list[Row]:
    return graph_rows("here", Path("out"))


def said() -> str:
    with pytest.raises(StimuliError) as fault:
        rows()
    return str(fault.value)


def test_every_graph_of_the_folder_is_a_row_and_maps_are_none(explained: Call) -> None:
    explained(RED, BLUE, "--methods", "grad_cam", "--method", SMALL)
    found = rows()
    assert [(row.source, row.explanation, row.image, row.class_name) for row in found] == [
        ("here", "attention_graph", "1", "red"),
        ("here", "attention_graph", "2", "blue"),
    ]
    assert (found[0].numbers.n_patches, found[0].numbers.smallest_area, found[0].numbers.diverse) == (
        16, 0.125, (1, 1, 1)
    )  # fmt: skip


def test_a_folder_without_graphs_is_told_how_to_get_some(explained: Call) -> None:
    explained(RED, "--methods", "grad_cam")
    assert said() == (
        "out: no attention graph among its 1 records; "
        "`gullseye explain IMAGE... --method attention_graph --out out` makes some"
    )


def test_a_record_that_cannot_be_read_is_named(explained: Call) -> None:
    explained(RED, BLUE, "--method", SMALL)
    Path("out/1.attention_graph.json").write_text("{")
    assert said().startswith("out/1.attention_graph.json: no record of an explanation that can be read; delete it and")


def test_a_graph_without_its_record_is_named_and_what_is_said_mends_it(explained: Call) -> None:
    explained(RED, BLUE, "--method", SMALL)
    Path("out/1.attention_graph.json").unlink()
    assert said() == (
        "out/1.attention_graph.npz: its record 1.attention_graph.json is missing; "
        "give the `gullseye explain` that wrote it again, with --again, or delete what is left"
    )
    assert explained(RED, BLUE, "--method", SMALL, "--again").exit_code == 0
    assert len(rows()) == 2


def test_other_numbers_without_a_record_are_left_alone(explained: Call) -> None:
    explained(RED, "--method", SMALL)
    np.savez("out/mine.npz", heights=np.ones(3))
    assert len(rows()) == 1


def test_a_row_has_what_the_search_was_told(explained: Call) -> None:
    explained(RED, "--method", SMALL)
    (row,) = rows()
    assert (row.numbers.cells, row.numbers.sufficient, row.numbers.baseline) == (4, 0.95, "black")
    assert (row.parameters["most_evaluations"], row.parameters["compat"]) == (100, False)


def test_torn_numbers_are_named(explained: Call) -> None:
    explained(RED, BLUE, "--method", SMALL)
    numbers = Path("out/2.attention_graph.npz")
    numbers.write_bytes(numbers.read_bytes()[:100])
    assert said() == (
        "out/2.attention_graph.json: its files are missing, or are not those it tells of; "
        "give the `gullseye explain` that wrote it again"
    )


def test_graphs_made_in_different_ways_are_not_mixed(explained: Call) -> None:
    explained(RED, "--method", SMALL)
    explained(BLUE, "--method", SMALL.replace("0.95", "0.9"))
    assert said().startswith("out: attention_graph: made with different parameters, scores or classifiers;")


def test_what_is_no_record_is_left_alone(explained: Call) -> None:
    explained(RED, "--method", SMALL)
    Path("out/notes.json").write_text(json.dumps({"mine": True}))
    assert len(rows()) == 1
