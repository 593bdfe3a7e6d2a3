from collections import Counter

import pytest

from study_app.study.draw import Draw
from study_app.study.minimisation import minimised, preferred

ARMS = ("none", "heatmap", "xnn")
TWO = ("none", "heatmap")
SEXES, AGES = ("woman", "man"), ("young", "middle", "old")


def test_with_nobody_there_yet_all_arms_are_alike() -> None:
    assert preferred(ARMS, [{}, {}]) == ["none", "heatmap", "xnn"]


def test_the_arm_that_has_fewest_of_a_kind_is_preferred() -> None:
    assert preferred(ARMS, [{"none": 2, "heatmap": 1, "xnn": 2}]) == ["heatmap"]


def test_arms_that_leave_the_same_imbalance_are_all_preferred() -> None:
    # ranges of the counts after the choice: none 2 - 1, heatmap 2 - 1, xnn 3 - 1
    assert preferred(ARMS, [{"none": 1, "heatmap": 1, "xnn": 2}]) == ["none", "heatmap"]


def test_factors_are_weighed_against_each_other_by_their_ranges() -> None:
    # none: |4 - 1| + |2 - 3| = 4; heatmap: |3 - 2| + |1 - 4| = 4; with a third factor 2 more against 0
    assert preferred(TWO, [{"none": 3, "heatmap": 1}, {"none": 1, "heatmap": 3}]) == ["none", "heatmap"]
    more = [{"none": 3, "heatmap": 1}, {"none": 1, "heatmap": 3}, {"none": 1, "heatmap": 0}]
    assert preferred(TWO, more) == ["heatmap"]


def test_pocock_and_simon_s_range_looks_at_the_most_and_the_fewest_only() -> None:
    # after the choice of a, b, c: (1 2 4) range 3, (0 3 4) range 4, (0 2 5) range 5
    assert preferred(("a", "b", "c"), [{"b": 2, "c": 4}]) == ["a"]


def test_with_certainty_one_the_preferred_arm_is_always_taken() -> None:
    counts = [{"none": 5, "heatmap": 4, "xnn": 5}]
    assert {minimised(ARMS, counts, 1.0, Draw("coin", n)) for n in range(200)} == {"heatmap"}


def test_the_coin_is_biased_as_told_and_the_other_arms_share_the_rest() -> None:
    counts = [{"none": 5, "heatmap": 4, "xnn": 5}]
    taken = Counter(minimised(ARMS, counts, 0.8, Draw("coin", n)) for n in range(4000))
    # standard deviations of 4000 draws of 0.8 and 0.1: 25 and 19; five of them
    assert abs(taken["heatmap"] - 3200) < 125
    assert abs(taken["none"] - 400) < 95
    assert abs(taken["xnn"] - 400) < 95


def test_ties_are_broken_evenly() -> None:
    taken = Counter(minimised(ARMS, [{}], 0.8, Draw("tie", n)) for n in range(3000))
    # standard deviation of 3000 draws of 1/3: 26; five of them
    assert all(abs(taken[arm] - 1000) < 130 for arm in ARMS)


def test_a_single_arm_is_taken_whatever_the_coin_says() -> None:
    assert {minimised(("only",), [{}], 0.5, Draw("coin", n)) for n in range(20)} == {"only"}


@pytest.mark.parametrize(("certainty", "most_apart"), [(1.0, 3), (0.8, 12)])
def test_over_a_thousand_arrivals_the_margins_stay_alike(certainty: float, most_apart: int) -> None:
    """Plain coins would leave differences of about 40 (twice the standard deviation of 1000 / 3 in each arm)."""
    people = Draw("people")
    margins = Counter[tuple[str, str]]()
    for n in range(1000):
        kinds = (SEXES[people.below(3) // 2], AGES[people.below(3)], "all")
        alike = [{arm: margins[kind, arm] for arm in ARMS} for kind in kinds]
        arm = minimised(ARMS, alike, certainty, Draw("arm", n))
        margins.update((kind, arm) for kind in kinds)
    for kind in (*SEXES, *AGES, "all"):
        counts = [margins[kind, arm] for arm in ARMS]
        assert max(counts) - min(counts) <= most_apart, (kind, counts)
