import csv
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from analysis import evidence, questions, tables
from analysis.errors import AnalysisError
from analysis.findings import ask
from analysis.report.folder import write_report
from analysis.result import Result
from tests.analysis.svg import parsed
from tests.analysis.synthetic import STUDY, Truth, write_export

ATTRIBUTES_THAT_FETCH = {"src", "href", "data", "poster", "srcset", "action", "background"}


class Page(HTMLParser):
    """What a browser would fetch, and what pictures say to those who cannot see them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.tags: list[str] = []
        self.alts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.fetched += [value or "" for name, value in attrs if name in ATTRIBUTES_THAT_FETCH]
        self.alts += [value or "" for name, value in attrs if tag == "img" and name == "alt"]


def brief_report(export: Path, out: Path, mode: str = "live") -> Path:
    """The page of a report on participants alone, for what does not depend on the questions."""
    asked = evidence.of_mode(tables.read(export), mode)
    return write_report(out, asked, ask(asked, [("participants", questions.load("participants"))]))


def test_the_page_needs_nothing_but_itself(html: str) -> None:
    page = Page(html)
    assert page.fetched
    assert all(address.startswith("data:image/svg+xml;base64,") for address in page.fetched)
    assert not {"script", "link", "iframe", "object", "embed"} & set(page.tags)
    style = html[html.index("<style>") : html.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style


def test_every_picture_has_a_text_in_its_place(html: str) -> None:
    page = Page(html)
    assert len(page.alts) == page.tags.count("img") >= 3
    assert all(len(alt) > 30 for alt in page.alts)


def test_the_answer_comes_first_then_the_figure_then_the_table_then_the_flow(html: str) -> None:
    marks = ["accuracy was higher in arm heatmap", "<img", "Planned comparisons", "Participants per arm", "Methods"]
    assert [html.index(mark) for mark in marks] == sorted(html.index(mark) for mark in marks)


def test_the_page_says_who_took_part_and_where_the_numbers_come_from(html: str) -> None:
    for said in ("permuted blocks of 6", "a" * 64, "0123456789abcdef", "weights", "scipy", "mode"):
        assert said in html
    assert "Simulated" not in html


def test_a_report_is_on_people_unless_asked_otherwise(report: Path) -> None:
    assert json.loads((report / "results.json").read_text(encoding="utf-8"))["mode"] == "live"


def test_every_number_is_in_the_results_unrounded(report: Path) -> None:
    stored = json.loads((report / "results.json").read_text(encoding="utf-8"))
    results = {each["name"]: Result.from_json(each) for each in stored["results"]}
    assert stored["schema_version"] == 1
    assert stored["mode"] == "live"
    assert results["participants/all/began"].estimate == 64
    with (report / "results.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["name"]: row for row in csv.DictReader(file)}
    assert rows.keys() == results.keys()
    teaches = results["accuracy/heatmap-teaches/difference"]
    assert float(rows[teaches.name]["estimate"]) == teaches.estimate


def test_figures_and_tables_lie_beside_the_page(report: Path) -> None:
    figures = sorted(path.name for path in (report / "figures").glob("*.svg"))
    assert {"accuracy-differences.svg", "accuracy-test.svg", "participants-flow.svg"} <= set(figures)
    for path in (report / "figures").glob("*.svg"):
        assert parsed(path.read_text(encoding="utf-8")).get("aria-label")
    assert (report / "tables" / "accuracy-test.csv").read_text().count("\n") == 61


def test_simulated_participants_are_unmistakable(tmp_path: Path) -> None:
    folder = write_export(tmp_path / "export", Truth(n={"none": 3, "placebo": 3, "heatmap": 3}, mode="robot"))
    page = brief_report(folder, tmp_path / "report", "robot").read_text(encoding="utf-8")
    assert "Simulated participants" in page[: page.index("<main>")]
    assert json.loads((tmp_path / "report" / "results.json").read_text())["simulated"] is True


def test_a_table_that_was_changed_after_the_export_is_told_at_the_top(tmp_path: Path) -> None:
    folder = write_export(tmp_path / "export", Truth(n={"none": 2, "placebo": 2, "heatmap": 2}))
    path = folder / "trials.csv"
    path.write_text(re.sub(r",4000\.0,", ",4001.0,", path.read_text(), count=1))
    page = brief_report(folder, tmp_path / "report").read_text(encoding="utf-8")
    assert "Changed after the export: trials.csv" in page[: page.index("<main>")]


def test_names_from_the_study_are_no_markup(tmp_path: Path) -> None:
    facts = STUDY.study.model_copy(update={"title": "<script>alert(1)</script>"})
    study = STUDY.model_copy(update={"study": facts})
    folder = write_export(tmp_path / "export", Truth(n={"none": 2, "placebo": 2, "heatmap": 2}), study)
    assert "<script>" not in brief_report(folder, tmp_path / "report").read_text(encoding="utf-8")


def test_a_new_report_takes_the_place_of_the_old_one(export_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "report"
    brief_report(export_folder, out)
    (out / "figures" / "old.svg").write_text("old")
    brief_report(export_folder, out)
    assert not (out / "figures" / "old.svg").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_a_folder_with_something_else_in_it_is_left_alone(export_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(AnalysisError, match="holds something that is no report"):
        brief_report(export_folder, tmp_path)
    assert (tmp_path / "thesis.tex").read_text() == "years of work"


def test_a_place_that_cannot_be_written_is_said_in_a_line(export_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(AnalysisError, match="cannot be written"):
        brief_report(export_folder, tmp_path / "file" / "report")
