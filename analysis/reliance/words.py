"""Parts of sentences and cells of tables about reliance."""

from analysis import wording
from analysis.reliance.shares import TWO_STAGES
from analysis.result import Result


def measure_name(result: Result) -> str:
    """What people call the measure that a result is about."""
    return TWO_STAGES[result.labels["measure"]].title


def contrast(result: Result) -> str:
    """`heatmap − none`, as people read it."""
    return f"{result.labels['first']} {wording.MINUS} {result.labels['second']}"


def percent(result: Result) -> str:
    """The estimate in per cent, or a dash."""
    return "–" if result.estimate is None else wording.percent(result.estimate)


def limits(result: Result) -> str:
    """The interval in per cent, or a dash."""
    return wording.in_percent(result.interval) if result.interval else "–"
