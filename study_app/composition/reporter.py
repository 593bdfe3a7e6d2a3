"""What makes a study's report for the web application, which knows no statistics: another process does."""

import os
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from study_app.counts import count_participants
from study_app.database import make_engine, make_sessions, reading
from study_app.errors import StudyError
from study_app.reporting import REPORT_FOLDER

WRITTEN = "Report: "  # what the command says when the report is in its place


@dataclass(frozen=True)
class Reporter:
    """Makes the report with `gullseye analyze`: of the people, or of the robots where there are no people yet."""

    instance: Path
    database_url: str

    def __call__(self, study: str) -> None:
        """Writes the report of the study of that name; StudyError with what the analysis said where it cannot.

        A report of which one part failed is a report: it says so itself.
        """
        wanted = [study, "--mode", self._mode(study), "--out", str(self.instance / REPORT_FOLDER)]
        done = subprocess.run(
            [sys.executable, "-m", "study_app.cli", "analyze", *wanted],
            env={**os.environ, "GULLSEYE_INSTANCE": str(self.instance), "GULLSEYE_DATABASE_URL": self.database_url},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode and WRITTEN not in done.stdout:
            raise StudyError(done.stderr.strip() or f"gullseye analyze ended with status {done.returncode}")

    def _mode(self, study: str) -> str:
        engine = make_engine(self.database_url)
        try:
            with reading(make_sessions(engine)) as session:
                modes = {counted.mode for counted in count_participants(session, study, ())}
        finally:
            engine.dispose()
        return "robot" if "robot" in modes and "live" not in modes else "live"


def can_analyze() -> bool:
    """Whether the extra `analysis` is installed."""
    return all(find_spec(module) is not None for module in ("pandas", "scipy", "matplotlib"))
