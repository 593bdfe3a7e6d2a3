"""Several tries at one page: a stage for each."""

from study_app.study.task import ANSWER

TRY = "try_"


def try_stages(n: int) -> tuple[str, ...]:
    """answer, try_2, … try_n"""
    return (ANSWER, *(f"{TRY}{number}" for number in range(2, n + 1)))
