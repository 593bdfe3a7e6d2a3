import csv
import shutil
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from analysis import tables
from analysis.errors import AnalysisError
from study_app.exporting.tables import Record
from study_app.records import ParticipantRecord, TrialRecord
from tests.analysis.synthetic import Truth, records, write_records

Rows = list[list[str]]


@pytest.fixture
def folder(export_folder: Path, tmp_path: Path) -> Path:
    """A copy of an export, to be spoilt."""
    return Path(shutil.copytree(export_folder, tmp_path / "export"))


def edit(path: Path, change: Callable[[Rows], Rows]) -> None:
    """Changes the rows of a table; the first is the header."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = change(list(csv.reader(file)))
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def faults_of(folder: Path) -> str:
    with pytest.raises(AnalysisError) as caught:
        tables.read(folder)
    return str(caught.value)


def set_cell(column: str, row: int, text: str) -> Callable[[Rows], Rows]:
    def change(rows: Rows) -> Rows:
        rows[row][rows[0].index(column)] = text
        return rows

    return change


def test_what_was_recorded_is_what_is_read(tmp_path: Path) -> None:
    people, trials, events = records(Truth(n={"none": 2, "placebo": 2, "heatmap": 2}, dropouts=1, n_left=1))
    export = tables.read(write_records(tmp_path / "export", people, trials, events))
    tables_of: tuple[tuple[Sequence[Record], pd.DataFrame], ...] = (
        (people, export.participants),
        (trials, export.trials),
        (events, export.events),
    )
    for made, read in tables_of:
        assert len(made) == len(read)
        for record, row in zip(made, read.itertuples(index=False), strict=True):
            for each in fields(record):
                value, found = getattr(record, each.name), getattr(row, each.name)
                assert pd.isna(found) if value is None else found == value, each.name
    assert export.edited == ()


def test_columns_have_the_types_of_the_codebook(export_folder: Path) -> None:
    trials = tables.read(export_folder).trials
    assert trials["position"].dtype == "Int64"
    assert trials["answered"].dtype == "boolean"
    assert trials["rt_ms"].dtype == "float64"
    assert trials["served_at"].dt.tz is UTC or str(trials["served_at"].dt.tz) == "UTC"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "'quoted'", "NA", "a,b", 'say "no"', "two\nlines", "ß", ""])
def test_any_answer_comes_back_as_it_was_given(tmp_path: Path, text: str) -> None:
    people, trials, events = records(Truth(n={"none": 1}))
    trials[0] = replace(trials[0], response=text)
    export = tables.read(write_records(tmp_path / "export", people, trials, events))
    assert export.trials["response"].iloc[0] == text


def test_a_missing_and_an_unknown_column_are_named(folder: Path) -> None:
    edit(
        folder / "trials.csv", lambda rows: [["korrect" if name == "correct" else name for name in rows[0]], *rows[1:]]
    )
    said = faults_of(folder)
    assert "trials.csv: no column 'correct'" in said
    assert "trials.csv: unknown column 'korrect'" in said


def test_an_unknown_level_is_named_with_its_row_and_the_known_ones(folder: Path) -> None:
    edit(folder / "participants.csv", set_cell("outcome", 3, "vanished"))
    assert "participants.csv: outcome: row 3: 'vanished' is none of in_progress, completed" in faults_of(folder)


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        ("position", "1.5", "position: row 2: '1.5' is not a whole number"),
        ("rt_ms", "fast", "rt_ms: row 2: 'fast' is not a number"),
        ("answered", "yes", "answered: row 2: 'yes' is not true or false"),
        ("served_at", "noon", "served_at: row 2: 'noon' is not a time"),
        ("block", "NA", "block: 1 value missing, first in row 2"),
    ],
)
def test_a_value_of_the_wrong_kind_is_named(folder: Path, column: str, text: str, said: str) -> None:
    edit(folder / "trials.csv", set_cell(column, 2, text))
    assert said in faults_of(folder)


def test_a_truncated_table_is_recognised_at_the_end_of_a_line(folder: Path) -> None:
    edit(folder / "trials.csv", lambda rows: rows[:-5])
    assert "trials.csv: 1915 rows, the export wrote 1920" in faults_of(folder)


def test_a_truncated_table_is_recognised_in_the_midst_of_a_line(folder: Path) -> None:
    path = folder / "trials.csv"
    path.write_bytes(path.read_bytes()[:-40])
    assert "trials.csv: not a whole UTF-8 CSV table (its last line is torn)" in faults_of(folder)


def test_an_empty_or_undecodable_table_is_said(folder: Path) -> None:
    (folder / "trials.csv").write_bytes(b"")
    (folder / "events.csv").write_bytes(b"\xff\xfe\n")
    said = faults_of(folder)
    assert "trials.csv: not a whole UTF-8 CSV table" in said
    assert "events.csv: not a whole UTF-8 CSV table" in said


def test_a_row_that_is_there_twice_is_named(folder: Path) -> None:
    edit(folder / "participants.csv", lambda rows: [*rows[:-1], rows[1]])
    edit(folder / "trials.csv", lambda rows: [*rows[:-1], rows[1]])
    said = faults_of(folder)
    assert "participants.csv: 1 rows have the key of another row, the first: participant p0000" in said
    assert "trials.csv: 1 rows have the key of another row, the first: participant p0000, position 0" in said


def test_trials_of_a_stranger_or_of_another_arm_are_named(folder: Path) -> None:
    edit(folder / "trials.csv", set_cell("arm", 1, "placebo"))
    edit(folder / "events.csv", set_cell("participant", 1, "nobody"))
    said = faults_of(folder)
    assert "trials.csv: arm of participant p0000 is not as in participants.csv" in said
    assert "events.csv: 1 rows of unknown participants, the first: nobody" in said


def test_an_arm_that_no_version_has_is_named(folder: Path) -> None:
    edit(folder / "participants.csv", set_cell("arm", 1, "hologram"))
    assert "participants.csv: arm 'hologram' is in no version of the study" in faults_of(folder)


def test_the_faults_of_all_files_are_said_at_once(folder: Path) -> None:
    (folder / "events.csv").unlink()
    (folder / "study.json").write_text('{"study": 1}', encoding="utf-8")
    edit(folder / "trials.csv", set_cell("rt_ms", 1, "x"))
    said = faults_of(folder)
    assert "events.csv: missing" in said
    assert "study.json: study:" in said
    assert "trials.csv: rt_ms" in said


def test_a_folder_that_is_no_export_is_refused(tmp_path: Path) -> None:
    assert "no export" in faults_of(tmp_path)
    assert "no export" in faults_of(tmp_path / "nowhere")


def test_a_table_that_was_changed_by_hand_is_known_as_such(folder: Path) -> None:
    edit(folder / "trials.csv", set_cell("rt_ms", 1, "1234.5"))
    assert tables.read(folder).edited == ("trials.csv",)


def test_a_table_without_rows_is_read(tmp_path: Path) -> None:
    nobody: list[ParticipantRecord] = []
    nothing: list[TrialRecord] = []
    export = tables.read(write_records(tmp_path / "export", nobody, nothing, []))
    assert len(export.participants) == len(export.trials) == 0


def test_times_come_back_in_utc(tmp_path: Path) -> None:
    people, trials, events = records(Truth(n={"none": 1}))
    export = tables.read(write_records(tmp_path / "export", people, trials, events))
    assert export.participants["enrolled_at"].iloc[0] == datetime(2026, 11, 23, 12, tzinfo=UTC)
