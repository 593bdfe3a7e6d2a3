"""What explanation networks give, and in which range."""

from dataclasses import replace

import pytest
import torch
from torch import Tensor

from stimuli.concepts.networks import ExplanationNetworks, Widths
from stimuli.concepts.rows import epoch, generators
from stimuli.concepts.training import trained
from tests.stimuli.concepts.planted import CLASSES, planted, rows_of, short

ROWS = rows_of(planted(0))
SOME: Tensor = ROWS.features[None, :50].expand(2, -1, -1)


def networks(*, signed: bool = False) -> ExplanationNetworks:
    live = torch.tensor([[1.0, 1.0, 1.0], [1.0, 0.0, 0.0]])
    return ExplanationNetworks(generators(CLASSES, 0), Widths.of(40, 3), live, signed=signed)


def test_concepts_are_never_negative_and_none_where_a_class_has_fewer() -> None:
    found = networks()(SOME)
    assert found.concepts.shape == (2, 50, 3)
    assert found.concepts.min() == 0
    assert found.concepts[1, :, 1:].abs().max() == 0


def test_the_score_is_the_bias_and_what_every_concept_adds() -> None:
    its = networks()
    found = its(SOME)
    together = its.contributions(found.concepts).sum(2) + its.head.bias[:, :, 0]
    assert found.scores.shape == (2, 50)
    assert torch.allclose(found.scores, together, atol=1e-6)


@pytest.mark.parametrize("signed", [False, True])
def test_features_are_rebuilt_below_zero_only_where_they_may_lie_there(signed: bool) -> None:
    rebuilt = networks(signed=signed)(SOME).features
    assert rebuilt.shape == (2, 50, 40)
    assert bool((rebuilt < 0).any()) is signed


def test_features_below_zero_are_rebuilt_better_by_networks_that_know_of_them() -> None:
    rows = replace(ROWS, features=-ROWS.features)
    (plain, _), (signed, _) = (trained(rows, [2, 2], short(signed=one, epochs=20)) for one in (False, True))
    assert signed.curve[-1, 1] < plain.curve[-1, 1] - 0.1


def test_an_epoch_has_its_share_of_own_rows_evenly_in_every_part() -> None:
    order = epoch(ROWS, 200, 0.5, generators(CLASSES, 0))
    assert order.shape == (2, 200)
    gulls = order[0] < 300  # the first 300 rows are theirs
    assert [int(part.sum()) for part in gulls.split(20)] == [10] * 10
    assert torch.equal((order[1] >= 300).split(20)[0], gulls.split(20)[0])


def test_no_row_comes_again_before_all_have_come() -> None:
    few = replace(ROWS, own=(torch.arange(7),) * 2)
    own = [n for n in epoch(few, 60, 0.5, generators(CLASSES, 0))[0].tolist() if n < 7]
    assert len(own) == 30
    assert [sorted(own[n : n + 7]) for n in (0, 7, 14, 21)] == [list(range(7))] * 4


def test_scores_are_counted_from_the_others_mean_in_the_spread_of_the_own() -> None:
    truth = planted(0)
    own, others = truth.scores[0][:300], truth.scores[0][300:]
    assert ROWS.centre[0].item() == pytest.approx(others.mean(), rel=1e-4)
    assert ROWS.unit[0].item() == pytest.approx(own.std(), rel=1e-4)
    assert ROWS.scores[0, :300].std(correction=0).item() == pytest.approx(1, rel=1e-4)
    assert ROWS.scores[0, 300:].mean().item() == pytest.approx(0, abs=1e-5)
    assert ROWS.features.square().mean().item() == pytest.approx(1, rel=1e-4)
