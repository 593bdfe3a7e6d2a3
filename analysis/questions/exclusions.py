"""Whom the declared rules would leave out, and what the planned differences become under each of them.

The primary analysis leaves nobody out; this is how much that matters.  Where somebody did not finish, planned
differences among those who did stand beside it, rules or none.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.evidence import Evidence
from analysis.left_out.account import account
from analysis.left_out.results import results
from analysis.question import Account
from analysis.result import Result


@dataclass(frozen=True)
class Exclusions:
    """The question, as the registry finds it."""

    title: str = "Exclusions"
    rank: int = 88

    def results(self, evidence: Evidence) -> Sequence[Result]:
        """None where no rule is declared, and everybody finished or nothing was planned to be compared."""
        return results(evidence)

    def account(self, evidence: Evidence, results: Sequence[Result]) -> Account:
        """The ledger with its tests, and planned differences with everybody and with fewer."""
        return account(evidence, results) if results else Account()


QUESTION = Exclusions()
