"""Fixed effects on a scale on which a search is quick, and standard errors from the curvature at its end."""

import numpy as np
from scipy import linalg

from analysis.stats.mixed.grouping import Values
from analysis.stats.mixed.optimise import Minimum


def whitened(x: Values) -> tuple[Values, Values]:
    """Uncorrelated columns of unit mean square that span the same, (N, p), and what brings coefficients back."""
    if x.shape[1] == 0:
        return x, np.empty((0, 0))
    orthogonal, triangle = linalg.qr(x, mode="economic")
    size = np.sqrt(x.shape[0])
    return np.ascontiguousarray(orthogonal * size), linalg.solve_triangular(triangle, np.eye(x.shape[1])) * size


def covariance(found: Minimum) -> Values:
    """Twice the inverse of a deviance's Hessian; NaN at parameters on a boundary, and where there is no minimum."""
    made = np.full_like(found.hessian, np.nan)
    inside = np.ix_(found.free, found.free)
    try:
        linalg.cho_factor(found.hessian[inside])
        made[inside] = 2 * linalg.inv(found.hessian[inside])
    except (linalg.LinAlgError, ValueError):
        pass
    return made


def transformed(joint: Values, transform: Values) -> Values:
    """transform @ joint @ transform.T, where parameters that are NaN stay NaN and touch no other."""
    known = ~np.isnan(np.diag(joint))
    made = transform @ np.where(np.isnan(joint), 0.0, joint) @ transform.T
    made[~known, :] = np.nan
    made[:, ~known] = np.nan
    return np.asarray(made)
