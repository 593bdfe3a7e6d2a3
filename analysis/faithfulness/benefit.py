"""Benefit image by image: the share right with the explanation less the share right without, held against a score.

Both participants and images are samples: resamples draw both anew, which is wider than drawing either (Owen 2007, The
pigeonhole bootstrap).  Drawing participants anew also adds noise to each benefit, which pulls a rank correlation to 0;
so only the spread of the resamples is used, not where they lie.
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


@dataclass(frozen=True)
class Association:
    """Of a score, turned so that larger is better, with benefit over images.

    line: benefit at the mean of the score, and per standard deviation of it.  line_draws: (draws, 2), the same.
    """

    rho: float
    rho_interval: Interval | NotEstimable
    line: tuple[float, float]
    line_draws: Values
    slope_interval: Interval | NotEstimable
    slope_error: float | None
    n_images: int


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
    def _draws(self) -> tuple[Values, "np.ndarray[tuple[int, ...], np.dtype[np.int64]]"]:
        """Benefits of people drawn anew, (draws, images), NaN of images that they lack; and images drawn anew."""
        rng = np.random.default_rng(SEED)
        sides = []
        for right, answered in self._sides:
            n = len(right)
            weights = rng.multinomial(n, np.full(n, 1 / n), size=N_DRAWS).astype(np.float64)
            sides.append(_share(weights @ right, weights @ answered))
        n_images = len(self.images)
        return sides[0] - sides[1], rng.integers(n_images, size=(N_DRAWS, n_images))

    def association(self, score: Mapping[str, float]) -> Association | NotEstimable:
        """With a standardised score by image; images without one take no part."""
        known = np.array([place for place, image in enumerate(self.images) if image in score], dtype=np.int64)
        x = np.array([score[self.images[place]] for place in known])
        y = self.values[known]
        if len(known) < FEWEST_LEVELS:
            return NotEstimable(f"{len(known)} images have a score and answers with and without the explanation; "
                                f"an association needs {FEWEST_LEVELS}")  # fmt: skip
        if not varies(x):
            return NotEstimable("all images have the same score")
        if not varies(y):
            return NotEstimable("all images have the same benefit")
        rho, line = _rank_correlation(x, y), _line(x, y)
        draws = self._resampled(known, x)
        rho_interval, slope_interval, error = self._intervals(rho, line[1], draws)
        return Association(rho, rho_interval, line, draws[:, 1:], slope_interval, error, len(known))

    def _resampled(self, known: "np.ndarray[tuple[int], np.dtype[np.int64]]", x: Values) -> Values:
        """(draws, 3): rank correlation, benefit at the mean score, slope; without draws that hold none."""
        benefits, chosen = self._draws
        scores = np.full(len(self.images), np.nan)
        scores[known] = x
        made = []
        for drawn, images in zip(benefits, chosen, strict=True):
            xs, ys = scores[images], drawn[images]
            is_there = np.isfinite(xs) & np.isfinite(ys)
            xs, ys = xs[is_there], ys[is_there]
            if len(xs) > 2 and varies(xs) and varies(ys):
                made.append((_rank_correlation(xs, ys), *_line(xs, ys)))
        return np.array(made, dtype=np.float64).reshape(-1, 3)

    def _intervals(
        self, rho: float, slope: float, draws: Values
    ) -> tuple[Interval | NotEstimable, Interval | NotEstimable, float | None]:
        fewest = min(len(right) for right, _ in self._sides)
        if fewest < 2:
            missing = NotEstimable("an interval needs two participants with the explanation and two without")
            return missing, missing, None
        if len(draws) < FEWEST_DRAWS * N_DRAWS:
            missing = NotEstimable(f"{N_DRAWS - len(draws)} of {N_DRAWS} resamples hold no such number")
            return missing, missing, None
        reach = float(stats.t.ppf((1 + self._level) / 2, len(self.images) - 2))
        error = float(draws[:, 2].std(ddof=1))
        slopes = Interval(slope - reach * error, slope + reach * error, self._level)
        if abs(rho) > 1 - 1e-9:
            return (
                NotEstimable("score and benefit have the same order, which says nothing of how sure this is"),
                slopes,
                error,
            )
        middle = np.arctanh(rho)
        wide = reach * float(np.arctanh(np.clip(draws[:, 0], -0.9999, 0.9999)).std(ddof=1))
        return Interval(float(np.tanh(middle - wide)), float(np.tanh(middle + wide)), self._level), slopes, error

    def band(self, found: Association, along: Values) -> Values:
        """Half the width of the interval around the line at these scores, (k,); 0 where there are no resamples."""
        if isinstance(found.slope_interval, NotEstimable):
            return np.zeros_like(along)
        reach = float(stats.t.ppf((1 + self._level) / 2, found.n_images - 2))
        lines = found.line_draws[:, :1] + found.line_draws[:, 1:] * along
        return reach * lines.std(axis=0, ddof=1)

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


def _rank_correlation(x: Values, y: Values) -> float:
    return float(np.corrcoef(stats.rankdata(levelled(x)), stats.rankdata(levelled(y)))[0, 1])


def _line(x: Values, y: Values) -> tuple[float, float]:
    """Least squares: y at x = 0, and per unit of x."""
    slope = float(np.dot(x - x.mean(), y) / np.dot(x - x.mean(), x - x.mean()))
    return float(y.mean() - slope * x.mean()), slope


def _correlation(x: Values, y: Values) -> float | None:
    is_there = np.isfinite(x) & np.isfinite(y)
    x, y = x[is_there], y[is_there]
    if len(x) < FEWEST_LEVELS or not (varies(x) and varies(y)):
        return None
    return float(np.corrcoef(x, y)[0, 1])
