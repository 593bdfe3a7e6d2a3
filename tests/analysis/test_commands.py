from pathlib import Path

import pytest

from analysis.commands import analyze_export
from analysis.errors import AnalysisError


def test_where_there_is_nobody_of_that_mode_there_is_no_report(export_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match="no participant of mode 'robot'; the export holds 64 live"):
        analyze_export(export_folder, tmp_path / "report", "robot")
    assert not (tmp_path / "report").exists()
