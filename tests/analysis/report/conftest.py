"""A report that many tests only read."""

from pathlib import Path

import pytest

from analysis.commands import analyze_export


@pytest.fixture(scope="session")
def report(export_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report; read only."""
    out = tmp_path_factory.mktemp("report") / "report"
    analyze_export(export_folder, out)
    return out


@pytest.fixture(scope="session")
def html(report: Path) -> str:
    """Its page."""
    return (report / "index.html").read_text(encoding="utf-8")
