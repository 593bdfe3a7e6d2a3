"""maps.csv: written where people mark pictures, read by the analysis, and absent from older exports."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from analysis import evidence, questions, tables
from analysis.errors import AnalysisError
from stimuli import manifest
from stimuli.manifest import MAP_CELLS, StimulusSet
from study_app import study_folder
from study_app.database import reading
from study_app.export import write_export as export
from study_app.exporting.maps import map_records, write_maps
from study_app.exporting.provenance import Provenance
from study_app.exporting.sources import built_in
from tests.analysis.planted_marks import cells_of
from tests.analysis.synthetic import NOON, Truth, write_export
from tests.builders import write_stimulus_set
from tests.study_app.small_studies import small_study
from tests.study_app.visits import Visitor

SET_ID = "0123456789abcdef"
CELLS = "00" * (MAP_CELLS**2 - 1) + "ff"


@pytest.fixture
def mapped(tmp_path: Path) -> StimulusSet:
    """Two images, of which the first one's heat map tells of places."""
    made = write_stimulus_set(tmp_path / "stimuli", ("Herring", "Western"), 1, ("heatmap", "placebo"))
    first, second = made.stimuli
    heatmap, placebo = first.explanations
    first = first.model_copy(
        update={"explanations": (heatmap.model_copy(update={"map_cells": CELLS}), placebo)},
    )
    return made.model_copy(update={"stimuli": (first, second)})


def test_each_map_is_a_row_that_joins_to_what_was_shown(mapped: StimulusSet) -> None:
    (row,) = map_records(SET_ID, mapped)
    shown = mapped.stimuli[0].explanation("heatmap")
    assert (row.stimulus_set, row.image, row.explanation) == (SET_ID, "Herring/000", "heatmap")
    assert (row.explanation_sha256, row.cells) == (shown.array_sha256, CELLS)


def test_the_analysis_reads_it(mapped: StimulusSet, tmp_path: Path) -> None:
    folder = write_export(tmp_path / "export", Truth(n={"none": 1}))
    assert write_maps(folder, {SET_ID: mapped}).rows == 1
    assert tables.read(folder).companions["maps"]["cells"].tolist() == [CELLS]


def test_an_older_export_without_it_is_read_all_the_same(tmp_path: Path) -> None:
    assert tables.read(write_export(tmp_path / "export", Truth(n={"none": 1}))).companions["maps"].empty


def test_a_map_that_is_there_twice_is_refused(mapped: StimulusSet, tmp_path: Path) -> None:
    folder = write_export(tmp_path / "export", Truth(n={"none": 1}))
    write_maps(folder, {SET_ID: mapped})
    path = folder / "maps.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[-1]]) + "\n", encoding="utf-8")
    with pytest.raises(AnalysisError, match=r"maps\.csv: 1 rows have the key of another row"):
        tables.read(folder)


def test_maps_are_not_told_a_second_time_in_the_provenance(mapped: StimulusSet) -> None:
    told = Provenance("gulls", ("live",), NOON, {}, (), {SET_ID: mapped}).to_json()["stimulus_sets"][SET_ID]
    (first, second, _, _) = [one for stimulus in told["stimuli"] for one in stimulus["explanations"]]
    assert "map_cells" not in first
    assert first["array_sha256"] == mapped.stimuli[0].explanations[0].array_sha256
    assert second.keys() == first.keys()


@pytest.mark.parametrize("cells", ["", "ff", "zz" * MAP_CELLS**2, "FF" * MAP_CELLS**2])
def test_a_manifest_with_another_kind_of_map_is_refused(mapped: StimulusSet, cells: str) -> None:
    made = mapped.model_dump(mode="json")
    made["stimuli"][0]["explanations"][0]["map_cells"] = cells
    with pytest.raises(ValueError, match="map_cells"):
        StimulusSet.model_validate(made)


MARKING = '[[block]]\nname = "place"\ntask = "spot"\nquestion = "Where?"\nitems = { pool = "some" }\ntool = "brush"'
TELLING = '[[block]]\nname = "test"\ntask = "classify"\nquestion = "Which?"\nitems = { pool = "some" }'


def with_maps(made: StimulusSet) -> StimulusSet:
    """Every explanation of every image tells of the same place, but one image's of another."""
    stimuli = []
    for number, stimulus in enumerate(made.stimuli):
        cells = cells_of((0.5, 0.5) if number else (0.2, 0.2))
        explained = tuple(one.model_copy(update={"map_cells": cells}) for one in stimulus.explanations)
        stimuli.append(stimulus.model_copy(update={"explanations": explained}))
    return made.model_copy(update={"stimuli": tuple(stimuli)})


@pytest.mark.parametrize(("blocks", "has_maps"), [(MARKING, True), (TELLING, False)])
def test_from_a_session_to_the_analysis(
    blocks: str, has_maps: bool, sessions: sessionmaker[Session], tmp_path: Path
) -> None:
    """Simulated participants mark near the middle; maps are exported only where somebody is asked to mark."""
    first = small_study(tmp_path, blocks)
    manifest.write(with_maps(first.material.stimuli), first.stimuli_folder)
    loaded = study_folder.with_stimuli(study_folder.read(tmp_path), first.stimuli_folder)
    for number in range(4):
        visitor = Visitor(sessions, loaded, "robot", f"token {number}")
        visitor.arrive()
        visitor.finish()
    with reading(sessions) as session:
        export(session, "small", tmp_path / "export", manifest_of=built_in(loaded.stimuli_folder), now=NOON)
    found = evidence.of_mode(tables.read(tmp_path / "export"), "robot")
    n_explanations = sum(len(stimulus.explanations) for stimulus in loaded.material.stimuli.stimuli)
    assert len(found.companions["maps"]) == (n_explanations if has_maps else 0)
    assert found.edited == ()
    results = {result.name: result for result in questions.load("agreement").results(found)}
    assert any(name.startswith("agreement/place/") for name in results) == has_maps
    if has_maps:
        whole = [results[f"agreement/place/{arm}/heatmap/auroc"] for arm in ("none", "heatmap")]
        assert sum(sum(result.n.values()) for result in whole) == 4
        assert all((result.estimate or 0) > 0.6 for result in whole)
