"""Each declared moderation with the answers that it is asked of."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from analysis import population
from analysis.answers import answers
from analysis.evidence import Evidence
from analysis.moderation.moderators import Kind, values_of
from analysis.remembered import per_evidence
from analysis.stats.estimable import NotEstimable
from analysis.stats.mixed.derived import FEWEST_LEVELS
from analysis.stats.ties import varies
from study_app.definition import Hypothesis, Moderation

FEWEST = FEWEST_LEVELS  # participants of each arm that a model, or a group, needs
OUTCOME = "accuracy"


@dataclass(frozen=True)
class Asked:
    """What is asked, and of which answers.

    arms: the first minus the second is the planned comparison.  rows: participant, arm, item, correct (0 or 1), value;
    those without a value are left out.  n_without: participants left out for it, or trials where images have it.
    centre, spread: mean and standard deviation of a number over participants, or over images.
    groups: those with enough participants in both arms, in order.  small: the others.
    lacking: why nothing can be estimated; None: it can be tried.
    """

    moderation: Moderation
    hypothesis: Hypothesis
    measure: str
    arms: tuple[str, str]
    words: str
    kind: Kind
    is_of_images: bool
    rows: pd.DataFrame
    n_in_all: int
    n_without: int
    centre: float = 0.0
    spread: float = 1.0
    groups: tuple[str, ...] = ()
    small: tuple[str, ...] = ()
    lacking: str | None = None

    @property
    def counted(self) -> str:
        """What was left out where it has no value."""
        return "trials" if self.is_of_images else "participants"

    @property
    def n(self) -> dict[str, int]:
        """Participants per arm."""
        return people_of(self.rows, self.arms)


def people_of(rows: pd.DataFrame, arms: tuple[str, str]) -> dict[str, int]:
    """Participants per arm."""
    counts = rows.groupby("arm")["participant"].nunique()
    return {arm: int(counts.get(arm, 0)) for arm in arms}


@per_evidence
def asked(evidence: Evidence) -> tuple[Asked, ...]:
    """Every moderation of a planned comparison that the plan has; those of others are not asked."""
    by_name = {each.name: each for each in evidence.plan.hypothesis}
    pairs = [(each, by_name[each.hypothesis]) for each in evidence.plan.moderation if each.hypothesis in by_name]
    return tuple(_asked(evidence, *pair) for pair in pairs if pair[1].is_pair and pair[1].outcome == OUTCOME)


def _asked(evidence: Evidence, moderation: Moderation, hypothesis: Hypothesis) -> Asked:
    measure, _ = population.place_of(evidence, hypothesis, hypothesis.cells[0])
    first, second = hypothesis.arms
    told = answers(evidence, measure)
    told = told[told["arm"].isin((first, second))][["participant", "arm", "position", "item", "correct"]]
    found = values_of(evidence, moderation)
    if isinstance(found, NotEstimable):
        kind = moderation.kind or "number"
        words = moderation.name
        empty = told.iloc[:0].assign(value=pd.Series(dtype="float64"))
        return Asked(
            moderation, hypothesis, measure, (first, second), words, kind, False, empty, 0, 0, lacking=found.reason
        )
    rows = told.merge(found.table, on=list(found.on), how="left")
    counted = rows if found.is_of_images else rows.drop_duplicates("participant")
    bare = Asked(
        moderation=moderation,
        hypothesis=hypothesis,
        measure=measure,
        arms=(first, second),
        words=found.words,
        kind=found.kind,
        is_of_images=found.is_of_images,
        rows=rows.dropna(subset=["value"]).sort_values(["participant", "position"], ignore_index=True),
        n_in_all=len(counted),
        n_without=int(counted["value"].isna().sum()),
    )
    return _of_number(bare) if found.kind == "number" else _of_groups(bare)


def _of_number(each: Asked) -> Asked:
    few = _few(each.n)
    if few:
        return replace(each, lacking=few)
    values = each.rows.drop_duplicates(["item", "value"] if each.is_of_images else ["participant"])["value"]
    numbers = values.sort_values().to_numpy(dtype="float64")
    if numbers.size < 2 or not varies(numbers):
        return replace(each, lacking=f"all {'images' if each.is_of_images else 'participants'} have the same value")
    return replace(each, centre=float(numbers.mean()), spread=float(numbers.std(ddof=1)))


def _of_groups(each: Asked) -> Asked:
    counts = {group: people_of(each.rows[each.rows["value"] == group], each.arms) for group in _ordered(each.rows)}
    groups = tuple(group for group, n in counts.items() if min(n.values()) >= FEWEST)
    small = tuple(group for group in counts if group not in groups)
    kept = replace(each, groups=groups, small=small, rows=each.rows[each.rows["value"].isin(groups)])
    if len(groups) > 1:
        return kept
    told = "none has" if not groups else f"only {groups[0]} has"
    return replace(kept, lacking=f"two groups are needed with {FEWEST} participants in each arm; {told}")


def _ordered(rows: pd.DataFrame) -> list[str]:
    """The groups: numbers by size, others by the alphabet."""
    names = [str(each) for each in rows["value"].unique()]
    return sorted(names, key=lambda name: (float(name) if name.isdecimal() else 0.0, name))


def _few(n: Mapping[str, int]) -> str | None:
    few = [f"{arm} has {number}" for arm, number in n.items() if number < FEWEST]
    return f"a model needs {FEWEST} participants with a value in each arm; {', '.join(few)}" if few else None
