"""Are differences too small to matter, by the plan's own measure of what would matter?

That a difference is not significant says nothing of this.  Only hypotheses that name a smallest effect are asked; what
is claimed there is confirmatory, all else is exploratory.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis import outcomes
from analysis.contrasts import corrected, cut
from analysis.equivalence.account import account_of
from analysis.equivalence.bayes import bayes_factors
from analysis.equivalence.judged import claims, decision, judged, test_of
from analysis.evidence import Evidence
from analysis.planned.places import compared
from analysis.planned.primary import primary
from analysis.question import Account
from analysis.result import Result

NAME = "equivalence"


@dataclass(frozen=True)
class Equivalence:
    """The question, as the registry finds it."""

    title: str = "Equivalence"
    rank: int = 60

    def results(self, evidence: Evidence) -> Sequence[Result]:
        """Per hypothesis with a smallest effect the two one-sided tests; of pairs Bayes factors."""
        asked = [
            (hypothesis, answer)
            for hypothesis, answer in zip(evidence.plan.hypothesis, primary(evidence), strict=True)
            if hypothesis.smallest_effect is not None
        ]
        tested = _corrected([_tested(answer, evidence.level) for _, answer in asked], evidence.level)
        decided = [_decided(each, answer, evidence.level) for each, (_, answer) in zip(tested, asked, strict=True)]
        factors = [
            one
            for hypothesis, _ in asked
            if hypothesis.is_pair
            for one in bayes_factors(compared(evidence, hypothesis), outcomes.load(hypothesis.outcome), NAME)
        ]
        return [*decided, *factors]

    def account(self, evidence: Evidence, results: Sequence[Result]) -> Account:
        """Sentences, a forest per unit, and tables; nothing for the top: the outcomes' own parts answer claims."""
        words = {each.name: outcomes.load(each.outcome).words for each in evidence.plan.hypothesis}
        return account_of(results, words, evidence.level)


QUESTION = Equivalence()


def _tested(answer: Result, level: float) -> Result:
    """The planned difference with the tests of equivalence and their interval; where they are claimed, as planned."""
    found = judged(answer, level)
    how = (
        f"{answer.method.partition('; equivalence by')[0]}; two one-sided tests against the smallest difference that "
        f"would matter, and the interval at the {100 * (2 * level - 1):.3g}% level that belongs to them"
    )
    asked = replace(
        answer,
        name=f"{NAME}/{answer.labels['hypothesis']}/difference",
        question=NAME,
        method=how,
        family="confirmatory" if claims(answer) and answer.family == "confirmatory" else "exploratory",
        interval=None,
        simultaneous=None,
        test=None,
    )
    if found is None:
        return asked
    test = answer.test if claims(answer) else test_of(found)
    return replace(asked, interval=cut(found.interval, asked), test=test)


def _corrected(tested: Sequence[Result], level: float) -> list[Result]:
    """Those that no hypothesis claims are corrected among themselves; claims were, within the plan's family."""
    others = [each for each in tested if not claims(each)]
    again = iter(corrected(others, level))
    return [each if claims(each) else next(again) for each in tested]


def _decided(tested: Result, answer: Result, level: float) -> Result:
    if tested.test is None:
        return tested
    return replace(tested, labels={**tested.labels, "decision": decision(answer, tested.test, level)})
