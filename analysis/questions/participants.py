"""Who took part: from the first page to those whose answers are analysed, overall and per arm."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.evidence import Evidence
from analysis.participants import account, words
from analysis.participants.flow import flow
from analysis.participants.results import results
from analysis.question import Account
from analysis.result import Result


@dataclass(frozen=True)
class Participants:
    """The question, as the registry finds it."""

    title: str = "Participants"
    rank: int = 90

    def results(self, evidence: Evidence) -> Sequence[Result]:
        """How many reached each step, and why others did not; data from elsewhere tell of arms alone."""
        return results(flow(evidence))

    def account(self, evidence: Evidence, _: Sequence[Result]) -> Account:
        """A CONSORT flow chart, the same as a table, and in sentences for a paper."""
        found = flow(evidence)
        return Account(
            sentences=words.sentences(found),
            drawings=(account.chart(found),),
            tables=account.tables(found),
        )


QUESTION = Participants()
