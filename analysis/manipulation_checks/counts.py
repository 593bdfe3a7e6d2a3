"""Whether participants attended and understood, how long they looked, and what they saw again: a value for each."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from analysis.evidence import Evidence

FIRST_STAGE = "answer"
PAGE = ["participant", "arm", "position"]
MS = 1000.0


@dataclass(frozen=True)
class Checks:
    """Checks of one kind.  table: one row per participant who was asked: participant, arm, n, n_passed.

    name: as in results.  heading: what was passed, in words.
    """

    name: str
    heading: str
    table: pd.DataFrame


@dataclass(frozen=True)
class Looks:
    """How long pages of a block were looked at.  table: one row per participant: participant, arm, n, median_ms."""

    block: str
    what: str
    table: pd.DataFrame


def checks(evidence: Evidence) -> tuple[Checks, ...]:
    """Attention checks, catch trials, and each quiz; those that nobody was asked are left out."""
    trials = _randomised(evidence)
    found = [*_of_kinds(trials), *_of_quizzes(trials, _blocks(evidence))]
    return tuple(each for each in found if len(each.table))


def looks(evidence: Evidence) -> tuple[Looks, ...]:
    """Feedback and examples to learn from, in the study's order of blocks."""
    trials = _randomised(evidence)
    found = []
    for block in _blocks(evidence):
        of_block = trials[trials["block"] == block]
        learnt = of_block[(of_block["task"] == "learn") & of_block["answered"]]
        found.append(_looks(block, "feedback", of_block, "feedback_ms"))
        found.append(_looks(block, "examples", learnt, "rt_ms"))
    return tuple(each for each in found if len(each.table))


def seen_again(evidence: Evidence) -> pd.DataFrame:
    """One row per participant with pages: participant, arm, n, n_again: pages served, and those more than once."""
    trials = _randomised(evidence)
    pages = trials[trials["n_served"] > 0].drop_duplicates([*PAGE, "stage"])
    again = pages.assign(again=(pages["n_served"] > 1).astype("int64"))
    return again.groupby(["participant", "arm"], sort=True)["again"].agg(n="size", n_again="sum").reset_index()


def _randomised(evidence: Evidence) -> pd.DataFrame:
    return evidence.trials[evidence.trials["arm"].notna()]


def _blocks(evidence: Evidence) -> tuple[str, ...]:
    """The study's blocks in order; then those that only older versions had."""
    planned = evidence.plan.block_names
    return (*planned, *sorted(set(evidence.trials["block"]) - set(planned)))


def _of_kinds(trials: pd.DataFrame) -> Iterator[Checks]:
    """A check is passed where everything that can be right is right; without an answer in time it is failed."""
    for kind, heading in (("attention", "all attention checks passed"), ("catch", "all catch trials passed")):
        rows = trials[trials["check"] == kind]
        reached = rows["answered"] | rows["timed_out"]
        judged = rows["correct"].notna() | rows["timed_out"]
        told = rows[reached & judged]
        passed = told["correct"].fillna(False).astype(bool)
        yield Checks(kind, heading, _by_person(told[PAGE].assign(passed=passed)))


def _of_quizzes(trials: pd.DataFrame, blocks: tuple[str, ...]) -> Iterator[Checks]:
    """A quiz at the first try, and, where there were more, in the end."""
    quizzes = trials[(trials["task"] == "quiz") & trials["check"].isna() & trials["answered"]]
    rows = quizzes[quizzes["correct"].notna()]
    for block in blocks:
        of_block = rows[rows["block"] == block]
        is_first = of_block["stage"] == FIRST_STAGE
        first = of_block[is_first]
        at_once = first[PAGE].assign(passed=first["correct"].astype(bool))
        yield Checks(f"{block}/first_try", f"all right in {block} at the first try", _by_person(at_once))
        later = of_block[~is_first]
        if len(later):
            tries = pd.concat(
                [at_once.groupby(PAGE)["passed"].all(), later.groupby(PAGE)["correct"].any().astype(bool)]
            )
            ended = tries.groupby(PAGE).any().reset_index(name="passed")
            yield Checks(f"{block}/in_the_end", f"all right in {block} in the end", _by_person(ended))


def _by_person(rows: pd.DataFrame) -> pd.DataFrame:
    """rows: passed, by question of a page, which is passed as a whole."""
    pages = rows.groupby(PAGE, sort=True)["passed"].all().reset_index()
    counted = pages.assign(passed=pages["passed"].astype("int64")).groupby(["participant", "arm"], sort=True)
    return counted["passed"].agg(n="size", n_passed="sum").reset_index()


def _looks(block: str, what: str, rows: pd.DataFrame, column: str) -> Looks:
    """A page's time stands in the rows of all its questions: it counts once."""
    pages = rows[rows[column].notna()].drop_duplicates(PAGE)
    times = pages.groupby(["participant", "arm"], sort=True)[column].agg(n="size", median_ms="median")
    return Looks(block, what, times.reset_index())
