"""The planned part of a question whose outcomes are compared on one value per participant: first in its section.

found = [*own_results, *planned_results(evidence, NAME)]
account = with_planned(evidence, found, NAME, lambda own: account_of(evidence, own))
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from analysis import outcomes
from analysis.evidence import Evidence
from analysis.planned.account import account_of, comparisons, results_of
from analysis.question import Account
from analysis.result import Result


def planned_results(evidence: Evidence, question: str) -> list[Result]:
    """Every number about the hypotheses whose outcome that question of the report tells of."""
    return results_of(evidence, _outcomes(question))


def own_results(results: Sequence[Result]) -> list[Result]:
    """Those of them that no hypothesis is about."""
    return [each for each in results if "hypothesis" not in each.labels]


def with_planned(
    evidence: Evidence, results: Sequence[Result], question: str, account: Callable[[Sequence[Result]], Account]
) -> Account:
    """What the question says by itself (account: of its own results, if any), behind what it says of hypotheses."""
    names, own = _outcomes(question), own_results(results)
    planned = account_of(comparisons(evidence, results, names), question, evidence.level)
    said = account(own) if own else Account()
    return replace(
        said,
        answers=(*planned.answers, *said.answers),
        sentences=(*planned.sentences, *said.sentences),
        drawings=(*planned.drawings, *said.drawings),
        tables=(*planned.tables, *said.tables),
        methods=(*_methods(evidence, names), *said.methods),
    )


def _outcomes(question: str) -> list[str]:
    """The outcomes that the question tells of."""
    return [name for name in outcomes.names() if outcomes.load(name).question == question]


def _methods(evidence: Evidence, names: Sequence[str]) -> list[str]:
    asked = dict.fromkeys(each.outcome for each in evidence.plan.hypothesis if each.outcome in names)
    said = []
    for outcome in map(outcomes.load, asked):
        said.append(
            f"Planned comparisons of {outcome.words} ({outcome.measure}) are Welch's t tests on one value per "
            "participant, with a permutation test and a rank test beside them."
        )
    families = [each.family for each in evidence.plan.hypothesis]
    if said and families.count("confirmatory") > 1:
        said.append(
            f"The p values of all {families.count('confirmatory')} confirmatory comparisons of the plan, whatever "
            "their outcomes, are corrected together by Holm's method."
        )
    return said
