"""scores.csv: written from the stimuli, read by the analysis, and absent from older exports."""

from pathlib import Path

import pytest

from analysis import tables
from analysis.errors import AnalysisError
from stimuli.manifest import StimulusSet
from study_app.exporting.scores import score_records, write_scores
from tests.analysis.synthetic import Truth, write_export
from tests.builders import write_stimulus_set

SET_ID = "0123456789abcdef"


@pytest.fixture
def scored(tmp_path: Path) -> StimulusSet:
    """Two images, of which the first one's heat map has two scores."""
    made = write_stimulus_set(tmp_path / "stimuli", ("Herring", "Western"), 1, ("heatmap", "placebo"))
    first, second = made.stimuli
    heatmap, placebo = first.explanations
    heatmap = heatmap.model_copy(update={"scores": {"deletion": 0.25, "sparseness": 0.5}})
    first = first.model_copy(update={"explanations": (heatmap, placebo)})
    return made.model_copy(update={"stimuli": (first, second)})


def test_each_score_is_a_row_that_says_which_way_is_better(scored: StimulusSet) -> None:
    sha256 = scored.stimuli[0].explanations[0].array_sha256
    found = [(r.image, r.explanation, r.score, r.value, r.higher_is_better) for r in score_records(SET_ID, scored)]
    assert found == [
        ("Herring/000", "heatmap", "deletion", 0.25, False),
        ("Herring/000", "heatmap", "sparseness", 0.5, None),
    ]
    assert {r.explanation_sha256 for r in score_records(SET_ID, scored)} == {sha256}


def test_the_table_is_text_that_anybody_can_read(scored: StimulusSet, tmp_path: Path) -> None:
    facts = write_scores(tmp_path, {SET_ID: scored})
    sha256 = scored.stimuli[0].explanations[0].array_sha256
    assert facts.rows == 2
    assert (tmp_path / "scores.csv").read_text(encoding="utf-8").splitlines() == [
        "stimulus_set,image,explanation,explanation_sha256,score,value,higher_is_better",
        f"{SET_ID},Herring/000,heatmap,{sha256},deletion,0.25,false",
        f"{SET_ID},Herring/000,heatmap,{sha256},sparseness,0.5,NA",
    ]


def test_the_analysis_reads_it_and_says_that_it_came_from_elsewhere(scored: StimulusSet, tmp_path: Path) -> None:
    folder = write_export(tmp_path / "export", Truth(n={"none": 1}))
    write_scores(folder, {SET_ID: scored})
    found = tables.read(folder)
    assert found.companions["scores"]["value"].tolist() == [0.25, 0.5]
    assert found.edited == ("scores.csv",)


def test_an_older_export_without_it_is_read_all_the_same(tmp_path: Path) -> None:
    found = tables.read(write_export(tmp_path / "export", Truth(n={"none": 1})))
    assert found.companions["scores"].empty
    assert "value" in found.companions["scores"]
    assert found.edited == ()


def test_a_score_that_is_there_twice_is_refused(scored: StimulusSet, tmp_path: Path) -> None:
    folder = write_export(tmp_path / "export", Truth(n={"none": 1}))
    write_scores(folder, {SET_ID: scored})
    path = folder / "scores.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[-1]]) + "\n", encoding="utf-8")
    with pytest.raises(AnalysisError, match=r"scores\.csv: 1 rows have the key of another row"):
        tables.read(folder)


def test_a_score_that_is_no_number_is_refused(scored: StimulusSet, tmp_path: Path) -> None:
    folder = write_export(tmp_path / "export", Truth(n={"none": 1}))
    write_scores(folder, {SET_ID: scored})
    path = folder / "scores.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("0.25", "a quarter"), encoding="utf-8")
    with pytest.raises(AnalysisError, match="'a quarter' is not a number"):
        tables.read(folder)
