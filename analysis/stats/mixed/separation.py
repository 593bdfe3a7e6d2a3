"""Whether fixed effects can tell right from wrong without a single error, so that some have no finite estimate."""

import numpy as np
from scipy import optimize, sparse

from analysis.stats.mixed.grouping import Values


def separated_terms(x: Values, successes: Values, trials: Values) -> tuple[int, ...]:
    """Columns of x whose coefficients run away in a logistic regression; none where all estimates are finite.

    A linear programme looks for a direction along which no row gets worse and some get better (Konis, 2007).
    """
    cells, of_row = np.unique(x, axis=0, return_inverse=True)
    of_row = of_row.ravel()
    right = np.bincount(of_row, successes, len(cells))
    wrong = np.bincount(of_row, trials - successes, len(cells))
    mixed = (right > 0) & (wrong > 0)
    signs = np.where(right > 0, 1.0, -1.0)
    one_sided = cells[~mixed] * signs[~mixed, None]
    if one_sided.size == 0:
        return ()
    bound = sparse.csr_array(cells[mixed]) if mixed.any() else None
    nought = np.zeros(int(mixed.sum())) if mixed.any() else None
    found = optimize.linprog(
        -one_sided.sum(axis=0),
        A_ub=-one_sided,
        b_ub=np.zeros(len(one_sided)),
        A_eq=bound,
        b_eq=nought,
        bounds=[(-1.0, 1.0)] * x.shape[1],
        method="highs",
    )
    if found.status != 0 or -found.fun < 1e-7:
        return ()
    return tuple(int(place) for place in np.flatnonzero(np.abs(found.x) > 1e-7))
