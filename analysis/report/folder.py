"""The report's folder: written beside its place and put there whole, so that it is never half a report."""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from analysis.errors import AnalysisError
from analysis.evidence import Evidence
from analysis.findings import Finding
from analysis.report.page import page
from analysis.report.record import record

RESULTS_FILE = "results.json"
PAGE_FILE = "index.html"


def write_report(out: Path, evidence: Evidence, findings: Sequence[Finding]) -> Path:
    """Writes the report and returns its page; AnalysisError where `out` holds something else or cannot be written."""
    _refuse_foreign(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as draft:
            new = Path(draft) / "new"
            _fill(new, evidence, findings)
            if out.exists():
                out.rename(Path(draft) / "old")
            new.rename(out)
    except OSError as fault:
        raise AnalysisError(f"{out}: the report cannot be written: {fault.strerror or fault}") from None
    return out / PAGE_FILE


def _refuse_foreign(out: Path) -> None:
    if out.is_dir() and any(out.iterdir()) and not (out / RESULTS_FILE).is_file():
        raise AnalysisError(f"{out}: holds something that is no report; name an empty or a new folder with --out")
    if out.exists() and not out.is_dir():
        raise AnalysisError(f"{out}: is a file; name a folder with --out")


def _fill(folder: Path, evidence: Evidence, findings: Sequence[Finding]) -> None:
    for part in (folder / "figures", folder / "tables"):
        part.mkdir(parents=True)
    results = json.dumps(record(evidence, findings), indent=1, ensure_ascii=False, allow_nan=False)
    (folder / RESULTS_FILE).write_text(results, encoding="utf-8")
    rows = pd.DataFrame([result.to_row() for finding in findings for result in finding.results])
    rows.to_csv(folder / "results.csv", index=False, na_rep="NA", lineterminator="\n")
    (folder / PAGE_FILE).write_text(page(evidence, findings), encoding="utf-8")
    for account in (finding.account for finding in findings):
        for drawing in account.drawings:
            (folder / "figures" / f"{drawing.name}.svg").write_text(drawing.svg, encoding="utf-8")
        for name, table in account.data.items():
            table.to_csv(folder / "tables" / f"{name}.csv", index=False, na_rep="NA", lineterminator="\n")
