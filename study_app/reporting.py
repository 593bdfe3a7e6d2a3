"""The report's place on disk, and its making in the background.

State lies in files, not in memory, so that every worker process of the server tells the same.
"""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

from study_app.errors import StudyError

REPORT_FOLDER = "report"
PAGE = "index.html"
RESULTS = "results.json"
GIVEN_UP_AFTER = timedelta(minutes=15)  # a maker that was killed leaves its mark behind
FAULT = "Making the report failed; the server's log says why."

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class ReportState:
    """What there is.  page: the report, where `made_at` is not None; fault: why the last try failed, or None."""

    page: Path
    made_at: datetime | None
    is_being_made: bool
    fault: str | None


def report_state(instance: Path, study: str, now: datetime) -> ReportState:
    """How the report of that instance folder stands; one that was made of another study is none of this one."""
    page = instance / REPORT_FOLDER / PAGE
    return ReportState(
        page=page,
        made_at=_written_at(page) if _study_of(page.parent) == study else None,
        is_being_made=_is_fresh(_mark(instance), now),
        fault=_told(_fault_file(instance)),
    )


def start_report(instance: Path, make: Callable[[], None], now: datetime) -> bool:
    """Starts `make` in the background; False where a report is being made already."""
    mark = _mark(instance)
    if not _is_fresh(mark, now):
        mark.unlink(missing_ok=True)
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return False
    Thread(target=_make, args=(instance, make), name="report", daemon=True).start()
    return True


def _make(instance: Path, make: Callable[[], None]) -> None:
    fault = _fault_file(instance)
    fault.unlink(missing_ok=True)
    try:
        make()
    except StudyError as reason:
        fault.write_text(str(reason), encoding="utf-8")
    except Exception:
        logger.exception("the report could not be made")
        fault.write_text(FAULT, encoding="utf-8")
    finally:
        _mark(instance).unlink(missing_ok=True)


def _mark(instance: Path) -> Path:
    return instance / "report.being-made"


def _fault_file(instance: Path) -> Path:
    return instance / "report.fault"


def _study_of(folder: Path) -> str | None:
    """The study that a report is about; None where there is no whole report."""
    try:
        results = json.loads((folder / RESULTS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return results.get("study") if isinstance(results, dict) else None


def _written_at(path: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:  # asked once: between two questions another process may take it away
        return None


def _told(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def _is_fresh(mark: Path, now: datetime) -> bool:
    made_at = _written_at(mark)
    return made_at is not None and now - made_at < GIVEN_UP_AFTER
