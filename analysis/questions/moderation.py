"""Does the effect of an explanation differ between people, or between images?  Only as the plan declared beforehand.

What was not declared is not looked for: among enough subgroups one always differs.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.evidence import Evidence
from analysis.moderation.account import account_of
from analysis.moderation.results import results_of
from analysis.question import Account
from analysis.result import Result


@dataclass(frozen=True)
class Moderation:
    """The question, as the registry finds it."""

    title: str = "Moderation"
    rank: int = 62

    def results(self, evidence: Evidence) -> Sequence[Result]:
        """Per declared moderation the interaction, its companion, and the comparison at values of the moderator."""
        return results_of(evidence)

    def account(self, evidence: Evidence, results: Sequence[Result]) -> Account:
        """Accuracy by arm against each moderator, with sentences and tables."""
        return account_of(evidence, results)


QUESTION = Moderation()
