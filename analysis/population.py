"""Whom a number is about: who began, was randomised, answered, finished; and each participant's own accuracy."""

from dataclasses import dataclass

import pandas as pd

from analysis.evidence import Evidence

COMPLETED = "completed"
DECLINED = "no_consent"
FULL = "full"


@dataclass(frozen=True)
class ArmFlow:
    """Participants of one arm.  analysed: answered at least one outcome trial; none where there is no outcome block."""

    randomised: int
    analysed: int
    completed: int


@dataclass(frozen=True)
class Flow:
    """Participants from the first page to the last."""

    began: int
    declined: int
    full: int
    left_before: int
    randomised: int
    arms: dict[str, ArmFlow]


def flow(evidence: Evidence) -> Flow:
    """How many participants reached each point."""
    people = evidence.participants
    seated = people[people["seated_at"].notna()]
    unseated = people.loc[people["seated_at"].isna(), "outcome"]
    declined, full = int((unseated == DECLINED).sum()), int((unseated == FULL).sum())
    analysed = outcome_participants(evidence)
    arms = {}
    for arm in evidence.arms:
        of_arm = seated[seated["arm"] == arm]
        answered = int(of_arm["participant"].isin(analysed).sum())
        arms[arm] = ArmFlow(len(of_arm), answered, int((of_arm["outcome"] == COMPLETED).sum()))
    return Flow(len(people), declined, full, len(unseated) - declined - full, len(seated), arms)


def outcome_blocks(evidence: Evidence) -> tuple[str, ...]:
    """The blocks that hypotheses are about, in the study's order; where there are none, all scored blocks."""
    planned = {hypothesis.block for hypothesis in evidence.study.hypothesis}
    return tuple(block for block in scored_blocks(evidence) if block in planned) or scored_blocks(evidence)


def scored_blocks(evidence: Evidence) -> tuple[str, ...]:
    """The blocks in which an answer is right or wrong, and those that a hypothesis names, in the study's order."""
    found = set(evidence.trials.loc[evidence.trials["correct"].notna(), "block"])
    found |= {hypothesis.block for hypothesis in evidence.study.hypothesis}
    return tuple(block for block in evidence.study.block_names if block in found)


def outcome_participants(evidence: Evidence) -> frozenset[str]:
    """Participants with at least one answered trial of an outcome block: those of the primary analysis."""
    blocks = outcome_blocks(evidence)
    return frozenset(name for block in blocks for name in accuracy_by_participant(evidence, block)["participant"])


def accuracy_by_participant(evidence: Evidence, block: str) -> pd.DataFrame:
    """One row per randomised participant with at least one answered trial of that block that is right or wrong.

    Columns: participant, arm, n_trials, n_correct, accuracy.  Trials that were not answered are left out.
    """
    trials = evidence.trials
    counted = trials[
        (trials["block"] == block) & trials["answered"] & trials["correct"].notna() & trials["arm"].notna()
    ]
    scores = counted.assign(correct=counted["correct"].astype("int64")).groupby(["participant", "arm"], sort=True)
    table = scores["correct"].agg(n_trials="size", n_correct="sum").reset_index()
    return table.assign(accuracy=table["n_correct"] / table["n_trials"])


def chance(evidence: Evidence, block: str) -> float | None:
    """Probability of a right answer by guessing; None where trials of the block differ in it or it is not known."""
    options = evidence.trials.loc[evidence.trials["block"] == block, "n_options"].dropna().unique()
    return 1 / int(options[0]) if len(options) == 1 and options[0] > 0 else None
