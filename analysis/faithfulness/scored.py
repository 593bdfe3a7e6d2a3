"""Answers given with an explanation in view that has a score, and the answers that they are held against."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import population
from analysis.arm_differences import without_names
from analysis.evidence import Evidence
from analysis.stats.estimable import Values

TABLE = "scores"
BEFORE_EXPLANATION = ("own", "choice")  # questions of advise and compare that come before what the trial explains
FACTS = ["participant", "arm", "image", "item", "correct"]


@dataclass(frozen=True)
class Score:
    """One score of the explanations of a condition.  values: by image, as scored; none is missing."""

    name: str
    higher_is_better: bool
    values: "pd.Series[float]"

    @property
    def standardised(self) -> "pd.Series[float] | None":
        """By image: in standard deviations between images, larger being better; None where all are alike."""
        spread = float(self.values.std(ddof=1)) if len(self.values) > 1 else 0.0
        if spread < 1e-12 * max(1.0, float(self.values.abs().max())):
            return None
        return (self.values - self.values.mean()) / spread * (1 if self.higher_is_better else -1)

    @property
    def by_image(self) -> dict[str, float]:
        """The same by image; of no image where all are alike."""
        found = self.standardised
        return {} if found is None else {str(image): float(value) for image, value in found.items()}


@dataclass(frozen=True)
class Condition:
    """Answers to images that were seen with one explanation, and to the same images seen without.

    name: the arm, and the explanation where the arm shows several.  reference: what goes without; None: nothing.
    explained, plain: columns of FACTS; participants are numbered from 0.
    """

    measure: str
    name: str
    reference: str | None
    explained: pd.DataFrame
    plain: pd.DataFrame
    scores: tuple[Score, ...]

    @property
    def n(self) -> dict[str, int]:
        """Participants with and without the explanation."""
        n = {self.name: int(self.explained["participant"].nunique())}
        return n if self.reference is None else n | {self.reference: int(self.plain["participant"].nunique())}


def conditions(evidence: Evidence) -> tuple[Condition, ...]:
    """Every explanation that was in view when something was answered, and that was scored; in the study's order."""
    scores = evidence.companions.get(TABLE)
    if scores is None or scores.empty:
        return ()
    judging = scores[scores["higher_is_better"].notna()]
    measures = [each for each in population.measures(evidence) if _is_in_view(evidence, each)]
    return tuple(made for each in measures for made in _of_measure(evidence, each, judging))


def _is_in_view(evidence: Evidence, measure: str) -> bool:
    """Whether what a trial explains is there before the answer, and not only with the feedback that follows it."""
    if set(population.of_measure(evidence, measure)["question"]) & set(BEFORE_EXPLANATION):
        return False
    study = evidence.plan.study
    name = population.block_of(measure)
    options = next((block.options for block in study.block if block.name == name), {}) if study else {}
    feedback = options.get("feedback") or {}
    return "explanation" in options or "explanation" not in feedback


def _of_measure(evidence: Evidence, measure: str, scores: pd.DataFrame) -> Iterator[Condition]:
    rows = population.of_measure(evidence, measure)
    rows = rows[rows["answered"] & rows["arm"].notna() & rows["image"].notna()]
    rows = rows.assign(item=rows["item"].fillna(rows["image"]), correct=rows["correct"].astype("float64"))
    shown = rows[rows["explanation"].notna()]
    for arm in evidence.arms:
        of_arm = shown[shown["arm"] == arm]
        names = sorted(of_arm["explanation"].unique())
        for explanation in names:
            explained = of_arm[of_arm["explanation"] == explanation]
            found = tuple(_scores_of(explained, scores))
            if found:
                name = arm if len(names) == 1 else f"{arm} ({explanation})"
                yield _condition((measure, name), explained, _reference(evidence, rows, arm), found)


def _reference(evidence: Evidence, rows: pd.DataFrame, arm: str) -> tuple[str | None, pd.DataFrame]:
    """Answers without an explanation: those of the same arm; or those of the first arm that never shows one."""
    plain = rows[rows["explanation"].isna()]
    mine = plain[plain["arm"] == arm]
    if len(mine):
        return f"{arm} (without)", mine
    explained = set(rows.loc[rows["explanation"].notna(), "arm"])
    there = set(plain["arm"]) - explained
    first = next((each for each in evidence.arms if each in there), None)
    return first, plain[plain["arm"] == first]


def _condition(
    names: tuple[str, str],
    explained: pd.DataFrame,
    reference: tuple[str | None, pd.DataFrame],
    found: tuple[Score, ...],
) -> Condition:
    images = {image for score in found for image in score.values.index}
    parts = [explained.assign(is_plain=False), reference[1].assign(is_plain=True)]
    both = pd.concat([part[part["image"].isin(images)][[*FACTS, "is_plain"]] for part in parts])
    both = without_names(both.assign(done=both["is_plain"].astype("int64")), ["done", "item", "correct"])
    explained, plain = (both.loc[both["is_plain"] == flag, FACTS].reset_index(drop=True) for flag in (False, True))
    return Condition(*names, reference[0] if len(plain) else None, explained, plain, found)


def _scores_of(explained: pd.DataFrame, scores: pd.DataFrame) -> Iterator[Score]:
    """The scores of the maps that were shown; of an image whose map changed between versions the mean."""
    key = ["image", "explanation", "explanation_sha256"]
    maps = explained[key].drop_duplicates()
    told = maps.merge(scores.drop_duplicates([*key, "score"]), on=key)
    for name, of in told.groupby("score", sort=True):
        yield Score(str(name), bool(of["higher_is_better"].iloc[0]), of.groupby("image", sort=True)["value"].mean())


def counts(rows: pd.DataFrame, images: list[str]) -> tuple[Values, Values]:
    """How often each participant was right on each image, and answered it: two arrays (participants, images)."""
    mine = rows[rows["image"].isin(images)]
    person, places = np.unique(mine["participant"].to_numpy(), return_inverse=True)
    image = pd.Index(images).get_indexer(pd.Index(mine["image"]))
    right, answered = np.zeros((len(person), len(images))), np.zeros((len(person), len(images)))
    np.add.at(answered, (places, image), 1.0)
    np.add.at(right, (places, image), mine["correct"].to_numpy(dtype=np.float64))
    return right, answered
