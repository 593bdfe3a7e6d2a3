"""A table from elsewhere, through the command, to a whole report."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from analysis.errors import AnalysisError
from study_app.cli import gullseye
from tests.analysis.outside.tables import PLAN, answers, write


def run(*arguments: object) -> Result:
    """The command in this process; faults that a researcher can mend are raised."""
    return CliRunner().invoke(gullseye, ["analyze", *map(str, arguments)])


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with data.csv, plan.toml and the report on it."""
    folder = tmp_path_factory.mktemp("outside")
    table, plan = write(folder, answers(), PLAN + '[keep]\nimage = ["bird-0.png", "bird-1.png", "bird-2.png"]\n')
    done = run(table, "--plan", plan, "--out", folder / "report")
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[-1] == f"Report: {folder / 'report' / 'index.html'}"
    return folder


def stored(place: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((place / "report" / "results.json").read_text(encoding="utf-8"))
    return content


def test_the_page_says_at_its_top_what_cannot_be_verified(place: Path) -> None:
    page = (place / "report" / "index.html").read_text(encoding="utf-8")
    assert "Data from elsewhere: Gullseye did not run this study" in page
    assert "The plan passes over 60 of 96 rows." in page
    assert "1970" not in re.sub(r"base64,[^\"]+", "", page)


def test_the_page_names_table_and_plan_by_their_hashes(place: Path) -> None:
    page = (place / "report" / "index.html").read_text(encoding="utf-8")
    origin = stored(place)
    assert origin["outside"]["plan_sha256"] in page
    assert origin["tables"]["data"] in page
    assert "Fixed at launch" not in page


def test_results_tell_the_kind_of_their_source(place: Path) -> None:
    found = stored(place)
    assert found["source_kind"] == "outside"
    assert (found["outside"]["rows"], found["outside"]["rows_kept"]) == (96, 36)
    right = [row["acc"] for row in answers() if row["condition"] == "heat map" and str(row["image"])[5] in "012"]
    means = {each["name"]: each for each in found["results"]}
    assert means["accuracy/trials/map/mean"]["estimate"] == pytest.approx(sum(map(int, map(str, right))) / 18)


def test_without_a_plan_one_is_told_how_to_begin(tmp_path: Path) -> None:
    table, _ = write(tmp_path, answers())
    done = run(table)
    assert done.exit_code == 2
    assert f"gullseye analyze {table} --write-plan plan.toml" in done.output


def test_a_written_plan_can_be_used_as_it_is(tmp_path: Path) -> None:
    rows = [
        {"participant": r["pid"], "condition": r["condition"], "image": r["image"], "acc": r["acc"]} for r in answers()
    ]
    table, _ = write(tmp_path, rows)
    begun = tmp_path / "begun.toml"
    done = run(table, "--write-plan", begun)
    assert done.exit_code == 0
    assert f"gullseye analyze {table} --plan {begun}" in done.output
    assert run(table, "--plan", begun, "--out", tmp_path / "report").exit_code == 0
    again = run(table, "--write-plan", begun)
    assert isinstance(again.exception, AnalysisError)
    assert "is there already" in str(again.exception)


@pytest.mark.parametrize("option", ["--plan", "--write-plan"])
def test_an_export_has_its_plan_already(option: str, export_folder: Path, tmp_path: Path) -> None:
    done = run(export_folder, option, tmp_path / "plan.toml")
    assert done.exit_code == 2
    assert f"{option} goes with a CSV table from elsewhere; {export_folder} brings its own plan" in done.output


def test_a_table_under_another_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data.xlsx").write_bytes(b"PK")
    done = run(tmp_path / "data.xlsx")
    assert done.exit_code == 2
    assert "a table is a .csv file" in done.output


def test_faults_are_told_without_a_report(tmp_path: Path) -> None:
    table, plan = write(tmp_path, answers(), PLAN.replace('"acc"', '"accuracy"'))
    done = run(table, "--plan", plan, "--out", tmp_path / "report")
    assert isinstance(done.exception, AnalysisError)
    assert "columns.correct: no column 'accuracy'" in str(done.exception)
    assert not (tmp_path / "report").exists()


def test_a_table_that_is_not_there_is_told(tmp_path: Path) -> None:
    _, plan = write(tmp_path, answers())
    done = run(tmp_path / "dta.csv", "--plan", plan)
    assert isinstance(done.exception, AnalysisError)
    assert str(done.exception) == f"{tmp_path / 'dta.csv'}: No such file or directory"
