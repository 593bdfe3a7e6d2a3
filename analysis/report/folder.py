"""The report's folder: written beside its place and put there whole, so that it is never half a report."""

import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import AnalysisError
from analysis.evidence import Evidence
from analysis.figures.sheet import Picture
from analysis.findings import Finding
from analysis.freeze import EXCLUSIONS_FILE
from analysis.report.files import NOTEBOOK_FILE, PAGE_FILE, PRINTED, README_FILE, RESULTS_FILE, ROWS_FILE, named, readme
from analysis.report.notebook import notebook
from analysis.report.page import page
from analysis.report.record import record


def write_report(
    out: Path,
    evidence: Evidence,
    findings: Sequence[Finding],
    source: Path | None = None,
    plan: Path | None = None,
) -> Path:
    """Writes the report and returns its page; AnalysisError where `out` holds something else or cannot be written.

    source: the tables' folder, or a CSV table from elsewhere, told in results.json as seen from `out`; None where it
    does not last.  plan: the plan.toml of such a table.
    """
    _refuse_foreign(out)
    _keep_exclusions(out, evidence)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as draft:
            new, old = Path(draft) / "new", Path(draft) / "old"
            _fill(new, evidence, findings, record(evidence, findings, _seen_from(out, source), _seen_from(out, plan)))
            try:
                if out.exists():
                    out.rename(old)
                new.rename(out)
            except BaseException:
                if old.exists() and not out.exists():
                    old.rename(out)
                raise
    except OSError as fault:
        raise AnalysisError(f"{out}: the report cannot be written: {fault.strerror or fault}") from None
    return out / PAGE_FILE


def _refuse_foreign(out: Path) -> None:
    if out.is_dir() and any(out.iterdir()) and not (out / RESULTS_FILE).is_file():
        raise AnalysisError(f"{out}: holds something that is no report; name an empty or a new folder with --out")
    if out.exists() and not out.is_dir():
        raise AnalysisError(f"{out}: is a file; name a folder with --out")


def _keep_exclusions(out: Path, evidence: Evidence) -> None:
    """Never replaces the report that holds frozen exclusions by one without them."""
    held = out / EXCLUSIONS_FILE
    if evidence.frozen is None and held.exists():
        raise AnalysisError(f"{held}: would be lost; name another folder with --out, or give --frozen {held}")


def _seen_from(out: Path, path: Path | None) -> str | None:
    return None if path is None else Path(os.path.relpath(path.resolve(), out.resolve())).as_posix()


def _fill(folder: Path, evidence: Evidence, findings: Sequence[Finding], results: dict[str, Any]) -> None:
    for part in (folder / "figures", folder / PRINTED):
        part.mkdir(parents=True)
    text = json.dumps(results, indent=1, ensure_ascii=False, allow_nan=False)
    (folder / RESULTS_FILE).write_text(text, encoding="utf-8")
    rows = pd.DataFrame([result.to_row() for finding in findings for result in finding.results])
    _write_table(folder / ROWS_FILE, rows)
    is_outside = evidence.provenance.outside is not None
    again = notebook(evidence.plan.title, findings, is_outside=is_outside)
    (folder / NOTEBOOK_FILE).write_text(again, encoding="utf-8")
    (folder / README_FILE).write_text(
        readme(evidence.plan.name, findings, has_exclusions=evidence.frozen is not None), encoding="utf-8"
    )
    if evidence.frozen is not None:
        (folder / EXCLUSIONS_FILE).write_text(evidence.frozen.text, encoding="utf-8")
    (folder / PAGE_FILE).write_text(page(evidence, findings), encoding="utf-8")
    for account in (finding.account for finding in findings):
        for drawing in account.drawings:
            (folder / "figures" / f"{drawing.name}.svg").write_text(drawing.svg, encoding="utf-8")
            if isinstance(drawing.svg, Picture):
                (folder / "figures" / f"{drawing.name}.pdf").write_bytes(drawing.svg.pdf())
        for name, table in account.data.items():
            _write_table(folder / "tables" / f"{name}.csv", table)
    for stem, read in named(findings):
        _write_table(folder / PRINTED / f"{stem}.csv", pd.DataFrame(read.rows, columns=list(read.columns)))


def _write_table(path: Path, table: pd.DataFrame) -> None:
    table.to_csv(path, index=False, na_rep="NA", lineterminator="\n")
