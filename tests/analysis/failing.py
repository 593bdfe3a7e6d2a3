"""Questions that come to no good end, as a researcher's own might."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.evidence import Evidence
from analysis.question import Account
from analysis.result import Result


@dataclass(frozen=True)
class Failing:
    """Raises that exception."""

    fault: BaseException
    title: str = "What nobody foresaw"
    rank: int = 1

    def results(self, evidence: Evidence) -> Sequence[Result]:
        """Never comes back."""
        raise self.fault

    def account(self, evidence: Evidence, results: Sequence[Result]) -> Account:
        """Of nothing."""
        return Account()


QUESTION = Failing(ZeroDivisionError("nobody is nobody's\nequal"))
INTERRUPTED = Failing(KeyboardInterrupt())
