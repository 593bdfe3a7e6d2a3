"""What measures are called in the report."""

from analysis.evidence import Evidence


def title_of(evidence: Evidence, measure: str) -> str:
    """What participants saw above the block of that measure, or its name; and the question, where there are several."""
    name, _, question = measure.partition(".")
    title = evidence.plan.titles.get(name) or name
    return f"{title} ({question})" if question else title
