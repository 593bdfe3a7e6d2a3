"""A report that many tests only read."""

from pathlib import Path

import pytest

from analysis.commands import analyze_export


@pytest.fixture(scope="session")
def report(export_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report; read only."""
    page = analyze_export(export_folder, tmp_path_factory.mktemp("report") / "report")
    assert page.name == "index.html"
    return page.parent


@pytest.fixture(scope="session")
def html(report: Path) -> str:
    """Its page."""
    return (report / "index.html").read_text(encoding="utf-8")
