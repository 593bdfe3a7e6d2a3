"""The numbers of agreement: with maps, between regions, between answers."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.agreement.alike import alike
from analysis.agreement.marks import Marked, codes
from analysis.arm_differences import begun, compared, filled
from analysis.evidence import Evidence
from analysis.result import Result, Scale
from analysis.stats.estimable import NotEstimable, Values
from analysis.stats.group_estimates import GroupEstimate, average, nothing
from analysis.stats.overlap import Measured, overlap

NAME = "agreement"
WHOM = "of everyone randomised who marked at least one picture of the block, in the arm as randomised"
MEASURES = {
    "auroc": "AUROC, the probability that the map has a marked place for more important than one that is not,",
    "pointing": "share of pictures whose most important place in the map is marked",
}
MEANT = "mean over participants of each one's mean over pictures; Student's t interval"
NOBODY_MARKED = "nobody marked a picture"
NO_MAP = "no picture that was marked has such a map, or every map is the same everywhere"
NO_OTHER = "there is no map of another picture"
JACKKNIFE = "interval by the jackknife over participants, Student's t, cut to the range that it can have"
POOLED = "sum of intersections over sum of unions, of all pairs of regions by two participants"
REGIONS: dict[str, tuple[str, str, Scale]] = {
    "iou": ("intersection over union of what two participants mark in the same picture", POOLED, "proportion"),
    "iou_chance": ("intersection over union of what two participants mark in different pictures", POOLED, "proportion"),
    "iou_beyond": (
        "agreement beyond chance of what participants mark, 1 at best, 0 where they agree no more in the same picture "
        "than in different ones",
        f"(iou - chance) / (1 - chance), either one the {POOLED}; chance: of different pictures",
        "agreement",
    ),
}
ANSWERS: dict[str, tuple[str, str, Scale]] = {
    "same": (
        "share of pairs of answers by two participants to the same picture that are the same",
        "of all such pairs",
        "proportion",
    ),
    "alpha": (
        "Krippendorff's alpha of the answers to the same picture, 1 at best, 0 as by chance",
        "Krippendorff's alpha, nominal, from coincidences, of everybody's first answer to each picture",
        "agreement",
    ),
}


def of_map(told: Marked, held: pd.DataFrame, arm_and_map: tuple[str, str], level: float) -> Iterator[Result]:
    """Per measure: with the picture's own map, with maps of other pictures, and the difference."""
    arm, name = arm_and_map
    people = _people(held, arm)
    n_marked = int(told.of(arm).rows["participant"].nunique())
    for measure, words in MEASURES.items():
        asked = {
            "": (f"mean {words} with the picture's own map", (0.0, 1.0)),
            "_other": (f"mean {words} with maps of other pictures", (0.0, 1.0)),
            "_beyond": (f"mean {words} with the picture's own map minus that with maps of other pictures", (-1.0, 1.0)),
        }
        for ending, (quantity, limits) in asked.items():
            result = _asked(told.block, arm, f"{name}/{measure}{ending}", (quantity, MEANT))
            labels = {"map": name, "quantity": f"{measure}{ending}"}
            scale: Scale = "difference of proportions" if ending == "_beyond" else "proportion"
            reference = 0.0 if ending == "_beyond" else 0.5 if measure == "auroc" else None
            result = replace(
                result,
                estimand=f"{quantity}, map {name}, in block {told.block} {WHOM}: {arm}",
                scale=scale,
                labels={**result.labels, **labels},
                reference=reference,
            )
            values = people[f"{measure}{ending}"].dropna()
            reason = NOBODY_MARKED if not n_marked else NO_MAP if people.empty else NO_OTHER
            found = nothing(reason, n_marked) if values.empty else _average(people, values, n_marked, level)
            yield filled(result, found, limits)


def _people(held: pd.DataFrame, arm: str) -> pd.DataFrame:
    """A row per participant of the arm: the means over pictures, and how many pictures."""
    beyond = {f"{measure}_beyond": held[measure] - held[f"{measure}_other"] for measure in MEASURES}
    columns = [f"{measure}{ending}" for measure in MEASURES for ending in ("", "_other", "_beyond")]
    by_person = held.assign(**beyond)[held["arm"] == arm].groupby("participant", sort=True)[columns]
    return by_person.mean().assign(n_pictures=by_person.size())


