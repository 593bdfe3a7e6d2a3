"""A network whose concepts share the work badly is begun anew, with other weights of the loss."""

import numpy as np
import pytest
import torch

from stimuli.concepts.course import Course
from stimuli.concepts.networks import ExplanationNetworks, Widths
from stimuli.concepts.rows import Rows, generators
from stimuli.concepts.training import trained
from tests.stimuli.concepts.planted import CLASSES, planted, read, rows_of, short

TRUTH = planted(0)
OUT_OF_REACH = 2.0
LONGER = {"rows": 400, "epochs": 10, "rate": 3e-3}  # so that terns' second concept adds something; gulls' does not yet


def test_a_balance_that_is_reached_at_once_begins_once() -> None:
    found = trained(rows_of(TRUTH), [2, 2], short(balance=0, rounds=5))
    assert [one.accepted for one in found] == [True, True]
    assert min(one.rounds for one in found) == 1
    assert max(one.rounds for one in found) < 6


def test_a_concept_that_is_alone_shares_with_nobody_and_is_accepted_as_soon_as_it_speaks() -> None:
    found = trained(rows_of(TRUTH), [1, 1], short(widths=Widths.of(40, 1), balance=0.3, rounds=5))
    assert [one.accepted for one in found] == [True, True]
    assert min(one.rounds for one in found) == 1
    assert max(one.rounds for one in found) < 6


def test_training_takes_one_thread_and_gives_the_others_back() -> None:
    before, during = torch.get_num_threads(), list[int]()
    torch.set_num_threads(2)
    trained(rows_of(TRUTH), [2, 2], short(), tick=lambda: during.append(torch.get_num_threads()))
    after = torch.get_num_threads()
    torch.set_num_threads(before)
    assert (set(during), after) == ({1}, 2)


def test_a_balance_out_of_reach_uses_every_round_and_is_not_accepted() -> None:
    epochs = list[None]()
    training = short(balance=OUT_OF_REACH, rounds=3)
    found = trained(rows_of(TRUTH), [2, 2], training, tick=lambda: epochs.append(None))
    assert [(one.rounds, one.accepted) for one in found] == [(4, False), (4, False)]
    assert len(epochs) == 4 * training.epochs_of_a_round == 4 * (5 + 4 * 2)


def test_the_best_of_all_rounds_is_kept() -> None:
    balances = list[float]()
    for rounds in range(4):
        (found,) = trained(rows_of(TRUTH, ("gull",)), [2], short(balance=OUT_OF_REACH, rounds=rounds))
        balances.append(found.balance)
    assert balances == sorted(balances)
    assert balances[-1] > balances[0]


def test_only_classes_that_need_it_are_begun_anew() -> None:
    gull, tern = trained(rows_of(TRUTH), [2, 2], short(**LONGER, balance=0.2, rounds=1))
    assert (gull.rounds, tern.rounds) == (2, 1)
    assert tern.accepted


def test_the_balance_is_the_second_largest_mean_contribution_divided_by_the_largest() -> None:
    rows = rows_of(TRUTH)
    tern = trained(rows, [2, 2], short(**LONGER))[1]
    concepts, _ = read(tern, rows, 1, TRUTH.features)
    low, high = sorted((concepts * tern.state["head.weight"][:, 0])[TRUTH.own("tern")].mean(0))
    assert tern.balance > 0.2
    assert np.isclose(tern.balance, low / high, atol=1e-4)


def test_a_balance_is_0_where_the_second_concept_adds_nothing() -> None:
    rows = rows_of(TRUTH)
    gull = trained(rows, [2, 2], short(**LONGER))[0]
    concepts, _ = read(gull, rows, 0, TRUTH.features)
    assert min((concepts * gull.state["head.weight"][:, 0])[TRUTH.own("gull")].mean(0)) <= 0
    assert gull.balance == 0


@pytest.mark.parametrize(("n", "reconstruction", "pull_away"), [(0, 15.0, 5.0), (1, 18.0, 4.0), (2, 21.6, 3.2)])
def test_every_beginning_weighs_reconstruction_more_and_likeness_less(
    n: int, reconstruction: float, pull_away: float
) -> None:
    weights = {"faithfulness": 15.0, "reconstruction": 15.0, "pull_away": 5.0, "waking": 0.0}
    course = Course(rows_of(TRUTH, ("gull",)), [2], short(**weights), n)
    for _ in course.run():
        pass
    faithfulness, rebuilt, apart, total = course.results()[0].curve[-1]
    assert total == pytest.approx(15 * faithfulness + reconstruction * rebuilt + pull_away * apart, rel=1e-4)


def test_contributions_of_one_class_are_those_it_has_among_all() -> None:
    live = torch.tensor([[1.0, 1.0, 0.0], [1.0, 1.0, 1.0]])
    networks = ExplanationNetworks(generators(CLASSES, 0), Widths.of(40, 3), live)
    features = torch.from_numpy(TRUTH.features[:6])
    together = networks.contributions(networks.concepts(features[None].expand(2, -1, -1)))
    assert torch.allclose(networks.contributions_of(1, features), together[1], atol=1e-6)
    assert networks.contributions_of(0, features)[:, 2].tolist() == [0.0] * 6


def test_a_score_that_does_not_vary_is_learnt_without_a_number_going_astray() -> None:
    scores = torch.ones(1, len(TRUTH.labels))
    rows = Rows.of(("gull",), torch.from_numpy(TRUTH.features), scores, TRUTH.labels)
    (found,) = trained(rows, [2], short())
    assert all(np.isfinite(values).all() for values in found.state.values())
