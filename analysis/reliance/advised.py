"""Answers of people whom a classifier advised, per block: what reliance is measured on."""

import json
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.answers import answers
from analysis.errors import AnalysisError
from analysis.evidence import Evidence
from analysis.stats.estimable import Values
from analysis.stats.reliance import (
    Decisions,
    Revisions,
    over_reliance,
    relative_ai_reliance,
    relative_self_reliance,
    switch_fraction,
    under_reliance,
)
from analysis.stats.shares import Flags, Shares, count

TASK, ACCEPT = "advise", "accept"
DECISION, OWN, FINAL = "decision", "own", "final"


@dataclass(frozen=True)
class Advised:
    """One measure: a block with advice in one stage (accept or refuse) or two (own answer, advice, final answer).

    measure: the block, or BLOCK.QUESTION where versions of the study asked it in one stage and in two.
    table: a row per trial that was answered to its end with advice: participant, arm, truth, advice, own, final,
    classifier_right, follows (accepts; or the final answer is the advice), right; own is None in one stage.
    arms: those that were advised, or that nobody was in.  unadvised: those that answered without being told anything.
    """

    measure: str
    block: str
    in_two_stages: bool
    table: pd.DataFrame
    arms: tuple[str, ...]
    unadvised: tuple[str, ...]

    def of(self, arm: str) -> "Trials":
        """The trials of an arm."""
        return Trials(self.table[self.table["arm"] == arm], self.in_two_stages)

    @property
    def all(self) -> "Trials":
        """The trials of all arms."""
        return Trials(self.table, self.in_two_stages)


@dataclass(frozen=True)
class Trials:
    """Rows of an Advised."""

    rows: pd.DataFrame
    in_two_stages: bool

    @cached_property
    def names(self) -> list[str]:
        """The participants, in order."""
        return sorted(self.rows["participant"].unique())

    @cached_property
    def shares(self) -> dict[str, Shares]:
        """Events over chances of every measure that this many stages have; participants as in `names`."""
        right, follows = self._flags("classifier_right"), self._flags("follows")
        decisions = Decisions(self._participant, len(self.names), right, follows)
        found = {"over_reliance": over_reliance(decisions), "under_reliance": under_reliance(decisions)}
        if not self.in_two_stages:
            return found
        classes = [self.rows[name].to_numpy(dtype=np.str_) for name in ("truth", "advice", "own", "final")]
        revisions = Revisions(self._participant, len(self.names), *classes)
        return found | {
            "switch_fraction": switch_fraction(revisions),
            "rair": relative_ai_reliance(revisions),
            "rsr": relative_self_reliance(revisions),
        }

    @property
    def rights(self) -> tuple[Shares, Shares]:
        """Right answers, with advice, where the classifier was right, and where it was wrong."""
        right, classifier = self._flags("right"), self._flags("classifier_right")
        of = [count(right, chance, self._participant, len(self.names)) for chance in (classifier, ~classifier)]
        return (
            Shares(*of[0], "trial where the classifier was right"),
            Shares(*of[1], "trial where the classifier was wrong"),
        )

    @property
    def accuracies(self) -> Values:
        """Share right of each participant: with advice, of the advice, and of own answers; (n, 3), or (n, 2)."""
        made = self.rows.assign(alone=self.rows["own"] == self.rows["truth"])
        columns = ["right", "classifier_right", *(["alone"] if self.in_two_stages else [])]
        means = made.groupby("participant", sort=True)[columns].mean().to_numpy(dtype="float64")
        return means.reshape(-1, len(columns))

    @property
    def _participant(self) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
        return np.searchsorted(np.array(self.names, dtype=np.str_), self.rows["participant"].to_numpy(dtype=np.str_))

    def _flags(self, column: str) -> Flags:
        return self.rows[column].to_numpy(dtype=np.bool_)


def advised(evidence: Evidence) -> tuple[Advised, ...]:
    """Every block in which somebody was advised, in the study's order."""
    rows = evidence.trials[evidence.trials["task"] == TASK]
    order = evidence.plan.block_names
    found = []
    for block in sorted(rows["block"].unique(), key=lambda each: (each not in order, [*order, each].index(each))):
        asked = [one for one in (DECISION, FINAL) if ((rows["block"] == block) & (rows["question"] == one)).any()]
        for question in asked:
            made = _advised(evidence, block, question, block if len(asked) == 1 else f"{block}.{question}")
            found += [made] if len(made.table) else []
    return tuple(found)


def _advised(evidence: Evidence, block: str, question: str, measure: str) -> Advised:
    answered = answers(evidence, f"{block}.{question}")
    made = _in_two_stages(evidence, answered) if question == FINAL else _in_one_stage(answered)
    told = made[_is_told(evidence, made, question)]
    unadvised = set(made["arm"]) - set(told["arm"])
    arms = tuple(arm for arm in evidence.arms if arm not in unadvised)
    silent = tuple(arm for arm in evidence.arms if arm in unadvised)
    return Advised(measure, block, question == FINAL, told.reset_index(drop=True), arms, silent)


def _in_one_stage(answered: pd.DataFrame) -> pd.DataFrame:
    rows = answered.dropna(subset=["classifier_correct", "response"])
    right = rows["classifier_correct"].astype(bool)
    follows = rows["response"] == ACCEPT
    made = rows[["participant", "position", "arm"]].assign(
        truth=rows["label"], advice=rows["predicted"], own=None, final=rows["response"]
    )
    return made.assign(classifier_right=right, follows=follows, right=follows == right)


def _in_two_stages(evidence: Evidence, answered: pd.DataFrame) -> pd.DataFrame:
    """Trials with both answers."""
    block = answered["block"].iloc[0] if len(answered) else ""
    own = answers(evidence, f"{block}.{OWN}")[["participant", "position", "response"]]
    both = answered.merge(own.rename(columns={"response": "own"}), on=["participant", "position"], how="inner")
    rows = both.dropna(subset=["label", "predicted", "own", "response"])
    made = rows[["participant", "position", "arm"]].assign(
        truth=rows["label"], advice=rows["predicted"], own=rows["own"], final=rows["response"]
    )
    return made.assign(
        classifier_right=made["advice"] == made["truth"],
        follows=made["final"] == made["advice"],
        right=made["final"] == made["truth"],
    )


def _is_told(evidence: Evidence, made: pd.DataFrame, question: str) -> pd.Series:
    """Whether the advice was shown: what was stored with the answer tells of it; all, where nothing was stored."""
    trials = evidence.trials[evidence.trials["question"] == question]
    stored = made[["participant", "position"]].merge(
        trials[["participant", "position", "values"]], on=["participant", "position"], how="left"
    )
    told = [_tells(*row) for row in stored.itertuples(index=False, name=None)]
    return pd.Series(told, index=made.index, dtype=bool)


def _tells(participant: str, position: int, values: object) -> bool:
    if not isinstance(values, str):
        return True
    try:
        return "advice" in json.loads(values)
    except (ValueError, TypeError) as fault:
        where = f"participant {participant}, position {position}"
        raise AnalysisError(f"trials.csv: values of {where}: {values!r} is not JSON; export the study again") from fault