def _average(people: pd.DataFrame, values: "pd.Series[float]", n_marked: int, level: float) -> GroupEstimate:
    n_pictures = int(people.loc[values.index, "n_pictures"].sum())
    return average(_array(values), level, n_without=n_marked - len(values), n_trials=n_pictures)


def _array(values: "pd.Series[float]") -> Values:
    return np.asarray(values, dtype=np.float64)


def difference(told: Marked, held: pd.DataFrame, arm_and_map: tuple[str, str], evidence: Evidence) -> Result:
    """That arm minus the first: how much more the map points at what the arm's participants mark."""
    arm, name = arm_and_map
    first = evidence.arms[0]
    quantity = f"mean {MEASURES['auroc']} with the picture's own map minus that with maps of other pictures"
    asked = begun(
        Result(
            name=f"{NAME}/{told.block}/{arm}/{name}/auroc_difference",
            question=NAME,
            estimand=f"difference in {quantity}, map {name}, in block {told.block}, {arm} minus {first}, {WHOM}",
            scale="difference of proportions",
            family="exploratory",
            method="difference of the arms' means over participants; Welch's t test, two-sided, and its interval",
            estimate=0.0,
            n={arm: 0, first: 0},
            labels={
                "block": told.block, "map": name, "first": arm, "second": first, "quantity": "auroc_difference",
            },
            reference=0.0,
        )
    )  # fmt: skip
    groups = [_people(held, one)["auroc_beyond"].dropna() for one in (arm, first)]
    found = compared(asked, (_array(groups[0]), _array(groups[1])), evidence.level, (-2.0, 2.0))
    return replace(found, n_trials=int((held["arm"].isin([arm, first]) & held["auroc_other"].notna()).sum()))


def of_regions(told: Marked, arm: str, level: float) -> Iterator[Result]:
    """How far regions of the same picture cover each other, and those of different pictures."""
    mine = told.of(arm)
    pictures = (mine.rows["stimulus_set"].astype(str) + "/" + mine.rows["image"].astype(str)).tolist()
    found = overlap(mine.regions, codes(mine.rows["participant"].tolist()), codes(pictures), level)
    measured = {"iou": found.iou, "iou_chance": found.chance, "iou_beyond": found.beyond}
    for key, (quantity, method, scale) in REGIONS.items():
        asked = _asked(told.block, arm, key, (quantity, f"{method}; {JACKKNIFE}"))
        known = replace(asked, scale=scale, reference=0.0 if key == "iou_beyond" else None)
        limits = (-1.0, 1.0) if key == "iou_beyond" else (0.0, 1.0)
        yield filled(known, _estimate(measured[key], found.n_people, found.n_regions), limits)


def of_answers(measure: str, rows: pd.DataFrame, arm: str, level: float) -> Iterator[Result]:
    """How far answers to the same picture are the same.  rows: as `answered` gives them."""
    found = alike(rows[rows["arm"] == arm], level)
    whom = "of everyone randomised who answered at least one picture of the block that somebody else answered too"
    for key, (quantity, method, scale) in ANSWERS.items():
        asked = _asked(measure, arm, key, (quantity, f"{method}; {JACKKNIFE}"))
        known = replace(
            asked,
            estimand=f"{quantity}, in block {measure} {whom}, in the arm as randomised: {arm}",
            scale=scale,
            reference=0.0 if key == "alpha" else None,
        )
        limits = (-1.0, 1.0) if key == "alpha" else (0.0, 1.0)
        yield filled(known, _estimate(getattr(found, key), found.n_people, found.n_answers), limits)


def _asked(block: str, arm: str, key: str, quantity_and_method: tuple[str, str]) -> Result:
    """A result of an arm that has yet to be found."""
    quantity, method = quantity_and_method
    return begun(
        Result(
            name=f"{NAME}/{block}/{arm}/{key}",
            question=NAME,
            estimand=f"{quantity}, in block {block} {WHOM}: {arm}",
            scale="proportion",
            family="descriptive",
            method=method,
            estimate=0.0,
            n={arm: 0},
            labels={"block": block, "arm": arm, "quantity": key},
            n_trials=0,
        )
    )


def _estimate(measured: Measured, n_people: int, n_trials: int) -> GroupEstimate:
    if isinstance(measured.spread, NotEstimable):
        return GroupEstimate(measured.estimate, None, measured.spread, n_people, 0, n_trials)
    std_error, interval = measured.spread
    return GroupEstimate(measured.estimate, std_error, interval, n_people, 0, n_trials)
