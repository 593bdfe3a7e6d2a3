import csv
import json
import resource
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from sqlalchemy.orm import Session, sessionmaker

from analysis import tables
from docs import data_dictionary
from study_app import export as exporting
from study_app.commands.export import export as export_command
from study_app.database import make_engine, make_sessions, reading
from study_app.errors import StudyError
from study_app.export import ExportSummary, write_export, zip_export
from study_app.exporting.cells import cell, harmless
from study_app.exporting.sources import built_in
from study_app.records import MODES, RECORDS, codebook
from study_app.study.platform import Arrival
from study_app.study_folder import LoadedStudy
from tests.study_app.conftest import NOW
from tests.study_app.visits import Visitor

N_TRIALS = 1 + 1 + 20 + 1 + 24 + 1 + 1
N_ROWS = N_TRIALS - 1 + 5  # the ratings page asks five things
FILES = {
    "participants.csv",
    "trials.csv",
    "events.csv",
    "scores.csv",
    "maps.csv",
    "codebook.csv",
    "codebook.json",
    "provenance.json",
    "study.json",
    "README.txt",
}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def exported(
    sessions: sessionmaker[Session], stimuli: Path, out: Path, modes: tuple[str, ...] = MODES
) -> ExportSummary:
    with reading(sessions) as session:
        return write_export(session, "gulls", out, manifest_of=built_in(stimuli), now=NOW, modes=modes)


