"""A question that fails is loud, and loses no report where a command asks on."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from analysis import questions
from analysis.evidence import Evidence
from analysis.findings import Failure, ask
from analysis.progress import Watch
from study_app.cli import gullseye
from tests.analysis import failing
from tests.analysis.synthetic import Truth, write_export

PARTICIPANTS = ("participants", questions.load("participants"))
FAILING = ("failing", failing.QUESTION)
OWN = "tests.analysis.failing:QUESTION"


class Forgiving(Watch):
    """Goes on, and keeps what it heard."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def begins(self, what: str, number: int, of: int) -> None:
        self.heard.append(f"{number} of {of}: {what}")

    def failed(self, name: str, fault: Exception) -> None:
        self.heard.append(f"{name} {type(fault).__name__}")


def test_without_somebody_who_asks_on_a_failure_ends_it_all(people: Evidence) -> None:
    with pytest.raises(ZeroDivisionError, match="nobody is nobody's"):
        ask(people, [PARTICIPANTS, FAILING])


def test_otherwise_it_stands_among_the_findings_with_its_reason(people: Evidence) -> None:
    watch = Forgiving()
    failed, found = ask(people, [PARTICIPANTS, FAILING], watch)
    assert failed.failed == Failure("ZeroDivisionError", "nobody is nobody's\nequal")
    assert failed.results == ()
    assert found == ask(people, [PARTICIPANTS])[0]
    assert watch.heard == ["1 of 2: What nobody foresaw", "failing ZeroDivisionError", "2 of 2: Participants"]


def test_a_name_given_twice_is_the_fault_of_who_gives_it_last(people: Evidence) -> None:
    first, second = ask(people, [PARTICIPANTS, ("others", PARTICIPANTS[1])], Forgiving())
    assert first.failed is None or second.failed is None
    told = second.failed or first.failed
    assert told is not None
    assert told.message.startswith("results with the same name: participants/all/began")


def run(*arguments: object) -> Result:
    """The command in this process."""
    return CliRunner().invoke(gullseye, ["analyze", *map(str, arguments)])


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small export."""
    return write_export(tmp_path_factory.mktemp("failing") / "export", Truth(n={"none": 6, "heatmap": 6}))


def with_questions(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """As if these were the files of the folder of questions."""
    monkeypatch.setattr(questions, "names", lambda: list(names))


def test_the_command_writes_the_report_and_ends_with_status_1(
    export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_questions(monkeypatch, OWN, "participants")
    done = run(export, "--out", tmp_path / "report")
    assert done.exit_code == 1
    assert done.stdout.splitlines()[-1] == f"Report: {tmp_path / 'report' / 'index.html'}"
    told = f"{OWN} (ZeroDivisionError: nobody is nobody's equal)"
    assert done.stderr == f"Error: failed, and is missing in the report: {told}; --debug shows where\n"
    html = (tmp_path / "report" / "index.html").read_text(encoding="utf-8")
    assert "These parts failed, and are missing: What nobody foresaw (ZeroDivisionError: nobody is" in html
    assert "Participants per arm" in html
    stored = json.loads((tmp_path / "report" / "results.json").read_text(encoding="utf-8"))
    failure = {"question": OWN, "error": "ZeroDivisionError", "message": "nobody is nobody's\nequal"}
    assert stored["failed"] == [failure]
    assert stored["questions"] == ["participants"]


def test_a_traceback_is_shown_to_who_asks_for_it(export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_questions(monkeypatch, OWN)
    done = run(export, "--out", tmp_path / "report", "--debug")
    assert "Traceback" in done.stderr
    assert "in results\n    raise self.fault" in done.stderr


def test_an_interruption_leaves_the_report_that_was_there_and_says_so_in_a_line(
    export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_questions(monkeypatch, "participants")
    assert run(export, "--out", tmp_path / "report").exit_code == 0
    before = (tmp_path / "report" / "index.html").read_bytes()
    with_questions(monkeypatch, "participants", "tests.analysis.failing:INTERRUPTED")
    done = run(export, "--out", tmp_path / "report")
    assert done.exit_code == 130
    assert done.stderr.strip() == "stopped: no report was written, and one that was there before is as it was"
    assert (tmp_path / "report" / "index.html").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_confirmatory_answers_are_said_before_the_rest(
    export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_questions(monkeypatch, "participants", "tests.analysis.failing:INTERRUPTED")
    done = run(export, "--out", tmp_path / "report")
    first, *_ = done.stdout.splitlines()
    assert "accuracy" in first
    assert "arms heatmap and none" in first or "in arm heatmap than in arm none" in first


def test_it_is_quiet_unless_asked(export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_questions(monkeypatch, "participants")
    assert run(export, "--out", tmp_path / "quiet").stderr == ""
    parts = run(export, "--out", tmp_path / "told", "--verbose").stderr.splitlines()
    assert [line.split(" s  ")[1] for line in parts] == [
        "0 of 1: planned comparisons",
        "1 of 1: Participants",
        "1 of 1: writing the report",
    ]


def test_blind_and_frozen_exclude_each_other(export: Path, tmp_path: Path) -> None:
    done = run(export, "--blind", "--frozen", tmp_path / "exclusions.json", "--out", tmp_path / "report")
    assert done.exit_code == 2
    assert "give one of the two" in done.stderr


def test_a_blind_report_says_where_its_exclusions_are_and_no_answer(
    export: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_questions(monkeypatch, "participants")
    done = run(export, "--blind", "--out", tmp_path / "blind")
    report, exclusions = done.stdout.splitlines()
    assert report == f"Report: {tmp_path / 'blind' / 'index.html'}"
    assert exclusions.startswith(f"Exclusions: {tmp_path / 'blind' / 'exclusions.json'}")
