"""The report as one HTML page that needs nothing else: no network, no script, no font, no picture beside it."""

import re
from base64 import b64encode
from collections.abc import Sequence
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from analysis import wording
from analysis.evidence import Evidence
from analysis.findings import Finding
from analysis.question import Drawing, Table
from analysis.report.deviations import deviations, looked_for
from analysis.report.files import contents, first_sentence
from analysis.report.methods import methods
from analysis.report.record import frozen_hashes, software
from analysis.report.remarks import remarks

FIGURE_LIKE = re.compile(r"[−–<>.\[\d].*")


def page(evidence: Evidence, findings: Sequence[Finding]) -> str:
    """The HTML."""
    environment = Environment(
        loader=PackageLoader("analysis.report", "."), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters |= {
        "picture": picture,
        "is_figures": is_figures,
        "percent": wording.share,
        "first_sentence": first_sentence,
    }
    return environment.get_template("page.html").render(
        evidence=evidence,
        plan=evidence.plan,
        findings=findings,
        answers=[answer for finding in findings for answer in finding.account.answers],
        methods=methods(evidence, findings, software()),
        deviations=deviations(evidence, findings),
        looked_for=looked_for(evidence),
        files=contents(findings, has_exclusions=evidence.frozen is not None),
        frozen=frozen_hashes(evidence),
        remarks=remarks(evidence, findings),
        software=software(),
        style=files("analysis.report").joinpath("page.css").read_text(encoding="utf-8"),
    )


def picture(drawing: Drawing) -> str:
    """The drawing as an address that holds the drawing itself."""
    return f"data:image/svg+xml;base64,{b64encode(drawing.svg.encode()).decode()}"


def is_figures(table: Table, column: int) -> bool:
    """Whether every cell of a column is a number or says that there is none: such columns are set flush right."""
    return all(FIGURE_LIKE.fullmatch(row[column]) for row in table.rows)
