"""The notebook's code is run as it stands, cell by cell."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from analysis import evidence, questions, tables
from analysis.commands import analyze_table
from analysis.errors import AnalysisError
from analysis.findings import ask
from analysis.report.folder import write_report
from tests.analysis.synthetic import Truth, write_export

SMALL = Truth(n={"none": 3, "placebo": 3, "heatmap": 3})

PLAN_OF_A_TABLE = """
[study]
name = "birds"
title = "Birds"
[columns]
participant = "who"
item = "picture"
arm = "group"
correct = "right"
[arms.plain]
[arms.map]
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an export and a report on it; copied before anything is changed."""
    folder = tmp_path_factory.mktemp("notebook")
    asked = evidence.of_mode(tables.read(write_export(folder / "export", SMALL)), "live")
    findings = ask(asked, [(name, questions.load(name)) for name in ("accuracy", "participants")])
    write_report(folder / "report", asked, findings, folder / "export")
    return folder


@pytest.fixture
def place(made: Path, tmp_path: Path) -> Path:
    """A copy of both, somewhere else."""
    return Path(shutil.copytree(made, tmp_path / "moved"))


def cells(report: Path) -> list[str]:
    """The code of the notebook."""
    content = json.loads((report / "report.ipynb").read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in content["cells"] if cell["cell_type"] == "code"]


def run(report: Path, export: Path | None = None) -> dict[str, Any]:
    """Runs all cells in one namespace, REPORT being that folder; returns the namespace and the last cell's value."""
    space: dict[str, Any] = {}
    first, *rest = cells(report)
    exec(first, space)  # noqa: S102 - our own notebook
    space |= {"REPORT": str(report), "SOURCE": None if export is None else str(export)}
    for code in rest:
        if code.startswith("reproduction.shown"):
            space["last"] = eval(code, space)  # noqa: S307 - our own notebook
        else:
            exec(code, space)  # noqa: S102 - our own notebook
    return space


def changed(report: Path, change: Any) -> None:
    path = report / "results.json"
    stored = json.loads(path.read_text(encoding="utf-8"))
    change(stored)
    path.write_text(json.dumps(stored), encoding="utf-8")


def test_it_is_a_notebook_of_the_fourth_format(made: Path) -> None:
    content = json.loads((made / "report" / "report.ipynb").read_text(encoding="utf-8"))
    assert (content["nbformat"], content["nbformat_minor"]) == (4, 5)
    ids = [cell["id"] for cell in content["cells"]]
    assert len(set(ids)) == len(ids)
    for cell in content["cells"]:
        assert re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", cell["id"])
        more = {"execution_count", "outputs"} if cell["cell_type"] == "code" else set()
        assert set(cell) == {"id", "cell_type", "metadata", "source"} | more


def test_it_finds_all_results_again_where_report_and_export_were_moved_together(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    space = run(place / "report")
    told = capsys.readouterr().out
    n = len(json.loads((place / "report" / "results.json").read_text())["results"])
    assert f"All {n} results are as stored" in told
    assert "Note:" not in told
    assert "<img" in space["last"]._repr_html_()


def test_a_number_that_differs_stops_it_and_is_named(place: Path) -> None:
    def change(stored: dict[str, Any]) -> None:
        result = next(each for each in stored["results"] if each["name"] == "accuracy/heatmap-teaches/difference")
        result["interval"]["low"] += 0.001

    changed(place / "report", change)
    with pytest.raises(AssertionError, match=r"accuracy/heatmap-teaches/difference: interval\.low was"):
        run(place / "report")


def test_results_that_are_new_or_gone_stop_it(place: Path) -> None:
    def change(stored: dict[str, Any]) -> None:
        stored["results"][0]["name"] = "another/name"

    name = json.loads((place / "report" / "results.json").read_text())["results"][0]["name"]
    changed(place / "report", change)
    with pytest.raises(AssertionError) as fault:
        run(place / "report")
    assert "another/name: is no longer there" in str(fault.value)
    assert f"{name}: was not there" in str(fault.value)


def test_other_answers_are_told_as_another_table_and_stop_it(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(place / "export")
    write_export(place / "export", Truth(n=SMALL.n, seed=2))
    with pytest.raises(AssertionError, match="Results are not as stored"):
        run(place / "report")
    assert "Note: Not the table that the report was made of: trials.csv" in capsys.readouterr().out


def test_another_version_of_what_computes_is_told(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changed(place / "report", lambda stored: stored["software"].update(numpy="0.1"))
    run(place / "report")
    assert "the report was made with 0.1" in capsys.readouterr().out


def test_the_export_can_be_named(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "export").rename(place / "elsewhere")
    with pytest.raises(AnalysisError, match="not there; write into SOURCE"):
        run(place / "report")
    run(place / "report", place / "elsewhere")
    assert "are as stored" in capsys.readouterr().out


def test_a_report_made_from_a_database_asks_for_an_export(made: Path, tmp_path: Path) -> None:
    asked = evidence.of_mode(tables.read(made / "export"), "live")
    write_report(tmp_path / "report", asked, ask(asked, [("participants", questions.load("participants"))]))
    assert json.loads((tmp_path / "report" / "results.json").read_text())["source"] is None
    with pytest.raises(AnalysisError, match="gullseye export"):
        run(tmp_path / "report")


def test_a_table_from_elsewhere_is_read_again_by_its_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = ["who,group,picture,right"]
    rows += [
        f"p{n},{'map' if n % 2 else 'plain'},i{item},{(n * item) % 3 > 0:d}" for n in range(8) for item in range(6)
    ]
    (tmp_path / "trials.csv").write_text("\n".join(rows) + "\n")
    (tmp_path / "plan.toml").write_text(PLAN_OF_A_TABLE)
    analyze_table(tmp_path / "trials.csv", tmp_path / "plan.toml", tmp_path / "report")
    run(tmp_path / "report")
    assert "are as stored" in capsys.readouterr().out
