"""What each arm rated: shares of the points, median and mean of participants."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from analysis.arm_differences import begun, filled
from analysis.ratings.measured import Item, Scale
from analysis.result import Result
from analysis.result import Scale as Unit
from analysis.stats.estimable import NotEstimable
from analysis.stats.group_estimates import GroupEstimate, average, nothing
from analysis.stats.median import median
from analysis.stats.proportions import Counts, wilson
from analysis.stats.shares import Shares, averaged_share

NAME = "ratings"
WHOM = "of everyone randomised who rated it, in the arm as randomised"
NOBODY = "nobody in the arm gave a rating"
ONCE = "share of participants, with Wilson's interval"
OFTEN = "mean over participants of each one's share of ratings, with Student's t interval cut to the range from 0 to 1"


def item_results(item: Item, arm: str, level: float) -> Iterator[Result]:
    """Of one item in one arm: the median, the mean, and the share of every point of its scale."""
    told = item.of(arm)
    about = f"of item {item.name} in block {item.block} {WHOM}: {arm}"
    yield filled(
        _asked(item, arm, "median", (f"median over participants of their ratings {about}", "score", MEDIAN)),
        _median(item, arm, level),
        item.limits,
    )
    yield filled(
        _asked(item, arm, "mean", (f"mean over participants of their ratings {about}", "score", MEAN)),
        _mean(item, arm, level),
        item.limits,
    )
    counts = told.counts(item.points) if item.points and len(told.rows) else np.zeros((0, item.points), dtype=np.int64)
    for point in range(1, item.points + 1):
        method = ONCE if told.is_once else OFTEN
        what = f"share of point {point} of {item.points} among ratings {about}"
        asked = _asked(item, arm, f"point_{point}", (what, "proportion", method))
        if not len(counts):
            yield replace(asked, reason=NOBODY)
        elif told.is_once:
            yield filled(asked, _share(Counts(int(counts[:, point - 1].sum()), len(counts)), level))
        else:
            shares = Shares(counts[:, point - 1], counts.sum(axis=1), "rating")
            yield filled(asked, averaged_share(shares, level), (0.0, 1.0))


def scale_mean(scale: Scale, arm: str, level: float) -> Result:
    """The mean over participants of their mean rating of all items."""
    about = f"of {scale.what} in block {scale.block} {WHOM}: {arm}"
    what = f"mean over participants of each one's mean rating {about}"
    result = Result(
        name=f"{NAME}/{scale.key}/{arm}/score",
        question=NAME,
        estimand=what,
        scale="score",
        family="descriptive",
        method=MEAN,
        estimate=0.0,
        n={arm: 0},
        labels={"block": scale.block, "scale": scale.key, "arm": arm, "quantity": "score"},
    )
    return filled(begun(result), _mean(scale, arm, level), scale.items[0].limits)


MEAN = "mean over participants of each one's mean rating; Student's t interval, cut to the range of the scale"
MEDIAN = (
    "median over participants of each one's mean rating; interval between order statistics by the binomial "
    "distribution, which covers at least as often as it says"
)


def _asked(item: Item, arm: str, key: str, what: tuple[str, Unit, str]) -> Result:
    """A result of an item in an arm that has yet to be found.  what: the estimand, its scale, the method."""
    estimand, scale, method = what
    return begun(
        Result(
            name=f"{NAME}/{item.key}/{arm}/{key}",
            question=NAME,
            estimand=estimand,
            scale=scale,
            family="descriptive",
            method=method,
            estimate=0.0,
            n={arm: 0},
            labels={"block": item.block, "item": item.key, "arm": arm, "quantity": key},
            n_trials=0,
        )
    )


def _mean(rated: Item | Scale, arm: str, level: float) -> GroupEstimate:
    told = rated.of(arm)
    if not told.means.size:
        return nothing(NOBODY, 0)
    return average(told.means, level, n_without=0, n_trials=len(told.rows))


def _median(item: Item, arm: str, level: float) -> GroupEstimate:
    told = item.of(arm)
    found = median(told.means, level)
    if isinstance(found, NotEstimable):
        return nothing(NOBODY, 0)
    return GroupEstimate(found.estimate, None, found.interval, told.means.size, 0, len(told.rows))


def _share(counts: Counts, level: float) -> GroupEstimate:
    return GroupEstimate(counts.proportion, None, wilson(counts, level), counts.n, 0, counts.n)
