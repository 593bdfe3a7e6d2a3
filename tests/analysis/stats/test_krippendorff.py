import numpy as np
import pytest

from analysis.stats.estimable import NotEstimable
from analysis.stats.krippendorff import Metric, krippendorff_alpha

_ = np.nan
# Krippendorff's own example: four observers, twelve units, values missing.
FOUR = np.array([[1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
                 [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
                 [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
                 [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _]]).T  # fmt: skip
# A common worked example: three coders, fifteen units.
THREE = np.array([[_, _, _, _, _, 3, 4, 1, 2, 1, 1, 3, 3, _, 3],
                  [1, _, 2, 1, 3, 3, 4, 3, _, _, _, _, _, _, _],
                  [_, _, 2, 1, 3, 4, 4, _, 2, 1, 1, 3, 3, _, 4]]).T  # fmt: skip


@pytest.mark.parametrize(("metric", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_alpha_is_the_published_one(metric: Metric, alpha: float) -> None:
    assert krippendorff_alpha(FOUR, metric) == pytest.approx(alpha, abs=5e-4)


@pytest.mark.parametrize(("metric", "alpha"), [("nominal", 0.691), ("interval", 0.811)])
def test_alpha_of_three_coders_is_the_published_one(metric: Metric, alpha: float) -> None:
    assert krippendorff_alpha(THREE, metric) == pytest.approx(alpha, abs=5e-4)


def test_an_item_with_one_rating_changes_nothing() -> None:
    more = np.vstack([FOUR, [_, 5.0, _, _], [_, _, _, _]])
    assert krippendorff_alpha(more, "interval") == krippendorff_alpha(FOUR, "interval")


def test_other_names_of_the_values_change_no_nominal_and_no_ordinal_alpha() -> None:
    stretched = FOUR**3 - 7
    assert krippendorff_alpha(stretched, "nominal") == krippendorff_alpha(FOUR, "nominal")
    assert krippendorff_alpha(stretched, "ordinal") == krippendorff_alpha(FOUR, "ordinal")
    assert krippendorff_alpha(stretched, "interval") != krippendorff_alpha(FOUR, "interval")


@pytest.mark.parametrize("metric", ["nominal", "ordinal", "interval"])
def test_perfect_agreement_is_one(metric: Metric) -> None:
    assert krippendorff_alpha(np.array([[1.0, 1.0], [2.0, 2.0]]), metric) == 1


def test_two_items_with_every_rating_opposed_lie_below_chance() -> None:
    """Coincidences: all four off the diagonal; observed 1, expected 2 * 2 * 2 / (4 * 3) = 2/3."""
    assert krippendorff_alpha(np.array([[1.0, 2.0], [2.0, 1.0]]), "nominal") == pytest.approx(-0.5)


def test_there_is_no_alpha_without_pairs_or_without_different_values() -> None:
    assert isinstance(krippendorff_alpha(np.array([[1.0], [2.0]]), "nominal"), NotEstimable)
    assert isinstance(krippendorff_alpha(np.array([[1.0, _], [_, 2.0]]), "nominal"), NotEstimable)
    assert isinstance(krippendorff_alpha(np.ones((5, 3)), "interval"), NotEstimable)
