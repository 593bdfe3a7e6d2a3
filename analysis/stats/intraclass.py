"""Intraclass correlations of Shrout and Fleiss (1979): how much of the spread of ratings lies between the items."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from analysis.result import Interval
from analysis.stats.estimable import NotEstimable, Values


@dataclass(frozen=True)
class Intraclass:
    """One coefficient, the F test that it is 0 and the interval that belongs to it; F is None where it is infinite."""

    estimate: float
    f: float | None
    df1: int
    df2: int
    p: float
    interval: Interval | NotEstimable


@dataclass(frozen=True)
class IntraclassCorrelations:
    """Which to report hangs on the design.

    icc1: each item has raters of its own.  icc2: the same raters, a sample of all raters; they have to agree
    absolutely.  icc3: just these raters; they have to agree up to a shift.  k: of the mean of all raters.
    """

    icc1: Intraclass
    icc2: Intraclass
    icc3: Intraclass
    icc1k: Intraclass | NotEstimable
    icc2k: Intraclass | NotEstimable
    icc3k: Intraclass | NotEstimable
    n_items: int
    n_raters: int


@dataclass(frozen=True)
class _Squares:
    """Mean squares of the two-way table: between items, between raters, the rest, and raters with the rest."""

    n: int
    k: int
    items: float
    raters: float
    rest: float
    within: float


def intraclass_correlations(ratings: Values, level: float) -> IntraclassCorrelations | NotEstimable:
    """All six coefficients.

    ratings: (items, raters), complete.  The limits of icc2 are those of Shrout and Fleiss with Satterthwaite's
    degrees of freedom; the k forms step them up by Spearman and Brown.
    An estimate below 0 is kept: items lie closer together than their ratings.
    """
    n, k = ratings.shape
    if n < 2 or k < 2:
        return NotEstimable(f"there must be two items and two raters, here: {n} and {k}")
    if np.isnan(ratings).any():
        return NotEstimable(
            f"{int(np.isnan(ratings).any(axis=1).sum())} items lack a rating: the table must be complete"
        )
    squares = _mean_squares(ratings)
    if squares.items == 0:
        return NotEstimable("the items' means do not differ at all: there is no spread between them to judge by")
    icc1 = _one_error(squares, squares.within, n * (k - 1), level)
    icc2 = _two_errors(squares, level)
    icc3 = _one_error(squares, squares.rest, (n - 1) * (k - 1), level)
    icc1k, icc2k, icc3k = (_stepped_up(single, k) for single in (icc1, icc2, icc3))
    return IntraclassCorrelations(icc1, icc2, icc3, icc1k, icc2k, icc3k, n, k)


def _mean_squares(ratings: Values) -> _Squares:
    n, k = ratings.shape
    total = ratings - ratings.mean()
    items, raters = total.mean(axis=1, keepdims=True), total.mean(axis=0, keepdims=True)
    rest = float(((total - items - raters) ** 2).sum())
    between_items, between_raters = k * float((items**2).sum()), n * float((raters**2).sum())
    # a sum of squares that is nothing but rounding error is zero
    nothing = 1e-20 * max(1.0, float((ratings**2).sum())) + 1e-14 * float((total**2).sum())
    rest, between_items, between_raters = (0.0 if x < nothing else x for x in (rest, between_items, between_raters))
    return _Squares(
        n=n,
        k=k,
        items=between_items / (n - 1),
        raters=between_raters / (k - 1),
        rest=rest / ((n - 1) * (k - 1)),
        within=(rest + between_raters) / (n * (k - 1)),
    )


def _one_error(squares: _Squares, error: float, df_error: int, level: float) -> Intraclass:
    """icc1 or icc3, by the mean square that it takes for error."""
    k, df = squares.k, squares.n - 1
    estimate = (squares.items - error) / (squares.items + (k - 1) * error)
    if error == 0:
        return Intraclass(estimate, None, df, df_error, 0.0, NotEstimable("there is no error to judge by"))
    f, tail = squares.items / error, (1 + level) / 2
    low = f / float(stats.f.ppf(tail, df, df_error))
    high = f * float(stats.f.ppf(tail, df_error, df))
    interval = Interval((low - 1) / (low + k - 1), (high - 1) / (high + k - 1), level)
    return Intraclass(estimate, f, df, df_error, float(stats.f.sf(f, df, df_error)), interval)


def _two_errors(squares: _Squares, level: float) -> Intraclass:
    """icc2, for which a difference between raters is an error too; the test is that of icc3."""
    n, k, items, raters, rest = squares.n, squares.k, squares.items, squares.raters, squares.rest
    df = (n - 1) * (k - 1)
    estimate = (items - rest) / (items + (k - 1) * rest + k * (raters - rest) / n)
    f = items / rest if rest else None
    p = float(stats.f.sf(f, n - 1, df)) if f is not None else 0.0
    interval: Interval | NotEstimable = NotEstimable("there is no error to judge by")
    if raters or rest:
        by_raters = k * estimate * raters
        by_rest = (n * (1 + (k - 1) * estimate) - k * estimate) * rest
        df_error = (by_raters + by_rest) ** 2 / (by_raters**2 / (k - 1) + by_rest**2 / df)
        error = k * raters + (k * n - k - n) * rest
        down = float(stats.f.ppf((1 + level) / 2, n - 1, df_error))
        up = float(stats.f.ppf((1 + level) / 2, df_error, n - 1))
        low = n * (items - down * rest) / (down * error + n * items)
        interval = Interval(low, n * (up * items - rest) / (error + n * up * items), level)
    return Intraclass(estimate, f, n - 1, df, p, interval)


def _stepped_up(single: Intraclass, k: int) -> Intraclass | NotEstimable:
    """The coefficient of the mean of k ratings, by Spearman and Brown."""
    interval = single.interval
    if single.estimate <= -1 / (k - 1):
        return NotEstimable("single ratings agree so much less than by chance that their mean has no reliability")
    if isinstance(interval, Interval):
        if interval.low <= -1 / (k - 1):
            interval = NotEstimable("the lower limit of single ratings is out of the formula's reach")
        else:
            low, high = (k * limit / (1 + (k - 1) * limit) for limit in (interval.low, interval.high))
            interval = Interval(low, high, interval.level)
    estimate = k * single.estimate / (1 + (k - 1) * single.estimate)
    return Intraclass(estimate, single.f, single.df1, single.df2, single.p, interval)
