"""Benefit image by image: the share right with the explanation less the share right without, held against a score.

Both participants and images are samples.  Resampling both at once counts what is neither's three times (Owen 2007, The
pigeonhole bootstrap); so variances are put together from resamples of participants, of images and of both.  Drawing
participants anew also adds noise to each benefit, which pulls a rank correlation to 0: only the spread of resamples is
used, not where they lie.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import stats

from analysis.faithfulness.scored import Condition, counts
from analysis.result import Interval
from analysis.stats.estimable import NotEstimable, Values
from analysis.stats.mixed.derived import FEWEST_LEVELS
from analysis.stats.ties import levelled, varies

SEED, N_DRAWS, N_SPLITS = 20260412, 1000, 200
FEWEST_DRAWS = 0.95
MOST_RHO = 0.9999


@dataclass(frozen=True)
class Spread:
    """Covariances (3, 3) of Fisher's z of the rank correlation, the line's height and its slope, over resamples."""

    people: Values
    images: Values
    both: Values

    def error(self, weights: Values) -> float:
        """Standard error of that combination; never below that over people, or over images, alone."""
        people, images, both = (float(weights @ each @ weights) for each in (self.people, self.images, self.both))
        return float(np.sqrt(max(2 * (people + images) - both, people, images)))


@dataclass(frozen=True)
class Association:
    """Of a score, turned so that larger is better, with benefit over images.

    line: benefit at the mean of the score, and per standard deviation of it.
    spread: of how sure both are, or why that cannot be said.
    """

    rho: float
    line: tuple[float, float]
    spread: Spread | NotEstimable
    n_images: int
    level: float

    @property
    def reach(self) -> float:
        """Standard errors from the estimate to a limit of its interval."""
        return float(stats.t.ppf((1 + self.level) / 2, self.n_images - 2))

    @property
    def slope_error(self) -> float | None:
        """Standard error of the slope."""
        return None if isinstance(self.spread, NotEstimable) else self.spread.error(np.array([0.0, 0.0, 1.0]))

    @property
    def slope_interval(self) -> Interval | NotEstimable:
        """Of the slope."""
        if isinstance(self.spread, NotEstimable):
            return self.spread
        wide = self.reach * self.spread.error(np.array([0.0, 0.0, 1.0]))
        return Interval(self.line[1] - wide, self.line[1] + wide, self.level)

    @property
    def rho_interval(self) -> Interval | NotEstimable:
        """Of the rank correlation."""
        if isinstance(self.spread, NotEstimable):
            return self.spread
        if abs(self.rho) > MOST_RHO:
            return NotEstimable("score and benefit have the same order, which says nothing of how sure this is")
        middle, wide = np.arctanh(self.rho), self.reach * self.spread.error(np.array([1.0, 0.0, 0.0]))
        return Interval(float(np.tanh(middle - wide)), float(np.tanh(middle + wide)), self.level)

    def band(self, along: Values) -> Values:
        """Half the width of the interval around the line at these scores, (k,); 0 where its spread is unknown."""
        if isinstance(self.spread, NotEstimable):
            return np.zeros_like(along)
        spread = self.spread
        return self.reach * np.array([spread.error(np.array([0.0, 1.0, float(at)])) for at in along])


class Benefits:
    """The images that were answered with and without the explanation.  images: their names, in order."""

    def __init__(self, condition: Condition, level: float) -> None:
        both = set(condition.explained["image"]) & set(condition.plain["image"])
        self.images = sorted(both)
        self._sides = [counts(rows, self.images) for rows in (condition.explained, condition.plain)]
        self._level = level

    @property
    def n_answers(self) -> tuple[Values, Values]:
        """Answers per image, (images,), with the explanation and without."""
        with_it, without = (answered.sum(axis=0) for _, answered in self._sides)
        return with_it, without

    @property
    def shares(self) -> tuple[Values, Values]:
        """Share right per image, (images,), with the explanation and without."""
        with_it, without = (right.sum(axis=0) / answered.sum(axis=0) for right, answered in self._sides)
        return with_it, without

    @property
    def values(self) -> Values:
        """Benefit per image, (images,)."""
        with_it, without = self.shares
        return with_it - without

    @cached_property
    def _of_people_anew(self) -> Values:
        """Benefits of people drawn anew, (draws, images); an image that these did not answer keeps its benefit."""
        rng = np.random.default_rng(SEED)
        sides = []
        for right, answered in self._sides:
            n = len(right)
            weights = rng.multinomial(n, np.full(n, 1 / n), size=N_DRAWS).astype(np.float64)
            sides.append(_share(weights @ right, weights @ answered))
        found = sides[0] - sides[1]
        return np.where(np.isfinite(found), found, self.values)

    def association(self, score: Mapping[str, float]) -> Association | NotEstimable:
        """With a standardised score by image; images without one take no part."""
        known = [place for place, image in enumerate(self.images) if image in score]
        x = np.array([score[self.images[place]] for place in known])
        y = self.values[known]
        if len(known) < FEWEST_LEVELS:
            return NotEstimable(
                f"{len(known)} images have a score and answers with and without the explanation; "
                f"an association needs {FEWEST_LEVELS}"
            )
        if not varies(x):
            return NotEstimable("all images have the same score")
        if not varies(y):
            return NotEstimable("all images have the same benefit")
        (rho, height, slope), *_ = _measured(x[None], y[None])
        return Association(float(rho), (float(height), float(slope)), self._spread(known, x), len(known), self._level)

    def _spread(self, known: list[int], x: Values) -> Spread | NotEstimable:
        if min(len(right) for right, _ in self._sides) < 2:
            return NotEstimable("an interval needs two participants with the explanation and two without")
        chosen = np.random.default_rng(SEED).integers(len(x), size=(N_DRAWS, len(x)))
        xs, people = np.tile(x, (N_DRAWS, 1)), self._of_people_anew[:, known]
        same = np.tile(self.values[known], (N_DRAWS, 1))
        drawn = [
            (xs, people),
            (x[chosen], np.take_along_axis(same, chosen, axis=1)),
            (x[chosen], np.take_along_axis(people, chosen, axis=1)),
        ]
        found = [_measured(*pair) for pair in drawn]
        lost = N_DRAWS - min(map(len, found))
        if lost > (1 - FEWEST_DRAWS) * N_DRAWS:
            return NotEstimable(f"{lost} of {N_DRAWS} resamples hold no such number")
        for each in found:
            each[:, 0] = np.arctanh(np.clip(each[:, 0], -MOST_RHO, MOST_RHO))
        return Spread(*(np.cov(each, rowvar=False) for each in found))

    def reliability(self) -> float | NotEstimable:
        """How far one half of the participants finds the same benefits as the other, stepped up to all of them.

        The mean over random halves of the correlation over images, by Spearman and Brown's formula; 0 where below it.
        """
        if min(len(right) for right, _ in self._sides) < 4 or len(self.images) < FEWEST_LEVELS:
            return NotEstimable(
                f"halves need four participants with the explanation and four without, and {FEWEST_LEVELS} images"
            )
        rng = np.random.default_rng(SEED)
        first, second = [], []
        for right, answered in self._sides:
            n = len(right)
            order = rng.permuted(np.tile(np.arange(n), (N_SPLITS, 1)), axis=1)
            half = (order < n // 2).astype(np.float64)
            first.append(_share(half @ right, half @ answered))
            second.append(_share((1 - half) @ right, (1 - half) @ answered))
        found = [_correlation(*pair) for pair in zip(first[0] - first[1], second[0] - second[1], strict=True)]
        known = [each for each in found if each is not None]
        if len(known) < FEWEST_DRAWS * N_SPLITS:
            return NotEstimable("too few halves of the participants answered the same images")
        mean = float(np.mean(known))
        return max(0.0, 2 * mean / (1 + mean))


def _share(right: Values, answered: Values) -> Values:
    """right / answered, NaN where nothing was answered."""
    return np.divide(right, answered, out=np.full_like(right, np.nan), where=answered > 0)


def _measured(x: Values, y: Values) -> Values:
    """Rank correlation, height of the line at x = 0 and its slope, (rows, 3), of every row in which both vary.

    x, y: (rows, images).
    """
    x, y = levelled(x), levelled(y)
    vary = (np.ptp(x, axis=1) > 0) & (np.ptp(y, axis=1) > 0)
    x, y = x[vary], y[vary]
    rho = _of_rows(stats.rankdata(x, axis=1), stats.rankdata(y, axis=1))
    from_mean = x - x.mean(axis=1, keepdims=True)
    slope = (from_mean * y).sum(axis=1) / (from_mean**2).sum(axis=1)
    return np.column_stack([rho, y.mean(axis=1) - slope * x.mean(axis=1), slope])


def _of_rows(x: Values, y: Values) -> Values:
    """Pearson's correlation of each row, (rows,)."""
    x, y = (each - each.mean(axis=1, keepdims=True) for each in (x, y))
    return np.asarray((x * y).sum(axis=1) / np.sqrt((x**2).sum(axis=1) * (y**2).sum(axis=1)))


def _correlation(x: Values, y: Values) -> float | None:
    is_there = np.isfinite(x) & np.isfinite(y)
    x, y = x[is_there], y[is_there]
    if len(x) < FEWEST_LEVELS or not (varies(x) and varies(y)):
        return None
    return float(np.corrcoef(x, y)[0, 1])
