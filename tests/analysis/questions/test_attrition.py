from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analysis import evidence, questions, tables
from analysis.attrition.counts import ArmLosses, independence
from analysis.evidence import Evidence
from analysis.question import Account
from analysis.result import Result
from analysis.stats.estimable import NotEstimable
from tests.analysis.cases import evidence_of
from tests.analysis.synthetic import STUDY, Truth, records, write_records

ATTRITION = questions.load("attrition")


def results_of(found: Evidence) -> dict[str, Result]:
    return {result.name: result for result in ATTRITION.results(found)}


def account_of(found: Evidence) -> Account:
    return ATTRITION.account(found, ATTRITION.results(found))


def leaving(
    folder: Path, outcomes: dict[str, list[str]], arms: tuple[str, ...] = ("none", "placebo", "heatmap")
) -> Any:
    """Twenty in each arm, of whom as many end otherwise than completed as there are outcomes."""
    people, trials, events = records(Truth(n=dict.fromkeys(arms, 20)))
    left = {arm: list(of_arm) for arm, of_arm in outcomes.items()}
    made = [
        replace(person, outcome=left[str(person.arm)].pop(0)) if left.get(str(person.arm)) else person
        for person in people
    ]
    return evidence.of_mode(tables.read(write_records(folder / "export", made, trials, events)), "live")


def arms_of(*left_and_n: tuple[int, int]) -> list[ArmLosses]:
    return [ArmLosses(f"arm {place}", n, left, Counter(), Counter()) for place, (left, n) in enumerate(left_and_n)]


def p_of(*left_and_n: tuple[int, int]) -> tuple[float, str]:
    found = independence(arms_of(*left_and_n))
    assert not isinstance(found, NotEstimable)
    return found.p, found.how


def test_two_arms_are_compared_by_fishers_exact_test() -> None:
    # The lady tasting tea (Fisher 1935): 3 of 4 against 1 of 4; (1 + 16 + 16 + 1) / 70.
    assert p_of((3, 4), (1, 4)) == (pytest.approx(34 / 70), "Fisher's exact test")


def test_three_small_arms_are_compared_exactly() -> None:
    # Of the 84 ways to choose 3 of 9 people, 3 take all from one arm, and 54 two from one and one from another.
    assert p_of((3, 3), (0, 3), (0, 3)) == (pytest.approx(3 / 84), "the exact test of Freeman and Halton")
    assert p_of((2, 3), (1, 3), (0, 3))[0] == pytest.approx(57 / 84)


def test_three_large_arms_are_compared_by_chi_square() -> None:
    # Expected 10 of 40 each: (5² + 0² + 5²) * (1/10 + 1/30) = 6.667 with 2 degrees of freedom, p = exp(-6.667 / 2).
    found = independence(arms_of((5, 40), (10, 40), (15, 40)))
    assert not isinstance(found, NotEstimable)
    assert (found.chi_square, found.df) == (pytest.approx(20 / 3), 2)
    assert found.p == pytest.approx(0.0356740)
    assert found.how == "Pearson's chi-square test"


def test_many_small_arms_are_compared_by_permutation_and_near_the_truth() -> None:
    p, how = p_of(*[(4, 20)] * 5, *[(3, 20)] * 3)
    assert how == "a permutation test of chi-square (1,999 draws, seed 92)"
    assert p > 0.9
    assert p_of((20, 20), *[(1, 20)] * 7)[0] == 1 / 2000


def test_an_arm_of_nobody_does_not_count() -> None:
    assert p_of((3, 4), (0, 0), (1, 4)) == (pytest.approx(34 / 70), "Fisher's exact test")


@pytest.mark.parametrize(("left", "reason"), [(0, "nobody left"), (4, "nobody finished")])
def test_where_all_do_the_same_there_is_no_test(left: int, reason: str) -> None:
    assert independence(arms_of((left, 4), (left, 4))) == NotEstimable(reason)


def test_the_share_that_left_has_wilsons_interval(people: Evidence) -> None:
    share = results_of(people)["attrition/none/left"]
    assert (share.estimate, share.n) == (0.1, {"none": 20})
    assert share.interval is not None
    assert share.interval.low == pytest.approx(0.0279, abs=1e-4)
    assert share.interval.high == pytest.approx(0.3010, abs=1e-4)


