"""Puts questions to the evidence."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from analysis.evidence import Evidence
from analysis.progress import SILENT, Watch
from analysis.question import Account, Question
from analysis.result import Result


@dataclass(frozen=True)
class Failure:
    """An exception that was not foreseen.  error: its class."""

    error: str
    message: str

    def __str__(self) -> str:
        return f"{self.error}: {self.message}" if self.message else self.error


@dataclass(frozen=True)
class Finding:
    """A question with what it found.  failed: why it found nothing; None where it is as it should be."""

    name: str
    title: str
    results: tuple[Result, ...]
    account: Account
    failed: Failure | None = None


def ask(evidence: Evidence, questions: Iterable[tuple[str, Question]], watch: Watch = SILENT) -> tuple[Finding, ...]:
    """The findings in the order of the report; ValueError where two results have the same name.

    A question without results does not apply to the evidence and is left out.  watch: decides whether an exception
    ends it all; where not, the question stands among the findings as failed.
    """
    found: list[Finding] = []
    taken: set[str] = set()
    order = sorted(questions, key=lambda each: (each[1].rank, each[0]))
    for number, (name, question) in enumerate(order, start=1):
        watch.begins(question.title, number, len(order))
        try:
            finding = _asked(evidence, name, question, taken)
        except Exception as fault:  # noqa: BLE001  whatever it is, the report is not lost
            watch.failed(name, fault)
            finding = Finding(name, question.title, (), Account(), Failure(type(fault).__name__, str(fault)))
        if finding.results or finding.failed:
            found.append(finding)
            taken |= {each.name for each in finding.results}
    return tuple(found)


def _asked(evidence: Evidence, name: str, question: Question, taken: set[str]) -> Finding:
    results = tuple(question.results(evidence))
    counts = Counter([*(each.name for each in results), *taken])
    twice = [name for name, n in counts.items() if n > 1]
    if twice:
        raise ValueError(f"results with the same name: {', '.join(twice)}")
    return Finding(name, question.title, results, question.account(evidence, results) if results else Account())
