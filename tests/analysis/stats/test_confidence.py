import numpy as np
import pytest

from analysis.stats.auroc import auroc
from analysis.stats.confidence import Answers, Linear, Table, as_probability, type2_auroc
from analysis.stats.estimable import NotEstimable

RATINGS = np.array([1.0, 2.0, 3.0, 4.0, 5.0])


def test_a_linear_scale_runs_from_chance_to_certainty() -> None:
    found = as_probability(RATINGS, Linear(lowest=1, highest=5, chance=0.5))
    assert found == pytest.approx([0.5, 0.625, 0.75, 0.875, 1.0])


def test_a_table_gives_the_declared_probabilities() -> None:
    declared = Table({1: 0.3, 2: 0.3, 3: 0.6, 4: 0.9, 5: 0.95})
    assert as_probability(RATINGS, declared) == pytest.approx([0.3, 0.3, 0.6, 0.9, 0.95])


@pytest.mark.parametrize("meaning", [Linear(1, 4, 0.5), Table({1: 0.5, 2: 0.6, 3: 0.8, 4: 1.0})])
@pytest.mark.parametrize("rating", [0.0, 5.0, np.nan])
def test_a_rating_outside_the_scale_is_refused(meaning: Linear | Table, rating: float) -> None:
    with pytest.raises(ValueError, match="1 ratings lie outside"):
        as_probability(np.array([1.0, rating]), meaning)


def test_a_meaning_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="above the lowest"):
        Linear(5, 1, 0.5)
    with pytest.raises(ValueError, match="below 1"):
        Linear(1, 5, 1.0)
    with pytest.raises(ValueError, match="must not fall"):
        Table({1: 0.9, 2: 0.5})
    with pytest.raises(ValueError, match="in \\[0, 1\\]"):
        Table({1: 50, 2: 100})


@pytest.mark.parametrize("value", [4.0, -0.1, np.nan])
def test_a_rating_is_no_probability(value: float) -> None:
    with pytest.raises(ValueError, match="a rating scale has to be mapped"):
        Answers(np.array([0.5, value]), np.array([True, False]), np.array([1, 1]))


def test_answers_have_one_length_and_are_right_or_wrong() -> None:
    with pytest.raises(ValueError, match="one length"):
        Answers(np.array([0.5]), np.array([True, False]), np.array([1, 1]))
    with pytest.raises(ValueError, match="it must be bool"):
        Answers(np.array([0.5]), np.array([1.0]), np.array([1]))
    with pytest.raises(ValueError, match="no answers"):
        Answers(np.empty(0), np.empty(0, dtype=bool), np.empty(0))


def test_the_area_counts_pairs_in_order_and_ties_by_half() -> None:
    """Of 2 x 3 pairs four are in order and one is tied."""
    scores, positive = np.array([4.0, 2.0, 3.0, 2.0, 1.0]), np.array([True, True, False, False, False])
    assert auroc(scores, positive) == pytest.approx(4.5 / 6)


def test_the_area_of_the_opposite_order_is_the_rest() -> None:
    scores, positive = np.array([4.0, 2.0, 3.0, 2.0, 1.0]), np.array([True, True, False, False, False])
    assert auroc(-scores, positive) == pytest.approx(1.5 / 6)


def test_each_participants_confidence_is_judged_by_the_own_answers() -> None:
    confidence = np.array([4.0, 3.0, 1.0, 2.0, 2.0, 2.0, 1.0, 3.0])
    right = np.array([True, True, False, True, False, True, True, False])
    found = type2_auroc(confidence, right, np.array(["a", "a", "a", "b", "b", "b", "c", "c"]))
    assert [each.participant for each in found] == ["a", "b", "c"]
    assert [each.auroc for each in found] == [1.0, 0.5, 0.0]
    assert [(each.n_right, each.n_wrong) for each in found] == [(2, 1), (2, 1), (1, 1)]


def test_a_participant_with_all_answers_right_or_all_wrong_has_no_area() -> None:
    found = type2_auroc(np.ones(4), np.array([True, True, False, False]), np.array([1, 1, 2, 2]))
    assert [each.auroc for each in found] == [
        NotEstimable("all answers are right: there is nothing that confidence could tell apart"),
        NotEstimable("all answers are wrong: there is nothing that confidence could tell apart"),
    ]
