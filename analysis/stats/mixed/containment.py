"""Degrees of freedom of a fixed effect by containment: as many as there are people, or images, that tell of it.

A normal distribution supposes that variances between people are known.  Of an effect that is constant within the levels
of a grouping factor, or that varies between them as a random slope, they are known from its levels alone; Student's t
with the fewest such levels is nearer to the truth.  As in SAS (DDFM=CONTAIN), with the least over grouping factors.
Of an image in an arm, (1 | item:arm), what is left after images and arms counts: (images - 1) (arms - 1).
"""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.stats.mixed.fitted import Fit
from analysis.stats.mixed.grouping import Grouping, Values

Column: TypeAlias = NDArray[Any]  # one value per row
MANY = 1500  # levels after which Student's t is as good as normal


def containment_df(fit: Fit, weights: Values) -> float | None:
    """Of weights @ beta, (p,); None where no grouping factor limits it, or none leaves a degree of freedom."""
    limits = [
        limit
        for place in np.flatnonzero(weights)
        for grouping in fit.model.groupings
        if (limit := _limit(fit, int(place), grouping)) is not None
    ]
    least = min(limits, default=None)
    return None if least is None or least < 1 else float(least)


def _limit(fit: Fit, place: int, grouping: Grouping) -> int | None:
    """Levels less the effects that are constant within them; less one of a slope.  None: the factor has no say."""
    n = len(grouping.levels)
    if n > MANY:
        return None
    constant = [_is_constant(column, grouping) for column in fit.model.x.T]
    if constant[place]:
        wider = [each for each in fit.model.groupings if each is not grouping and _is_constant(each.index, grouping)]
        if not wider:
            return n - sum(constant)
        told = [_per_level(column, grouping) for column in fit.model.x.T[constant]]
        told += [_per_level(each.index == level, grouping) for each in wider for level in range(len(each.levels))]
        return n - int(np.linalg.matrix_rank(np.column_stack(told)))
    return n - 1 if fit.terms[place] in grouping.effects else None


def _per_level(column: Column, grouping: Grouping) -> Values:
    """The column's first value in every level."""
    first = np.zeros(len(grouping.levels))
    first[grouping.index[::-1]] = column[::-1]
    return first


def _is_constant(column: Column, grouping: Grouping) -> bool:
    return bool((column == _per_level(column, grouping)[grouping.index]).all())
