"""Every participant from the first page to the analysis, as CONSORT 2010 counts them: once at every level.

CONSORT: Schulz, Altman and Moher, CONSORT 2010 statement, figure 1.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.evidence import Evidence
from analysis.exclusions import ledger
from analysis.population import COMPLETED, knows_who_finished, outcome_participants

LEFT = "in_progress"
LEFT_UNCONSENTED, LEFT_CONSENTED = "left_before_consent", "left_after_consent"
UNFINISHED, UNKNOWN = "unfinished", "unknown"  # of data from elsewhere, which tell no reasons
CONSENTED = "consented"
SEAT = ["study_hash", "stimulus_set", "frozen_hash", "stratum", "seat"]


@dataclass(frozen=True)
class ArmFlow:
    """Participants of one arm; what the data do not tell is None.

    replaced: their seat was given to somebody else later.  received: met at least one trial of the arm.
    completed and lost (reason → n) together are those randomised; so are analysed, erased and silent.
    erased: not analysed, as the answers were deleted at their wish.  silent: not analysed otherwise, no outcome trial.
    left_out: rule → n of those analysed whom no rule before it leaves out; kept: the rest of them.
    """

    randomised: int
    replaced: int | None
    received: int | None
    completed: int | None
    lost: Mapping[str, int]
    analysed: int
    erased: int
    silent: int
    completers: int | None
    left_out: Mapping[str, int]
    kept: int


@dataclass(frozen=True)
class Flow:
    """Participants from the first page to the last.  began: None where nobody who was not randomised is in the data.

    not_randomised: reason → n, in the order in which reasons come up in a session.
    """

    began: int | None
    not_randomised: Mapping[str, int]
    randomised: int
    arms: Mapping[str, ArmFlow]


ORDER = (
    "incompatible_device",
    "no_consent",
    LEFT_UNCONSENTED,
    "screened_out",
    "failed_checks",
    "full",
    "withdrew",
    "timed_out",
    LEFT_CONSENTED,
    LEFT,
    UNFINISHED,
    UNKNOWN,
    COMPLETED,
)


def flow(evidence: Evidence) -> Flow:
    """How many participants reached each point, and why others did not."""
    people = evidence.participants
    is_in = people["seated_at"].notna() & people["arm"].notna()
    ours = evidence.plan.study is not None
    randomised = _placed(evidence, people[is_in])
    arms = {arm: _arm(evidence, randomised[randomised["arm"] == arm]) for arm in evidence.arms}
    before = _counted(_reasons_before(evidence, people[~is_in]))
    return Flow(len(people) if ours else None, before if ours else {}, int(is_in.sum()), arms)


def given_again(people: pd.DataFrame) -> "pd.Series[bool]":
    """Of each of these participants whether somebody else got the seat later, by the export's word or by the seats."""
    keys = people[SEAT].astype("object").where(people[SEAT].notna(), "")
    last = people["seated_at"].groupby([keys[name] for name in SEAT]).transform("max")
    return people["overrun"].astype(bool) | (people["seat"].notna() & (people["seated_at"] < last))


def _placed(evidence: Evidence, people: pd.DataFrame) -> pd.DataFrame:
    """One row per participant randomised: arm, replaced, received, outcome, is_analysed, erased, rule."""
    rule = {name: each.rule.name for each in ledger(evidence) for name in each.newly}
    return pd.DataFrame(
        {
            "arm": people["arm"],
            "replaced": given_again(people),
            "received": _received(evidence, people),
            "outcome": _outcomes(evidence, people),
            "is_analysed": people["participant"].isin(outcome_participants(evidence)),
            "erased": people["erased"].astype(bool),
            "rule": people["participant"].map(rule),
            "seat": people["seat"],
        }
    )


def _arm(evidence: Evidence, placed: pd.DataFrame) -> ArmFlow:
    knows, ours = knows_who_finished(evidence), evidence.plan.study is not None
    finished, analysed = placed["outcome"] == COMPLETED, placed["is_analysed"]
    knows_seats = ours and bool(evidence.participants["seat"].notna().any())
    rules = Counter(placed.loc[analysed, "rule"].dropna())
    gone = placed[~analysed]
    return ArmFlow(
        randomised=len(placed),
        replaced=int(placed["replaced"].sum()) if knows_seats else None,
        received=int(placed["received"].sum()) if ours else None,
        completed=int(finished.sum()) if knows else None,
        lost=_counted(placed.loc[~finished, "outcome"]) if knows else {},
        analysed=int(analysed.sum()),
        erased=int(gone["erased"].sum()),
        silent=int((~gone["erased"]).sum()),
        completers=int((finished & analysed).sum()) if knows else None,
        left_out={each.name: rules[each.name] for each in evidence.plan.exclusion},
        kept=int(analysed.sum()) - rules.total(),
    )


def _received(evidence: Evidence, people: pd.DataFrame) -> "pd.Series[bool]":
    """Whether a trial after randomisation was answered or ran out of time; of erased answers the count tells."""
    trials = evidence.trials
    before = trials["block"].isin(evidence.plan.blocks_before_seat)
    met = trials.loc[~before & (trials["answered"] | trials["timed_out"]), "participant"]
    n_before = trials[before].groupby("participant")["position"].nunique()
    beyond = people["n_trials_answered"] > people["participant"].map(n_before).fillna(0)
    return people["participant"].isin(met) | (people["erased"].astype(bool) & beyond)


def _outcomes(evidence: Evidence, people: pd.DataFrame) -> "pd.Series[str]":
    """How sessions ended; data from elsewhere tell at most whether participants came to the end."""
    if evidence.plan.study is not None:
        return people["outcome"]
    return people["outcome"].fillna(UNKNOWN).replace({LEFT: UNFINISHED})


def _reasons_before(evidence: Evidence, people: pd.DataFrame) -> "pd.Series[str]":
    """Why participants were not randomised; where events tell of consent, whether they left before or after it."""
    events = evidence.events
    consented = set(events.loc[events["kind"] == CONSENTED, "participant"])
    if not consented:
        return people["outcome"]
    when = people["participant"].isin(consented).map({True: LEFT_CONSENTED, False: LEFT_UNCONSENTED})
    return people["outcome"].mask(people["outcome"] == LEFT, when)


def _counted(reasons: "pd.Series[str]") -> dict[str, int]:
    counts = Counter(reasons)
    return {reason: counts[reason] for reason in sorted(counts, key=ORDER.index)}