def test_sessions_are_counted_by_how_they_ended(tmp_path: Path) -> None:
    found = results_of(
        leaving(tmp_path, {"none": ["withdrew", "timed_out", "timed_out"], "heatmap": ["failed_checks"]})
    )
    assert found["attrition/none/outcome/timed_out"].estimate == 2.0
    assert found["attrition/none/outcome/withdrew"].estimate == 1.0
    assert found["attrition/heatmap/outcome/failed_checks"].estimate == 1.0
    assert found["attrition/placebo/outcome/failed_checks"].estimate == 0.0
    assert not [name for name in found if "screened_out" in name]


def test_where_people_left_is_the_block_of_their_last_answer(people: Evidence) -> None:
    assert results_of(people)["attrition/none/last/test"].estimate == 2.0
    trials = people.trials.assign(answered=people.trials["answered"] & (people.trials["block"] == "training"))
    assert results_of(replace(people, trials=trials))["attrition/none/last/training"].estimate == 2.0


def test_a_break_counts_to_its_block(people: Evidence) -> None:
    trials = people.trials.assign(block=people.trials["block"].replace("test", "test:pause"))
    assert results_of(replace(people, trials=trials))["attrition/none/last/test"].estimate == 2.0


def test_deleted_answers_are_not_taken_for_leaving_at_once(people: Evidence) -> None:
    gone = people.participants["outcome"] == "in_progress"
    trials = people.trials.assign(answered=False)
    found = replace(people, trials=trials, participants=people.participants.assign(erased=gone))
    assert results_of(found)["attrition/none/last/answers deleted"].estimate == 2.0


def test_who_left_before_randomisation_is_not_told_of_here(tmp_path: Path) -> None:
    found = results_of(evidence_of("plenty", tmp_path))
    assert found["attrition/none/left"].n == {"none": 6}
    assert not [name for name in found if "no_consent" in name]


def test_every_arm_is_held_against_the_first_with_newcombes_interval(tmp_path: Path) -> None:
    found = results_of(leaving(tmp_path, {"none": ["withdrew"] * 2, "heatmap": ["withdrew"] * 8}))
    difference = found["attrition/heatmap/difference"]
    assert difference.estimate == pytest.approx(0.3)
    assert difference.interval is not None
    assert difference.interval.low == pytest.approx(0.0294, abs=1e-4)  # .3 - sqrt(.1812² + .2010²)
    assert "attrition/none/difference" not in found


def test_a_difference_between_arms_is_said_at_the_top(tmp_path: Path) -> None:
    found = leaving(tmp_path, {"heatmap": ["withdrew"] * 9})
    (answer,) = account_of(found).answers
    assert answer.startswith("Attrition differed between arms, so that those who stayed may differ too: 0 of 20 (0.0%)")
    assert answer.endswith("9 of 20 (45.0%) of arm heatmap did not finish, p < .001 (exploratory).")


def test_where_arms_do_not_differ_the_top_says_nothing(people: Evidence) -> None:
    account = account_of(people)
    assert account.answers == ()
    assert "the exact test of Freeman and Halton, p > .999." in account.sentences[0]


def test_the_test_is_exploratory_and_its_number_is_the_largest_difference(tmp_path: Path) -> None:
    found = results_of(leaving(tmp_path, {"none": ["withdrew"], "heatmap": ["withdrew"] * 4}))["attrition/all/spread"]
    assert found.family == "exploratory"
    assert found.estimate == pytest.approx(0.2)
    assert found.test is not None
    assert found.test.df == 2.0


def test_without_anybody_randomised_the_question_does_not_apply(tmp_path: Path) -> None:
    assert ATTRITION.results(evidence_of("nobody was randomised", tmp_path)) == ()


def test_an_empty_arm_has_a_reason_instead_of_a_share(tmp_path: Path) -> None:
    found = results_of(evidence_of("an empty arm", tmp_path))
    assert found["attrition/placebo/left"].reason == "nobody was randomised to this arm"
    assert found["attrition/placebo/difference"].status == "not_estimable"


def test_places_stand_in_the_order_of_the_study(people: Evidence) -> None:
    trials = people.trials.copy()
    early = trials["participant"].isin(trials.loc[trials["arm"] == "none", "participant"]) & (trials["block"] == "test")
    trials.loc[early, "answered"] = False
    table = account_of(replace(people, trials=trials)).tables[1]
    assert table.columns == ("Arm", "training", "test")
    assert [row[0] for row in table.rows] == list(STUDY.arms)


def test_where_nobody_left_there_is_no_test_and_the_account_can_be_read(tmp_path: Path) -> None:
    found = leaving(tmp_path, {})
    assert results_of(found)["attrition/all/spread"].reason == "nobody left"
    account = account_of(found)
    assert account.answers == ()
    assert len(account.tables) == 1
    assert "Fisher" not in " ".join(account.methods)
