from dataclasses import replace

import numpy as np
import pytest

from analysis.bayes.convergence import Convergence, convergence
from tests import requirements

CONVERGED = Convergence(r_hat=1.004, bulk=900.0, tail=700.0, divergences=0, e_bfmi=0.8)
Draws = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def independent(seed: int = 1, n_draws: int = 1000) -> Draws:
    """Four chains of independent draws."""
    return np.random.default_rng(seed).normal(size=(4, n_draws))


def test_chains_within_every_limit_may_be_believed() -> None:
    assert CONVERGED.faults == ()
    assert CONVERGED.reason is None
    assert replace(CONVERGED, r_hat=1.01, bulk=400.0, tail=400.0, e_bfmi=0.3).reason is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"r_hat": 1.0149}, "R-hat 1.015, should be at most 1.01"),
        ({"bulk": 399.0}, "bulk effective sample size 399, should be at least 400"),
        ({"tail": 12.0}, "tail effective sample size 12, should be at least 400"),
        ({"divergences": 1}, "1 divergent draw"),
        ({"divergences": 1200}, "1,200 divergent draws"),
        ({"e_bfmi": 0.25}, "E-BFMI 0.25, should be at least 0.3"),
        ({"r_hat": None}, "R-hat cannot be had of so few draws"),
    ],
)
def test_one_fault_is_enough_to_disbelieve_them(change: dict[str, float | None], said: str) -> None:
    assert replace(CONVERGED, **change).reason == f"the chains have not converged: {said}"  # type: ignore[arg-type]


def test_several_faults_are_all_told() -> None:
    found = replace(CONVERGED, r_hat=1.2, divergences=3)
    assert found.reason == ("the chains have not converged: R-hat 1.200, should be at most 1.01; 3 divergent draws")


def test_of_three_draws_nothing_is_known() -> None:
    found = convergence([independent(n_draws=3)], independent(n_draws=3), 0)
    assert found == Convergence(None, None, None, 0, None)
    assert len(found.faults) == 4


@pytest.mark.slow
def test_independent_draws_count_in_full_and_one_strange_chain_shows() -> None:
    requirements.bambi()
    good = independent()
    found = convergence([good, np.stack([good, good + 1], axis=2)], independent(2), 0)
    assert found.faults == ()
    assert found.bulk == pytest.approx(4000, rel=0.15)
    strange = good + np.array([[0.0], [0.0], [0.0], [3.0]])
    worse = convergence([good, strange], independent(2), 0)
    assert worse.r_hat is not None
    assert worse.r_hat > 1.3
    assert worse.bulk is not None
    assert worse.bulk < 20


@pytest.mark.slow
def test_a_slow_walk_of_the_energy_shows() -> None:
    """Betancourt (2016): of independent energies 2, of a walk with steps of a tenth of the spread 0.01."""
    requirements.bambi()
    assert convergence([independent()], independent(2), 0).e_bfmi == pytest.approx(2, rel=0.1)
    walk = np.cumsum(independent(3), axis=1)
    found = convergence([independent()], walk, 0)
    assert found.e_bfmi is not None
    assert found.e_bfmi < 0.1
    assert "E-BFMI" in str(found.reason)
