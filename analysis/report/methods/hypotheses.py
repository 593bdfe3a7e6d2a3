"""What is measured, and what the plan says of it beforehand."""

from collections import Counter

from analysis import outcomes, population
from analysis.equivalence.words import smallest
from analysis.evidence import Evidence
from analysis.report.methods.allocation import count
from analysis.titles import title_of
from analysis.wording import MINUS, listed, share
from study_app.definition import Hypothesis

CORRECTIONS = {"confirmatory": "Holm's method", "exploratory": "Benjamini and Hochberg's method"}
SIDES = {
    "two-sided": "tested in both directions",
    "greater": "tested one-sided against a contrast above zero",
    "less": "tested one-sided against a contrast below zero",
}


def measures(evidence: Evidence) -> list[str]:
    """What was scored as right or wrong, and which of it the hypotheses are about."""
    scored = population.measures(evidence)
    if not scored:
        return []
    told = listed([_named(evidence, each, _chance(evidence, each)) for each in scored])
    said = [f"Answers were scored as right or wrong in {told}."]
    if evidence.plan.hypothesis and len(scored) > 1:
        planned = listed([_named(evidence, each) for each in population.outcomes(evidence)])
        said.append(f"The hypotheses are about {planned}.")
    return said


def hypotheses(evidence: Evidence) -> list[str]:
    """Each hypothesis in a sentence, and how families are corrected."""
    planned = evidence.plan.hypothesis
    if not planned:
        return ["The plan names no hypothesis; all analyses are exploratory or descriptive."]
    n = len(planned)
    first = f"The plan names {count(n)} {'hypothesis' if n == 1 else 'hypotheses'}."
    return [first, *(_told(evidence, each) for each in planned), *_corrected(planned)]


def _told(evidence: Evidence, hypothesis: Hypothesis) -> str:
    where = listed([_named(evidence, each) for each in population.measures_of(evidence, hypothesis)])
    small = hypothesis.smallest_effect
    outcome = outcomes.load(hypothesis.outcome)
    amount = smallest(small, outcome.scale) if small else ""
    matters = f"; the smallest difference that would matter is {amount}" if small else ""
    how = f"{SIDES[hypothesis.direction]}{matters}"
    if hypothesis.claim == "equivalence":
        how = f"which is claimed to be equivalent to zero, within ±{amount} (two one-sided tests)"
    contrast = hypothesis.contrast.replace(" - ", f" {MINUS} ")
    return f"“{hypothesis.name}” ({hypothesis.family}) compares {outcome.words} in {where}: {contrast}, {how}."


def _corrected(planned: tuple[Hypothesis, ...]) -> list[str]:
    families = Counter(each.family for each in planned)
    told = [f"the {count(n)} {family} hypotheses by {CORRECTIONS[family]}" for family, n in families.items() if n > 1]
    return [f"For multiple comparisons, p values are corrected within families: {listed(told)}."] if told else []


def _named(evidence: Evidence, measure: str, more: str = "") -> str:
    """The block, with its title where that says more."""
    title = title_of(evidence, measure)
    told = [*([f"“{title}”"] if title != measure else []), *([more] if more else [])]
    return f"block {measure} ({'; '.join(told)})" if told else f"block {measure}"


def _chance(evidence: Evidence, measure: str) -> str:
    by_guessing = population.chance(evidence, measure)
    return f"guessing gives {share(by_guessing)}" if by_guessing else ""
