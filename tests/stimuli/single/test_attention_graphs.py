"""`gullseye explain` and `compare` with an attention graph: what suffices, beside where the classifier looks."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from stimuli.attention_graphs.explanation import AttentionGraph
from stimuli.images import load
from stimuli.single.attention_graphs import KIND
from stimuli.single.graph_rows import graph_rows
from stimuli.single.record import read_record
from tests.stimuli.single.conftest import Call

RED = "photographs/red/1.png"  # its patch fills the middle of a grid of 4 x 4: rows 8 to 23, columns 32 to 47 of 64
SMALL = "attention_graph:cells=4,baseline=black,guide=exhaustive,most_evaluations=100,sufficient=0.95"
Read = Callable[[str], dict[str, Any]]


def test_a_graph_gets_its_four_files(explained: Call, own: Path) -> None:
    found = explained(RED, "--method", SMALL)
    assert found.exit_code == 0, found.output
    names = sorted(path.name for path in (own / "out").iterdir())
    assert names == [f"1.attention_graph.{suffix}" for suffix in ("json", "npz", "png", "svg")]
    assert load(own / "out" / "1.attention_graph.png").shape[1] > 1000
    assert b"<svg" in (own / "out" / "1.attention_graph.svg").read_bytes()


@pytest.mark.parametrize(("limit", "words"), [("", "One square fewer"), (",most_patches=1", "no few squares")])
def test_both_its_drawings_are_the_print_with_its_key_or_why_there_is_no_graph(
    explained: Call, own: Path, limit: str, words: str
) -> None:
    explained(RED, "--method", f"{SMALL}{limit}")
    said = (own / "out" / "1.attention_graph.svg").read_text()
    assert f"<!-- {words}" in said
    width, height = (float(one) for one in re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', said)[0])
    shape = load(own / "out" / "1.attention_graph.png").shape
    assert shape[:2] == (round(300 * height / 72), round(300 * width / 72))


def test_its_numbers_are_the_graph(explained: Call, own: Path) -> None:
    explained(RED, "--method", SMALL)
    with np.load(own / "out" / "1.attention_graph.npz") as archive:
        graph = AttentionGraph.of_arrays({name: archive[name] for name in archive.files}, ())
    assert graph.found_sets == ((2, 6),)  # the patch covers halves of two squares


def test_its_record_has_no_scores_but_what_was_found(explained: Call, record: Read) -> None:
    explained(RED, "--method", SMALL)
    found = record("1.attention_graph")
    assert (found["deletion"], found["insertion"], found["scores"], found["baseline"]) == (None, None, None, "black")
    facts = found["graph"]
    (chosen,) = facts.pop("chosen")
    assert (chosen["patches"], chosen["area"]) == ([2, 6], 0.125)
    assert chosen["share"] > 0.95
    assert (facts["cells"], facts["n_found"], facts["smallest_area"]) == (4, 1, 0.125)
    assert facts["stopped"] in ("exhausted", "evaluations", "patches")
    assert 17 < facts["evaluations_distinct"] <= facts["evaluations_wanted"]


def test_the_record_of_a_map_knows_no_graph(explained: Call, record: Read) -> None:
    explained(RED, "--methods", "grad_cam")
    assert "graph" not in record("1.grad_cam")


def test_a_second_call_answers_from_its_record(explained: Call, own: Path) -> None:
    first = explained(RED, "--method", SMALL)
    before = {path.name: path.stat().st_mtime_ns for path in (own / "out").iterdir()}
    second = explained(RED, "--method", SMALL)
    assert {path.name: path.stat().st_mtime_ns for path in (own / "out").iterdir()} == before
    assert second.stdout.splitlines()[:-1] == first.stdout.splitlines()[:-1]
    assert second.stdout.splitlines()[-1] == "all of it was in out already: nothing was computed"
    assert "1 sufficient set, smallest 12.5 % of the area" in second.stdout


def test_a_picture_with_no_sufficient_set_says_so(explained: Call, record: Read) -> None:
    found = explained(RED, "--method", f"{SMALL},most_patches=1")
    assert found.exit_code == 0, found.output
    facts = record("1.attention_graph")["graph"]
    assert (facts["n_found"], facts["smallest_area"], facts["chosen"]) == (0, None, [])
    assert "warning: no sufficient explanation within the limit of patches" in found.stdout


def test_a_drawing_of_unknown_origin_is_in_the_way_of_a_graph_alone(explained: Call, own: Path) -> None:
    (own / "out").mkdir()
    (own / "out" / "1.attention_graph.svg").write_text("mine")
    (own / "out" / "1.grad_cam.svg").write_text("mine")
    assert explained(RED, "--methods", "grad_cam").exit_code == 0
    assert "1.attention_graph.svg: is there, and no record says of what" in explained(RED, "--method", SMALL).stderr


def test_a_placebo_of_maps_takes_no_graph(explained: Call) -> None:
    found = explained(RED, "--method", SMALL, "--method", "random_map:of=attention_graph")
    assert found.exit_code == 1
    assert "'random_map' takes a heatmap, but 'attention_graph' makes attention_graph" in found.stderr


def test_a_placebo_of_graphs_does_not_claim_what_its_squares_do(explained: Call, compared: Call, own: Path) -> None:
    both = ("--method", SMALL, "--method", "random_graph")
    found = explained(RED, *both)
    assert found.exit_code == 0, found.output
    assert found.stdout.count("1 sufficient set") == 1
    assert [row.explanation for row in graph_rows("mine", own / "out")] == ["attention_graph"]
    compared(RED, *both, "--out", "sheet.svg")
    said = Path("sheet.svg").read_text()
    assert said.count("left on") == 1
    assert "its numbers are those of" in said


def test_a_sheet_shows_what_suffices_beside_the_maps(compared: Call) -> None:
    found = compared(RED, "--methods", "grad_cam", "--method", SMALL, "--out", "sheet.svg")
    assert found.exit_code == 0, found.output
    said = Path("sheet.svg").read_text()
    for words in ("left on 12.5 % of the area", "1 sufficient set", "mattered little", "sets of patches"):
        assert words in said


def test_a_sheet_rounds_shares_down_as_the_drawing_does(explained: Call) -> None:
    explained(RED, "--method", SMALL)
    record = read_record(Path("out/1.attention_graph.json"))
    assert record is not None
    assert record.graph is not None
    best = record.graph.chosen[0].model_copy(update={"share": 0.989999})
    said = record.model_copy(update={"graph": record.graph.model_copy(update={"chosen": (best,)})})
    assert KIND.words(said)[0] == "98 % left on 12.5 % of the area"


def test_a_sheet_of_graphs_alone_has_no_scale_of_colours(compared: Call) -> None:
    compared(RED, "--method", SMALL, "--out", "sheet.svg")
    said = Path("sheet.svg").read_text()
    assert "mattered little" not in said
    assert "deletion" not in said


def test_json_has_the_facts_too(explained: Call) -> None:
    (row,) = json.loads(explained(RED, "--method", SMALL, "--json").stdout)
    assert row["graph"]["n_found"] == 1
