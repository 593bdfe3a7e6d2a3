"""What lies in the report's folder is told, and what is told lies there."""

import csv
import os
import subprocess
import sys
from pathlib import Path

from analysis.findings import Finding
from analysis.question import Account, Drawing, Table
from analysis.report.files import contents, first_sentence, named, readme

DRAWS = """
import sys
from analysis.figures.flow_chart import flow_chart
arms = {"none": ("4", "3"), "heatmap": ("4", "4")}
chart = flow_chart(("9 began", "8 randomised"), ["1 left"], arms, ("flow", "Flow"))
sys.stdout.buffer.write(chart.pdf())
"""


def a_finding(*captions: str) -> Finding:
    tables = tuple(Table(caption, ("Arm", "n"), (("none", "20"),)) for caption in captions)
    return Finding("accuracy", "Accuracy", (), Account(tables=tables))


def test_the_list_names_every_file_of_the_folder_and_no_other(report: Path) -> None:
    there = {str(path.relative_to(report)) for path in report.rglob("*") if path.is_file()}
    _, listed, _ = (report / "README.txt").read_text(encoding="utf-8").split("\n\n")
    told = {line.split("  ")[0] for line in listed.splitlines()}
    pairs = {path.removesuffix(".svg and .pdf") for path in told if path.endswith(" and .pdf")}
    single = {path for path in told if not path.endswith(" and .pdf")}
    assert single | {f"{path}.svg" for path in pairs} | {f"{path}.pdf" for path in pairs} == there - {"README.txt"}


def test_every_figure_is_there_as_pdf_with_its_text_and_without_a_date(report: Path) -> None:
    pictures = sorted((report / "figures").glob("*.svg"))
    assert len(pictures) >= 3
    for picture in pictures:
        content = picture.with_suffix(".pdf").read_bytes()
        assert content.startswith(b"%PDF-")
        assert content.rstrip().endswith(b"%%EOF")
        assert b"/Subject" in content
        assert b"Date" not in content


def test_another_process_writes_the_same_pdf_to_the_bit() -> None:
    made = [
        subprocess.run(
            [sys.executable, "-c", DRAWS], check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "77")
    ]
    assert made[0].startswith(b"%PDF-")
    assert made[0] == made[1]


def test_a_table_of_the_page_is_a_file_with_the_same_rounded_texts(report: Path, html: str) -> None:
    path = report / "tables" / "printed" / "accuracy-planned-comparisons.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header, first, *_ = list(csv.reader(file))
    assert header[:2] == ["Comparison", "Difference"]
    assert first[0] == "heatmap − none"
    assert f'<td class="figures">{first[1]}</td>' in html


def test_tables_with_the_same_caption_get_files_of_their_own() -> None:
    stems = [stem for stem, _ in named([a_finding("Means, per arm", "Means, per arm", "Accuracy of what?", "!")])]
    assert stems == ["accuracy-means-per-arm", "accuracy-means-per-arm-2", "accuracy-of-what", "accuracy-table"]


def test_a_figure_drawn_by_other_means_is_told_as_svg_alone() -> None:
    drawn = Account(drawings=(Drawing("own", "<svg/>", "alt", "A caption. And more."),))
    entry = next(each for each in contents([Finding("own", "Mine", (), drawn)]) if each.path.startswith("figures"))
    assert (entry.path, entry.holds) == ("figures/own.svg", "Mine: A caption")


def test_the_first_sentence_ends_at_a_stop_and_not_at_a_point() -> None:
    assert first_sentence("Shares of 0.5 and more. The rest.") == "Shares of 0.5 and more"
    assert first_sentence("No stop") == "No stop"


def test_the_word_to_the_reader_names_the_study() -> None:
    assert readme("gulls", [a_finding("Means")]).startswith("Report on the study 'gulls'")
