"""The methods section's paragraphs in order; what a plan does not tell is left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.evidence import Evidence
from analysis.exclusions import told
from analysis.findings import Finding
from analysis.report.methods.allocation import allocation
from analysis.report.methods.hypotheses import hypotheses, measures
from analysis.report.methods.procedure import procedure
from analysis.wording import listed

EXCLUSIONS = "exclusions"  # the question whose methods stand before those of the others
OF_ARMS = ("Participants and allocation", "Procedure", "Hypotheses")  # what a blind report leaves out


@dataclass(frozen=True)
class Paragraph:
    """heading: set at its beginning.  text: whole sentences."""

    heading: str
    text: str


def methods(evidence: Evidence, findings: Sequence[Finding], software: Mapping[str, str]) -> tuple[Paragraph, ...]:
    """The paragraphs that have something to say.  software: name → version."""
    sections = {
        "Participants and allocation": allocation(evidence),
        "Procedure": procedure(evidence),
        "Measures": measures(evidence),
        "Hypotheses": hypotheses(evidence),
        "Exclusions": _exclusions(evidence, findings),
    }
    made = [
        Paragraph(heading, " ".join(said))
        for heading, said in sections.items()
        if said and not (evidence.is_blind and heading in OF_ARMS)
    ]
    return (*made, *_of_questions(findings), Paragraph("Software", _software(software)))


def _of_questions(findings: Sequence[Finding]) -> list[Paragraph]:
    """A paragraph per question; a sentence that several questions say stands where it comes first."""
    said: set[str] = set()
    made = []
    for finding in findings:
        new = [each for each in finding.account.methods if each not in said]
        said |= set(new)
        if new and finding.name != EXCLUSIONS:
            made.append(Paragraph(f"Analysis of {_lowered(finding.title)}", " ".join(new)))
    return made


def _lowered(title: str) -> str:
    """The title within a sentence; names and abbreviations keep their capitals."""
    return title[0].lower() + title[1:] if title[1:2].islower() else title


def _exclusions(evidence: Evidence, findings: Sequence[Finding]) -> list[str]:
    """What the question of exclusions says of its rules; without it, the plan's rules."""
    asked = [each for finding in findings if finding.name == EXCLUSIONS for each in finding.account.methods]
    if asked:
        return asked
    rules = [f"{rule.name} ({told(rule)})" for rule in evidence.plan.exclusion]
    if not rules:
        return ["The plan declares no rule of exclusion."]
    return [f"The plan declares rules of exclusion, to be applied in this order: {listed(rules)}."]


def _software(versions: Mapping[str, str]) -> str:
    rest = listed([f"{_called(name)} {version}" for name, version in versions.items() if name != "gullseye"])
    return f"All was computed with Gullseye {versions.get('gullseye', '')} ({rest})."


def _called(name: str) -> str:
    return {"python": "Python", "numpy": "NumPy", "scipy": "SciPy", "matplotlib": "Matplotlib"}.get(name, name)
