from pathlib import Path

import pytest
from click.testing import CliRunner

from analysis.commands import analyze
from analysis.errors import AnalysisError


def test_the_command_writes_a_report_and_says_where(export_folder: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(analyze, [str(export_folder), "--out", str(tmp_path / "report")], catch_exceptions=False)
    assert done.output == f"Report: {tmp_path / 'report' / 'index.html'}\n"
    assert (tmp_path / "report" / "results.json").is_file()


def test_people_are_looked_at_unless_something_else_is_asked_for(export_folder: Path, tmp_path: Path) -> None:
    arguments = [str(export_folder), "--out", str(tmp_path / "report"), "--mode", "robot"]
    with pytest.raises(AnalysisError, match="no participant of mode 'robot'; the export holds 64 live"):
        CliRunner().invoke(analyze, arguments, catch_exceptions=False)


def test_a_mode_that_does_not_exist_is_refused_with_the_known_ones(export_folder: Path) -> None:
    done = CliRunner().invoke(analyze, [str(export_folder), "--mode", "dead"])
    assert done.exit_code == 2
    assert "'live', 'pilot', 'preview', 'robot'" in done.output
