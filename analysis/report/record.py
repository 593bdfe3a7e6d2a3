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
        "questions": [finding.name for finding in findings],
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


def frozen_hashes(evidence: Evidence) -> tuple[str, ...]:
    """Hashes of what launches fixed, as participants took the study; none where it was not launched."""
    return tuple(sorted(evidence.participants["frozen_hash"].dropna().unique()))


def software() -> dict[str, str]:
    """Versions of what computed the results."""
    return {"python": platform.python_version()} | {name: version(name) for name in SOFTWARE}
