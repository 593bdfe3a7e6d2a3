"""Do people learn while they are told what is right, in which arm the faster, and what of it stays?"""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.contrasts import corrected
from analysis.evidence import Evidence
from analysis.learning.account import account_of
from analysis.learning.curves import courses
from analysis.learning.results import of_course, slopes_of
from analysis.learning.transfer import of_transfer, transfers
from analysis.question import Account
from analysis.result import Result


@dataclass(frozen=True)
class Learning:
    """The question, as the registry finds it."""

    title: str = "Learning"
    rank: int = 20

    def results(self, evidence: Evidence) -> Sequence[Result]:
        """Per course the curve, the slope and the trials to a criterion; then tests after, adjusted for those before.

        None where nobody is told what is right and there is one block of answers only.
        """
        found: list[Result] = []
        slopes: list[Result] = []
        adjusted: list[Result] = []
        for course in courses(evidence):
            own, differences = slopes_of(course, evidence)
            found += [*of_course(course, evidence), *own]
            slopes += differences
        for transfer in transfers(evidence):
            own, differences = of_transfer(transfer, evidence)
            found += own
            adjusted += differences
        return [*found, *corrected(slopes, evidence.level), *corrected(adjusted, evidence.level)]

    def account(self, evidence: Evidence, results: Sequence[Result]) -> Account:
        """Curves, slopes with trials to the criterion, and the tests before and after."""
        return account_of(evidence, results, courses(evidence), transfers(evidence)) if results else Account()


QUESTION = Learning()
