"""A score that is made of two factors is learnt as two concepts, one for each."""

import numpy as np
import pytest

from stimuli.concepts.course import Trained
from stimuli.concepts.faithfulness import correlation, explained_variance
from stimuli.concepts.networks import Widths
from stimuli.concepts.options import Training
from stimuli.concepts.training import trained
from tests.stimuli.concepts.planted import N_FEATURES, Floats, planted, read, rows_of

LEARNT, NEW = planted(0), planted(1)
GULLS = NEW.own("gull")


@pytest.fixture(scope="module")
def network() -> Trained:
    """Of gulls, with default weights of the loss."""
    training = Training(widths=Widths.of(N_FEATURES, 2), rows=1000, batch=20, epochs=30)
    (found,) = trained(rows_of(LEARNT, ("gull",)), [2], training)
    return found


@pytest.fixture(scope="module")
def said(network: Trained) -> tuple[Floats, Floats]:
    """Its concepts and its scores of rows that it did not learn from."""
    return read(network, rows_of(LEARNT, ("gull",)), 0, NEW.features)


def test_it_says_the_score_of_new_rows(said: tuple[Floats, Floats]) -> None:
    scores, wanted = said[1].astype(float), NEW.scores[0].astype(float)
    assert correlation(scores, wanted) >= 0.95
    assert explained_variance(scores[GULLS], wanted[GULLS]) >= 0.9


def test_each_factor_is_found_by_a_concept_of_its_own(said: tuple[Floats, Floats]) -> None:
    together = np.corrcoef(said[0][GULLS], NEW.factors[GULLS], rowvar=False)[:2, 2:]
    assert sorted(together.argmax(1)) == [0, 1]
    assert together.max(1).min() >= 0.9


def test_no_concept_is_dead(said: tuple[Floats, Floats]) -> None:
    assert (said[0].max(0) > 0).all()


def test_its_concepts_end_apart(network: Trained) -> None:
    assert network.curve[-1, 2] < 0.05
    assert network.accepted


def test_it_learns_more_with_every_stage(network: Trained) -> None:
    assert network.curve.shape == (30, 4)
    assert network.curve[-1, 3] < network.curve[0, 3]
