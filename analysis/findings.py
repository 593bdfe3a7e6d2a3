"""Puts questions to the evidence."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from analysis.evidence import Evidence
from analysis.question import Account, Question
from analysis.result import Result


@dataclass(frozen=True)
class Finding:
    """A question with what it found."""

    name: str
    title: str
    results: tuple[Result, ...]
    account: Account


def ask(evidence: Evidence, questions: Iterable[tuple[str, Question]]) -> tuple[Finding, ...]:
    """The findings in the order of the report; ValueError where two results have the same name.

    A question without results does not apply to the evidence and is left out.
    """
    found = []
    for name, question in sorted(questions, key=lambda each: (each[1].rank, each[0])):
        if results := tuple(question.results(evidence)):
            found.append(Finding(name, question.title, results, question.account(evidence, results)))
    twice = [name for name, n in Counter(r.name for each in found for r in each.results).items() if n > 1]
    if twice:
        raise ValueError(f"results with the same name: {', '.join(twice)}")
    return tuple(found)
