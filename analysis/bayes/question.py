"""How sure can one be of the planned differences, given a model and weakly informative priors?

Asked on request only, for it takes minutes.  The planned analysis is another; nothing here is confirmatory.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.bayes.account import account_of
from analysis.bayes.library import library
from analysis.bayes.posterior import asked, posteriors
from analysis.bayes.results import results_of
from analysis.bayes.sampling import RUNS, Run, Tell
from analysis.errors import AnalysisError
from analysis.evidence import Evidence
from analysis.planned.model import MODELLED
from analysis.question import Account
from analysis.result import Result


def silent(how: str) -> None:
    """Says nothing of how far it has come."""


@dataclass(frozen=True)
class Bayes:
    """The question.  runs: each is made where the one before has not converged.  tell: hears how far it has come."""

    title: str = "Planned comparisons by a Bayesian model"
    rank: int = 15
    runs: tuple[Run, ...] = RUNS
    tell: Tell = silent

    def results(self, evidence: Evidence) -> Sequence[Result]:
        """Per hypothesis about accuracy its posterior, and whether the chains have converged.

        AnalysisError where bambi is missing.
        """
        return [each for found in posteriors(evidence, self.runs, self.tell) for each in results_of(evidence, found)]

    def account(self, evidence: Evidence, results: Sequence[Result]) -> Account:
        """Sentences, a forest, the posterior and the convergence as tables, and the draws."""
        return account_of(evidence, results, posteriors(evidence, self.runs, self.tell), self.runs)


QUESTION = Bayes()


def insist(evidence: Evidence) -> None:
    """AnalysisError where it cannot be asked: without the libraries, or without a hypothesis that it is about."""
    for name in ("bambi", "arviz"):
        library(name)
    if evidence.is_blind:
        raise AnalysisError("--bayes compares arms, which --blind merges: give one of the two")
    if not asked(evidence):
        raise AnalysisError(f"--bayes is about planned hypotheses whose outcome is {MODELLED}; this plan names none")
