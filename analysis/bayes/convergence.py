"""Whether chains have converged: without it their draws are no posterior, and nothing may be said of them.

Rank-normalised split R-hat, bulk and tail effective sample size (Vehtari, Gelman, Simpson, Carpenter and Bürkner 2021),
by ArviZ; divergences; E-BFMI (Betancourt 2016).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from analysis.bayes.library import library
from analysis.stats.estimable import Values

LARGEST_R_HAT = 1.01
SMALLEST_ESS = 400
SMALLEST_E_BFMI = 0.3
FEWEST_DRAWS = 4  # of which a split chain can be made
RULE = (
    f"R-hat at most {LARGEST_R_HAT:g}, bulk and tail effective sample size at least {SMALLEST_ESS}, no divergence, "
    f"E-BFMI at least {SMALLEST_E_BFMI:g}"
)


@dataclass(frozen=True)
class Convergence:
    """The worst of all that was sampled or is estimated; None: cannot be had of so few draws."""

    r_hat: float | None
    bulk: float | None
    tail: float | None
    divergences: int
    e_bfmi: float | None

    @property
    def faults(self) -> tuple[str, ...]:
        """What speaks against convergence; none where the chains may be believed."""
        found = [
            _fault("R-hat", self.r_hat, f"at most {LARGEST_R_HAT:g}", lambda x: x <= LARGEST_R_HAT, digits=3),
            _fault("bulk effective sample size", self.bulk, f"at least {SMALLEST_ESS}", lambda x: x >= SMALLEST_ESS),
            _fault("tail effective sample size", self.tail, f"at least {SMALLEST_ESS}", lambda x: x >= SMALLEST_ESS),
            f"{self.divergences:,} divergent draw{'' if self.divergences == 1 else 's'}" if self.divergences else "",
            _fault("E-BFMI", self.e_bfmi, f"at least {SMALLEST_E_BFMI:g}", lambda x: x >= SMALLEST_E_BFMI, digits=2),
        ]
        return tuple(each for each in found if each)

    @property
    def reason(self) -> str | None:
        """Why there is no estimate; None where there is one."""
        return f"the chains have not converged: {'; '.join(self.faults)}" if self.faults else None


def _fault(name: str, value: float | None, wanted: str, holds: Callable[[float], bool], *, digits: int = 0) -> str:
    if value is None:
        return f"{name} cannot be had of so few draws"
    return "" if holds(value) else f"{name} {value:,.{digits}f}, should be {wanted}"


def convergence(drawn: Iterable[Values], energy: Values, n_divergent: int) -> Convergence:
    """drawn: each (chain, draw) or (chain, draw, member).  energy: (chain, draw)."""
    columns = [column for each in drawn for column in _columns(each)]
    if energy.shape[1] < FEWEST_DRAWS:
        return Convergence(None, None, None, n_divergent, None)
    arviz = library("arviz")
    worst = (
        _had(np.max(_numbers(arviz.rhat(column) for column in columns))),
        _had(np.min(_numbers(arviz.ess(column, method="bulk") for column in columns))),
        _had(np.min(_numbers(arviz.ess(column, method="tail") for column in columns))),
    )
    return Convergence(*worst, n_divergent, _had(_e_bfmi(energy)))


def _columns(values: Values) -> Iterable[Values]:
    flat = values.reshape(*values.shape[:2], -1)
    return (np.ascontiguousarray(flat[:, :, place]) for place in range(flat.shape[2]))


def _numbers(found: Iterable[object]) -> Values:
    return np.array([float(np.asarray(each)) for each in found])


def _e_bfmi(energy: Values) -> float:
    """The smallest of the chains: mean squared step of the energy over its variance."""
    return float((np.square(np.diff(energy, axis=1)).mean(axis=1) / energy.var(axis=1)).min())


def _had(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
