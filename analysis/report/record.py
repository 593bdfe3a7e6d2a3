"""results.json: every result, with all that is needed to know what it is about."""

import platform
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from analysis.evidence import Evidence
from analysis.findings import Finding

SCHEMA_VERSION = 1
SOFTWARE = ("gullseye", "numpy", "scipy", "pandas", "formulaic", "matplotlib")


def record(
    evidence: Evidence, findings: Sequence[Finding], source: str | None = None, plan: str | None = None
) -> dict[str, Any]:
    """The content of results.json as plain values; a number that could not be had is null, with a reason.

    source: the tables' folder, or a CSV table from elsewhere, seen from the report's folder; None where it does not
    last.  plan: the plan.toml of such a table.
    """
    origin = evidence.provenance
    return {
        "schema_version": SCHEMA_VERSION,
        "study": evidence.plan.name,
        "mode": evidence.mode,
        "simulated": evidence.is_simulated,
        "level": evidence.level,
        "source": source,
        "plan": plan,
        "blind": evidence.is_blind,
        "frozen_exclusions": _frozen(evidence),
        "questions": [finding.name for finding in findings if finding.failed is None],
        "failed": [
            {"question": finding.name, "error": finding.failed.error, "message": finding.failed.message}
            for finding in findings
            if finding.failed is not None
        ],
        "source_kind": "export" if origin.outside is None else "outside",
        "outside": None if origin.outside is None else origin.outside.model_dump(),
        "exported_at": origin.exported_at.isoformat(),
        "versions": [{"study_hash": each.study_hash, "stimulus_set": each.stimulus_set} for each in origin.versions],
        "tables": {name: facts.sha256 for name, facts in origin.tables.items()},
        "frozen": list(frozen_hashes(evidence)),
        "edited_after_export": list(evidence.edited),
        "software": software(),
        "results": [result.to_json() for finding in findings for result in finding.results],
    }


def _frozen(evidence: Evidence) -> dict[str, str] | None:
    """When exclusions were frozen, by the word of their file, and the file's hash."""
    found = evidence.frozen
    return None if found is None else {"at": found.at.isoformat(), "sha256": found.sha256}


def frozen_hashes(evidence: Evidence) -> tuple[str, ...]:
    """Hashes of what launches fixed, as participants took the study; none where it was not launched."""
    return tuple(sorted(evidence.participants["frozen_hash"].dropna().unique()))


def software() -> dict[str, str]:
    """Versions of what computed the results."""
    return {"python": platform.python_version()} | {name: version(name) for name in SOFTWARE}
