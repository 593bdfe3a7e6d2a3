"""What a reader must know before believing a number: said at the top of the report."""

from collections import Counter
from collections.abc import Sequence

from analysis.blind import LEFT_OUT
from analysis.evidence import Evidence
from analysis.findings import Finding
from analysis.freeze import remark
from analysis.provenance import OutsideFacts

BANNERS = {
    "robot": "Simulated participants. These are robots: nothing here says anything about people.",
    "pilot": "Pilot. These participants took part while the study was being tried out.",
    "preview": "Preview. These are the researcher's own visits: nothing here says anything about participants.",
}


def remarks(evidence: Evidence, findings: Sequence[Finding] = ()) -> list[str]:
    """Remarks, the gravest first; none for live participants of one version and untouched tables."""
    found = [BANNERS[evidence.mode]] if evidence.mode in BANNERS else []
    failed = [f"{each.title} ({each.failed})" for each in findings if each.failed is not None]
    if failed:
        found.append(f"Not everything could be computed. These parts failed, and are missing: {'; '.join(failed)}.")
    if evidence.is_blind:
        found.append(f"Blind: arms are merged; nothing here tells them apart. {LEFT_OUT}")
    elif evidence.frozen is not None:
        found.append(remark(evidence.frozen))
    if evidence.edited:
        found.append(f"Changed after the export: {', '.join(evidence.edited)}. The numbers are of the changed tables.")
    if evidence.provenance.outside is not None:
        found += _outside(evidence.provenance.outside)
    people = evidence.participants
    versions = Counter(zip(people["study_hash"], people["stimulus_set"], strict=True))
    if len(versions) > 1:
        told = ", ".join(f"{study[:8]} with stimuli {stimuli[:8]}: {n}" for (study, stimuli), n in versions.items())
        found.append(
            f"The study was changed while it ran; participants per version: {told}. "
            "All are analysed together, by the plan of the latest version."
        )
    return found


def _outside(facts: OutsideFacts) -> list[str]:
    passed_over = facts.rows - facts.rows_kept
    kept = f" The plan passes over {passed_over:,} of {facts.rows:,} rows." if passed_over else ""
    return [
        "Data from elsewhere: Gullseye did not run this study; randomisation, timing, consent and who left before the "
        f"first row cannot be verified. “Randomised” means here: in that arm by {facts.file}.{kept}"
    ]
