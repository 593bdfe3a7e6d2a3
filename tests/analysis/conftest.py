"""Exports that many tests only read."""

from pathlib import Path

import pytest

from analysis import evidence, tables
from analysis.evidence import Evidence
from tests.analysis.synthetic import Truth, write_export


@pytest.fixture(scope="session")
def export_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export of 60 people, a planted effect, some of whom left on the way; read only."""
    truth = Truth(dropouts=2, n_declined=3, n_left=1)
    return write_export(tmp_path_factory.mktemp("analysis") / "export", truth)


@pytest.fixture(scope="session")
def people(export_folder: Path) -> Evidence:
    """The evidence of that export; read only."""
    return evidence.of_mode(tables.read(export_folder), "live")
