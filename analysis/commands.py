"""What `gullseye analyze` does; the command itself is composed where a study can be exported first."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from analysis import evidence, questions, tables
from analysis.bayes.question import Bayes, insist
from analysis.blind import blinded
from analysis.errors import AnalysisError
from analysis.evidence import Evidence
from analysis.findings import ask
from analysis.freeze import frozen, with_frozen
from analysis.outside import csv_table
from analysis.outside import evidence as outside
from analysis.outside.template import template
from analysis.planned.confirmatory import confirmatory
from analysis.progress import SILENT, Watch
from analysis.report.folder import write_report

PLANNED = "planned comparisons"


@dataclass(frozen=True)
class Manner:
    """How to go about it.  blind: with arms merged, and a list of exclusions.  frozen: such a list, to be held to.

    bayes: with the Bayesian model, which takes minutes; AnalysisError where its libraries are missing.
    """

    blind: bool = False
    frozen: Path | None = None
    watch: Watch = SILENT
    bayes: bool = False


PLAIN = Manner()


def analyze_export(folder: Path, out: Path, mode: str = "live", *, lasts: bool = True, manner: Manner = PLAIN) -> Path:
    """The page of the report on that export, with every question that comes with Gullseye.

    lasts: whether the folder stays, so that the report's notebook can read it again.
    """
    return _report(evidence.of_mode(tables.read(folder), mode), out, (folder if lasts else None, None), manner)


def analyze_table(csv: Path, plan: Path, out: Path, mode: str = "live", *, manner: Manner = PLAIN) -> Path:
    """The page of the report on a table from elsewhere, read by that plan.toml."""
    return _report(outside.of_table(csv, plan, mode), out, (csv, plan), manner)


def write_plan(csv: Path, path: Path) -> Path:
    """Writes a plan.toml to begin with for that table; AnalysisError where the file is there already."""
    text = template(csv_table.read(csv))
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise AnalysisError(f"{path}: is there already; name another file, or remove it first") from None
    except OSError as fault:
        raise AnalysisError(f"{path}: cannot be written: {fault.strerror}") from None
    return path


def _report(found: Evidence, out: Path, source: tuple[Path | None, Path | None], manner: Manner) -> Path:
    """source: the tables' folder or a CSV table, and the plan.toml of the latter."""
    asked, watch = _seen(found, manner), manner.watch
    all_of_them = [(name, questions.load(name)) for name in questions.names()]
    if manner.bayes:
        insist(asked)
        all_of_them.append(("bayes", Bayes(tell=watch.goes_on)))
    if asked.plan.hypothesis:
        watch.begins(PLANNED, 0, len(all_of_them))
        try:
            watch.confirmed(confirmatory(asked))
        except Exception as fault:  # noqa: BLE001  whatever it is, the report is not lost
            watch.failed(PLANNED, fault)
    findings = ask(asked, all_of_them, watch)
    watch.begins("writing the report", len(all_of_them), len(all_of_them))
    return write_report(out, asked, findings, *source)


def _seen(found: Evidence, manner: Manner) -> Evidence:
    if manner.blind:
        return replace(blinded(found), frozen=frozen(found, datetime.now(UTC)))
    return found if manner.frozen is None else with_frozen(found, manner.frozen)