@pytest.fixture(scope="module")
def database_url(empty_database: bytes, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the database that the tests here read."""
    path = tmp_path_factory.mktemp("visited") / "gullseye.db"
    path.write_bytes(empty_database)
    return f"sqlite:///{path}"


@pytest.fixture(scope="module")
def visited(database_url: str, gulls: LoadedStudy) -> Iterator[sessionmaker[Session]]:
    """One who finished, one who left while practising, one who declined, and a robot; read only."""
    engine = make_engine(database_url)
    sessions = make_sessions(engine)
    arrivals = {"done": "live", "left": "live", "declined": "live", "robot": "robot"}
    arrival = Arrival("a-platform-id", "a-submission-id")
    visitors = {name: Visitor(sessions, gulls, mode, f"token of {name}") for name, mode in arrivals.items()}
    visitors["done"].arrival = arrival
    for visitor in visitors.values():
        visitor.arrive()
    visitors["done"].finish()
    visitors["robot"].finish()
    visitors["declined"].answer(response="decline", rt_ms="3600000", clock="frame")  # after an hour, it says
    visitors["left"].answer_until("training")
    visitors["left"].answer(response="Herring", rt_ms="1500", clock="frame", viewport="1280x800", load_ms="83")
    yield sessions
    engine.dispose()


@pytest.fixture(scope="module")
def folder(visited: sessionmaker[Session], gulls: LoadedStudy, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Their export; read only."""
    out = tmp_path_factory.mktemp("exported") / "export"
    exported(visited, gulls.stimuli_folder, out)
    return out


def test_the_folder_holds_tables_codebook_study_and_provenance(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == FILES
    for name, record in RECORDS.items():
        header = (folder / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0]
        assert header.split(",") == [each.name for each in fields(record)]


def test_every_participant_is_there_with_mode_and_outcome(folder: Path) -> None:
    found = [(row["mode"], row["outcome"], row["n_trials_answered"]) for row in rows(folder / "participants.csv")]
    assert found == [
        ("live", "completed", str(N_TRIALS)),
        ("live", "in_progress", "2"),
        ("live", "no_consent", "1"),
        ("robot", "completed", str(N_TRIALS)),
    ]


def test_there_is_a_row_per_planned_trial_and_question_reached_or_not(folder: Path) -> None:
    found = Counter((row["participant"], row["answered"]) for row in rows(folder / "trials.csv"))
    done, left, declined, robot = (row["participant"] for row in rows(folder / "participants.csv"))
    assert found[done, "true"] == found[robot, "true"] == N_ROWS
    assert found[done, "false"] == 0
    assert (found[left, "true"], found[left, "false"]) == (3, N_ROWS - 3)
    assert (found[declined, "true"], found[declined, "false"]) == (1, 1)


def test_an_answered_trial_says_what_was_shown_answered_and_measured(folder: Path) -> None:
    left = rows(folder / "participants.csv")[1]
    mine = [row for row in rows(folder / "trials.csv") if row["participant"] == left["participant"]]
    first = next(row for row in mine if row["block"] == "training")
    assert (first["answered"], first["response"], first["rt_ms"], first["viewport"]) == (
        "true",
        "Herring",
        "1500.0",
        "1280x800",
    )
    assert first["correct"] == ("true" if first["label"] == "Herring" else "false")
    assert (first["n_options"], first["n_served"], first["feedback_ms"]) == ("4", "2", "NA")  # the visitor looked twice
    assert first["served_at"].startswith("2026-11-23T12:00:20.000Z")
    never = next(row for row in mine if row["block"] == "test")
    assert (never["answered"], never["response"], never["correct"], never["n_served"]) == ("false", "NA", "NA", "0")
    assert never["label"] != "NA"


def test_a_doubtful_time_is_flagged_and_kept(folder: Path) -> None:
    done, left, declined, robot = (row["participant"] for row in rows(folder / "participants.csv"))
    of = {name: [row for row in rows(folder / "trials.csv") if row["participant"] == name] for name in (done, left)}
    first = next(row for row in of[left] if row["block"] == "training")
    assert (first["load_ms"], first["long_task_ms"]) == ("83.0", "NA")
    assert (first["rt_ms"], first["timing_flags"]) == ("1500.0", "seen_again")
    declining = next(row for row in rows(folder / "trials.csv") if row["participant"] == declined)
    assert (declining["rt_ms"], declining["timing_flags"]) == ("3600000.0", "longer_than_server")
    unmeasured = next(row for row in of[done] if row["block"] == "training")
    assert unmeasured["timing_flags"].split()[0] == "missing"
    assert {row["timing_flags"] for row in of[left] if row["answered"] == "false"} == {"NA"}
    invented = [row for row in rows(folder / "trials.csv") if row["participant"] == robot]
    assert not any("longer_than_server" in row["timing_flags"] for row in invented)


def test_every_answer_joins_to_image_weights_method_parameters_and_code(folder: Path) -> None:
    provenance = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    people = {row["participant"]: row for row in rows(folder / "participants.csv")}
    versions = {(each["study_hash"], each["stimulus_set"]): each for each in provenance["versions"]}
    assert all("[[item]]" in each["texts"]["ratings.toml"] for each in versions.values())
    explained = 0
    for row in rows(folder / "trials.csv"):
        person = people[row["participant"]]
        assert versions[person["study_hash"], person["stimulus_set"]]["definition"]["study"]["name"] == "gulls"
        if row["image"] == "NA":
            continue
        stimuli = provenance["stimulus_sets"][person["stimulus_set"]]
        assert len(stimuli["classifier"]["weights_sha256"]) == 64
        image = next(each for each in stimuli["stimuli"] if each["image"] == row["image"])
        assert (image["source_sha256"], image["label"]) == (row["image_sha256"], row["label"])
        if row["explanation"] != "NA":
            shown = next(each for each in image["explanations"] if each["name"] == row["explanation"])
            assert (shown["method"], shown["array_sha256"]) == (row["explanation_method"], row["explanation_sha256"])
            assert {"parameters", "code_version", "target"} <= shown.keys()
            explained += 1
    assert explained


def test_the_events_tell_what_happened_in_order(folder: Path) -> None:
    done = rows(folder / "participants.csv")[0]["participant"]
    kinds = [row["kind"] for row in rows(folder / "events.csv") if row["participant"] == done]
    assert kinds[:4] == ["enrolled", "answered", "consented", "answered"]
    assert kinds[-1] == "finished"
    assert "seated" in kinds


def test_nothing_of_the_platforms_identity_or_of_our_secrets_leaves(folder: Path) -> None:
    everything = "".join(path.read_text(encoding="utf-8") for path in folder.iterdir())
    for secret in ("a-platform-id", "a-submission-id", "token of", "completion_code", "a secret key of the tests"):
        assert secret not in everything


def test_the_analysis_reads_what_was_exported(folder: Path) -> None:
    found = tables.read(folder)
    assert (len(found.participants), len(found.trials)) == (4, 3 * N_ROWS + 2)
    assert found.study.study.name == "gulls"
    assert found.edited == ()


def test_the_codebook_tells_of_every_column(folder: Path) -> None:
    told = [(row["table"], row["column"]) for row in rows(folder / "codebook.csv")]
    assert told == [(line.table, line.column) for line in codebook()]
    assert len(json.loads((folder / "codebook.json").read_text(encoding="utf-8"))) == len(told)


def test_only_the_modes_asked_for_are_exported(
    visited: sessionmaker[Session], gulls: LoadedStudy, tmp_path: Path
) -> None:
    made = exported(visited, gulls.stimuli_folder, tmp_path / "export", ("robot",))
    assert made.participants == {"robot": 1}
    for name in RECORDS:
        assert {row["mode"] for row in rows(tmp_path / "export" / f"{name}.csv")} == {"robot"}


def test_the_size_of_a_batch_changes_nothing(
    visited: sessionmaker[Session], gulls: LoadedStudy, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "BATCH", 1)
    exported(visited, gulls.stimuli_folder, tmp_path / "other")
    for name in FILES:
        assert (tmp_path / "other" / name).read_bytes() == (folder / name).read_bytes()


def test_a_study_that_nobody_took_gives_tables_without_rows(
    sessions: sessionmaker[Session], gulls: LoadedStudy, tmp_path: Path
) -> None:
    Visitor(sessions, gulls, "preview", "t").arrive()
    made = exported(sessions, gulls.stimuli_folder, tmp_path / "export", ("live",))
    assert made.rows == {"participants": 0, "trials": 0, "events": 0}
    assert len(tables.read(tmp_path / "export").participants) == 0


def test_where_the_stimuli_are_lost_the_answers_are_not(visited: sessionmaker[Session], tmp_path: Path) -> None:
    made = exported(visited, tmp_path / "nowhere", tmp_path / "export")
    assert len(made.remarks) == 1
    assert "4 participants saw the stimulus set 0123456789abcdef, which is not there any more" in made.remarks[0]
    shown = [row for row in rows(tmp_path / "export" / "trials.csv") if row["task"] == "classify" and row["answered"]]
    assert {(row["label"], row["correct"], row["image"] == "NA") for row in shown} == {("NA", "NA", False)}
    assert len(tables.read(tmp_path / "export").trials) == 3 * N_ROWS + 2


def test_an_unknown_study_is_named_with_the_known_ones(visited: sessionmaker[Session], tmp_path: Path) -> None:
    with reading(visited) as session, pytest.raises(StudyError, match="knows no study 'auks'; known: gulls"):
        write_export(session, "auks", tmp_path / "export", manifest_of=built_in(tmp_path), now=NOW)


def test_an_earlier_export_is_replaced_and_nothing_else_is(
    visited: sessionmaker[Session], gulls: LoadedStudy, tmp_path: Path
) -> None:
    earlier, thesis = tmp_path / "export", tmp_path / "thesis"
    for folder, name in ((earlier, "provenance.json"), (thesis, "chapter.tex")):
        folder.mkdir()
        (folder / name).write_text("years of work")
    exported(visited, gulls.stimuli_folder, earlier)
    assert {path.name for path in earlier.iterdir()} == FILES
    with pytest.raises(StudyError, match="holds something that is no export"):
        exported(visited, gulls.stimuli_folder, thesis)
    assert (thesis / "chapter.tex").read_text() == "years of work"


@contextmanager
def little_room() -> Iterator[None]:
    """No file may grow beyond 20 kB, as if the disk were full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_where_there_is_no_room_it_is_said_and_the_earlier_export_stands(
    visited: sessionmaker[Session], gulls: LoadedStudy, tmp_path: Path
) -> None:
    out = tmp_path / "place" / "export"
    out.mkdir(parents=True)
    (out / "provenance.json").write_text("the earlier one")
    with little_room(), pytest.raises(StudyError, match=r"export: the export cannot be written: File too large"):
        exported(visited, gulls.stimuli_folder, out)
    assert (out / "provenance.json").read_text() == "the earlier one"
    assert [path.name for path in out.parent.iterdir()] == ["export"]


def test_the_zip_holds_the_same_folder(
    visited: sessionmaker[Session], gulls: LoadedStudy, folder: Path, tmp_path: Path
) -> None:
    with reading(visited) as session:
        manifests = built_in(gulls.stimuli_folder)
        zip_export(session, "gulls", tmp_path / "export.zip", manifest_of=manifests, now=NOW)
    with ZipFile(tmp_path / "export.zip") as archive:
        assert {f"gulls/{name}" for name in FILES} == set(archive.namelist())
        assert archive.read("gulls/trials.csv") == (folder / "trials.csv").read_bytes()


def test_the_command_exports_what_the_environment_names(
    visited: sessionmaker[Session],
    database_url: str,
    stimuli: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("GULLSEYE_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("GULLSEYE_DATABASE_URL", database_url)
    monkeypatch.setenv("GULLSEYE_STIMULI", str(stimuli))
    done = CliRunner().invoke(export_command, ["gulls", "--out", str(tmp_path / "out")], catch_exceptions=False)
    assert done.output == f"Export: {tmp_path / 'out'} (3 live, 1 robot; {3 * N_ROWS + 2} rows of trials)\n"
    assert {path.name for path in (tmp_path / "out").iterdir()} == FILES


@pytest.mark.parametrize("text", ["=1+1", "+49 170", "-1", "@SUM(A1)", "\tx", "\rx", "'x", "NA"])
def test_text_that_a_spreadsheet_would_run_or_a_reader_lose_is_made_harmless(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "NA"),
        (True, "true"),
        (-1.5, "-1.5"),
        (-3, "-3"),
        (NOW, "2026-11-23T12:00:00.000Z"),
        ("Herring", "Herring"),
    ],
)
def test_values_are_written_as_the_readme_says(value: object, text: str) -> None:
    assert cell(value) == text


def test_the_data_dictionary_is_that_of_the_records() -> None:
    assert data_dictionary.PAGE.read_text(encoding="utf-8") == data_dictionary.page(), (
        "write it anew: python -m docs.data_dictionary"
    )
