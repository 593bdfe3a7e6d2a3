"""The penalised system of a mixed model, H = Lambda' Z' W Z Lambda + I: factored, solved, and inverted where needed."""

from collections.abc import Sequence

import numpy as np
from scipy import linalg, sparse

from analysis.stats.mixed.grouping import Values
from analysis.stats.mixed.structure import Structure


class OutOfRange(ArithmeticError):
    """The system is not positive definite in floating point: parameters have run away."""


class System:
    """H, factored by eliminating the inner grouping factor.

    scaled: per grouping factor (N, k), the rows of Z Lambda.  weights: (N,), not negative.
    Vectors of random effects are lists of (n, k) arrays, one per grouping factor; where several right-hand sides are
    solved at once, (n, k, m).
    """

    def __init__(self, structure: Structure, scaled: Sequence[Values], weights: Values) -> None:
        self.structure, self.scaled = structure, scaled
        inner = structure.own_block(structure.inner, scaled[structure.inner], weights)
        inner += np.eye(inner.shape[1])
        try:
            signs, logs = np.linalg.slogdet(inner)
            self._inner_inverse = np.linalg.inv(inner)
            self.log_determinant = float(logs.sum())
            self._eliminate(weights)
        except (np.linalg.LinAlgError, ValueError) as fault:
            raise OutOfRange(str(fault)) from None
        if not (signs > 0).all() or not np.isfinite(self.log_determinant):
            raise OutOfRange("a block is not positive definite")

    def _eliminate(self, weights: Values) -> None:
        """Factors what is left of the outer random effects, and keeps inner^-1 times the coupling."""
        n = self.structure.n_outer
        if n == 0:
            return
        coupling = self.structure.coupling(self.scaled, weights)
        self._reduced = self._times_inner_inverse(coupling)
        left = self.structure.outer_block(self.scaled, weights)
        left[np.diag_indices(n)] += 1.0
        left -= coupling.T @ self._reduced
        self._factor = linalg.cho_factor(left, lower=True, overwrite_a=True)
        self.log_determinant += 2 * float(np.log(np.diag(self._factor[0])).sum())

    def _times_inner_inverse(self, coupling: "Values | sparse.csr_array") -> "Values | sparse.csr_array":
        n, k, _ = self._inner_inverse.shape
        if not sparse.issparse(coupling):
            return (self._inner_inverse @ coupling.reshape(n, k, -1)).reshape(n * k, -1)
        blocks = (self._inner_inverse, np.arange(n), np.arange(n + 1))
        return sparse.csr_array(sparse.bsr_array(blocks, shape=(n * k, n * k)) @ coupling)

    def solve(self, right: Sequence[Values]) -> list[Values]:
        """H^-1 times a vector of random effects."""
        structure = self.structure
        inner = right[structure.inner]
        n, k, *several = inner.shape
        solved = (self._inner_inverse @ inner.reshape(n, k, -1)).reshape(n * k, -1)
        made: list[Values] = [np.empty(0)] * len(right)
        if structure.n_outer:
            outer = np.concatenate([_columns(right[at]) for at in structure.outer])
            outer = linalg.cho_solve(self._factor, outer - self._reduced.T @ _columns(inner))
            solved = solved - self._reduced @ outer
            for at in structure.outer:
                made[at] = outer[structure.spans[at]].reshape(right[at].shape)
        made[structure.inner] = solved.reshape(n, k, *several)
        return made

    def of_rows(self) -> list[Values]:
        """Per grouping factor (N, k): H^-1 times each row of Z Lambda, at the random effects that the row has."""
        structure, scaled = self.structure, self.scaled
        inner = structure.groupings[structure.inner]
        n, k = len(inner.levels), inner.n_effects
        made: list[Values] = [np.empty(0)] * len(scaled)
        own = self._inner_inverse
        if structure.n_outer:
            inverse = linalg.cho_solve(self._factor, np.eye(structure.n_outer))
            between = np.asarray(self._reduced @ inverse)  # (inner, outer), of H^-1 up to its sign
            own = own + self._own_of_inner(between).reshape(n, k, k)
        made[structure.inner] = np.einsum("oab,ob->oa", own[inner.index], scaled[structure.inner])
        at_inner = inner.index[:, None] * k + np.arange(k)
        for at in structure.outer:
            places = structure.outer_places(at)
            met = between[at_inner[:, :, None], places[:, None, :]]  # (N, k, m)
            made[structure.inner] -= np.einsum("oab,ob->oa", met, scaled[at])
            made[at] = -np.einsum("oab,oa->ob", met, scaled[structure.inner])
            for other in structure.outer:
                block = inverse[places[:, :, None], structure.outer_places(other)[:, None, :]]
                made[at] += np.einsum("oab,ob->oa", block, scaled[other])
        return made

    def _own_of_inner(self, between: Values) -> Values:
        """(n, k * k): what elimination adds to the diagonal blocks of the inner random effects of H^-1."""
        n, k, _ = self._inner_inverse.shape
        rows = between.reshape(n, k, -1)
        if not sparse.issparse(self._reduced):
            return (rows @ self._reduced.reshape(n, k, -1).transpose(0, 2, 1)).reshape(n, k * k)
        made = np.empty((n, k, k))
        entries = sparse.coo_array(self._reduced)
        level, effect = np.divmod(entries.coords[0], k)
        for i in range(k):
            products = entries.data * rows[level, i, entries.coords[1]]
            made[:, i, :] = np.bincount(level * k + effect, products, n * k).reshape(n, k)
        return made.reshape(n, k * k)


def _columns(effects: Values) -> Values:
    """(n, k) or (n, k, m) as (n * k, m)."""
    return effects.reshape(effects.shape[0] * effects.shape[1], -1)
