"""What a question is asked of: the participants of one mode, their trials and events, and the study's plan."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

import pandas as pd

from analysis import plan as plans
from analysis.errors import AnalysisError
from analysis.plan import Plan
from analysis.provenance import Provenance
from analysis.tables import Export
from study_app.definition import Study

SIMULATED = "robot"


@dataclass(frozen=True)
class Frozen:
    """A list of exclusions that was written before arms were looked at.  at: by its own word.  text: of the file."""

    at: datetime
    text: str

    @property
    def sha256(self) -> str:
        """Of the file."""
        return sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, eq=False)
class Evidence:
    """The tables of one mode; people and robots are never in one Evidence.  Two are equal only if they are one.

    level: coverage of every interval.  companions: tables of no participant that an export may have, as scores.csv.
    is_blind: arms are merged.  frozen: exclusions that these tables and rules were held against, and still have.
    """

    plan: Plan
    provenance: Provenance
    mode: str
    participants: pd.DataFrame
    trials: pd.DataFrame
    events: pd.DataFrame
    edited: tuple[str, ...] = ()
    level: float = 0.95
    companions: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    is_blind: bool = False
    frozen: Frozen | None = None

    @property
    def arms(self) -> tuple[str, ...]:
        """The arms in the order of the plan; then those that only older versions of the study had."""
        planned = tuple(self.plan.arms)
        older = set(self.participants["arm"].dropna()) - set(planned)
        return planned + tuple(sorted(older))

    @property
    def is_simulated(self) -> bool:
        """Whether the participants are robots."""
        return self.mode == SIMULATED


def of_mode(export: Export, mode: str) -> Evidence:
    """The evidence of that mode; AnalysisError where nobody took the study in it."""
    people = export.participants
    if not (people["mode"] == mode).any():
        raise AnalysisError(nobody(mode, Counter(people["mode"])))

    def of(table: pd.DataFrame) -> pd.DataFrame:
        return table[table["mode"] == mode].reset_index(drop=True)

    mine = of(people)
    return Evidence(
        _plan(export, mine),
        export.provenance,
        mode,
        mine,
        of(export.trials),
        of(export.events),
        export.edited,
        companions=export.companions,
    )


def _plan(export: Export, people: pd.DataFrame) -> Plan:
    """The definition of the newest version that these participants took."""
    newest = export.provenance.newest(set(zip(people["study_hash"], people["stimulus_set"], strict=True)))
    return plans.of_study(export.study if newest is None else Study.model_validate(newest.definition))


def nobody(mode: str, there: "Counter[str]", holder: str = "the export") -> str:
    """Why there is no evidence of that mode.  there: participants by mode.  holder: what they are in."""
    if not there:
        return f"no participant of mode {mode!r}: nobody has begun the study yet"
    found = ", ".join(f"{n} {name}" for name, n in sorted(there.items()))
    advice = " or ".join(f"--mode {name}" for name in sorted(there))
    return f"no participant of mode {mode!r}; {holder} holds {found}. To look at those: {advice}"
