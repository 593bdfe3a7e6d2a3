import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis import evidence, questions, tables
from analysis.baseline.variables import category_difference, mean_difference, shown_counts
from analysis.evidence import Evidence
from analysis.question import Account
from analysis.result import Result
from analysis.stats.estimable import NotEstimable
from tests.analysis.cases import evidence_of
from tests.analysis.planted_checks import with_background
from tests.analysis.synthetic import Truth, records, write_records

BASELINE = questions.load("baseline")


def results_of(found: Evidence) -> dict[str, Result]:
    return {result.name.removeprefix("baseline/"): result for result in BASELINE.results(found)}


def account_of(found: Evidence) -> Account:
    return BASELINE.account(found, BASELINE.results(found))


def cells_of(found: Evidence, row: str) -> tuple[str, ...]:
    (cells,) = [each[1:] for each in account_of(found).tables[0].rows if each[0] == row]
    return cells


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    people, trials, events = records(Truth(n={"none": 20, "placebo": 12, "heatmap": 9}))
    written = write_records(tmp_path_factory.mktemp("baseline") / "export", people, with_background(trials), events)
    return evidence.of_mode(tables.read(written), "live")


def answering(found: Evidence, question: str, arm: str, *responses: str | None) -> Evidence:
    """The same, but the people of that arm answered as told, as far as that reaches."""
    trials = found.trials.copy()
    index = trials[(trials["question"] == question) & (trials["arm"] == arm)].index[: len(responses)]
    trials.loc[index, "response"] = list(responses)
    return replace(found, trials=trials)


def test_a_number_is_told_by_mean_and_spread_of_those_who_say_it(planted: Evidence) -> None:
    ages = [20 + place for place in range(20) if place % 5 != 4]
    found = results_of(planted)
    assert found["age/none/mean"].estimate == pytest.approx(np.mean(ages))
    assert found["age/none/sd"].estimate == pytest.approx(np.std(ages, ddof=1))
    assert found["age/none/mean"].n == {"none": 16}
    assert found["age/none/no_answer"].estimate == pytest.approx(4 / 20)


def test_categories_are_shares_of_everybody_in_the_arm(planted: Evidence) -> None:
    found = results_of(planted)["gender/none/is/female"]
    assert (found.estimate, found.n) == (0.5, {"none": 20})
    assert cells_of(planted, "gender: female")[:2] == ("10 (50%)", "6 (50%)")


def test_any_of_several_is_a_variable_for_each_that_was_chosen(planted: Evidence) -> None:
    found = results_of(planted)
    assert found["devices: camera/none/is/yes"].estimate == 0.5
    assert found["devices: binoculars/placebo/is/no"].estimate == 0.5


def test_free_texts_are_counted_and_never_shown(planted: Evidence) -> None:
    found = results_of(planted)
    assert found["trained/heatmap/is/wrote something"].estimate == 1.0
    account = account_of(planted)
    told = json.dumps([result.to_json() for result in found.values()]) + str(account)
    assert "school" not in told
    assert "school" not in account.data["baseline"].to_csv()


def test_a_text_among_numbers_is_a_text(planted: Evidence) -> None:
    found = results_of(answering(planted, "age", "none", "I am Jane Doe"))
    assert not [name for name in found if "Jane" in name or name.startswith("age/none/mean")]
    assert found["age/none/is/wrote something"].estimate == pytest.approx(16 / 20)


def test_ratings_before_randomisation_are_numbers(planted: Evidence) -> None:
    assert results_of(planted)["interest/none/mean"].estimate == 3.0


def test_ratings_after_randomisation_do_not_belong_here_and_background_does(planted: Evidence) -> None:
    late = planted.trials.assign(block=planted.trials["block"].replace("consent", "ratings"))
    found = replace(planted, trials=late)
    assert not [name for name in results_of(found) if name.startswith("interest")]
    assert results_of(found)["age/none/mean"].labels["asked"] == "after randomisation"
    assert "Asked after randomisation: age, devices: binoculars" in account_of(found).tables[0].note
    assert "Asked after" not in account_of(planted).tables[0].note


def test_attention_items_are_no_characteristics(planted: Evidence) -> None:
    trials = planted.trials.copy()
    trials.loc[trials["question"] == "interest", "correct"] = True
    assert not [name for name in results_of(replace(planted, trials=trials)) if name.startswith("interest")]


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([10, 10], [10, 10]),
        ([17, 3], [None, None]),
        ([10, 7, 3], [10, None, None]),
        ([10, 7, 3, 2], [10, 7, None, None]),
        ([10, 7, 1, 2], [10, None, None, None]),
        ([20, 0], [20, 0]),
        ([3, 0], [None, 0]),
        ([5, 5, 4], [None, 5, None]),
    ],
)
def test_what_tells_of_fewer_than_five_is_hidden(counts: list[int], shown: list[int | None]) -> None:
    assert shown_counts(counts) == shown


def test_hidden_counts_stand_nowhere(planted: Evidence) -> None:
    found = answering(planted, "gender", "none", *["female"] * 18, "male", "male")
    for value in ("female", "male"):
        result = results_of(found)[f"gender/none/is/{value}"]
        assert (result.estimate, result.status) == (None, "not_estimable")
    assert (cells_of(found, "gender: female")[0], cells_of(found, "gender: male")[0]) == ("≥5", "<5")
    assert results_of(found)["gender/placebo/difference"].status == "not_estimable"


def test_a_summary_of_fewer_than_five_is_hidden(planted: Evidence) -> None:
    found = answering(planted, "age", "heatmap", *["declined"] * 6)
    assert results_of(found)["age/heatmap/mean"].reason == "fewer than 5 answers: not shown"
    assert cells_of(found, "age: mean (SD)")[2] == "<5"
    assert results_of(found)["age/heatmap/difference"].status == "not_estimable"


def test_who_declines_is_told_of(planted: Evidence) -> None:
    assert cells_of(planted, "age: (no answer)")[:3] == ("4 (20%)", "2 (17%)", "1 (11%)")


def test_numbers_are_held_against_the_first_arm_by_the_root_of_the_mean_variance() -> None:
    first, other = np.array([1.0, 2, 3, 4, 5]), np.array([3.0, 4, 5, 6, 7, 8, 9])
    # Variances 2.5 and 28 / 6; means 3 and 6: 3 / sqrt((2.5 + 4.666667) / 2).
    assert mean_difference(first, other) == pytest.approx(1.584812, abs=1e-6)
    assert mean_difference(first, np.array([1.0])) == NotEstimable("fewer than 5 answers: not shown")


def test_two_categories_differ_as_proportions_do() -> None:
    # (.6 - .3) / sqrt((.6 * .4 + .3 * .7) / 2), Austin's standardised difference of a proportion.
    assert category_difference([60, 40], [30, 70], (0, 0)) == pytest.approx(0.3 / 0.225**0.5)


def test_three_categories_differ_as_yang_and_dalton_say() -> None:
    # Shares (.5, .3, .2) and (.3, .3, .4).  S of the first two: [[.23, -.12], [-.12, .21]]; T = (-.2, 0).
    # T' S^-1 T = .04 * .21 / (.23 * .21 - .0144).
    assert category_difference([50, 30, 20], [30, 30, 40], (0, 0)) == pytest.approx((0.0084 / 0.0339) ** 0.5)


def test_the_order_of_categories_changes_nothing() -> None:
    one = category_difference([50, 30, 20], [30, 25, 40], (5, 5))
    assert category_difference([20, 50, 30], [40, 30, 25], (5, 5)) == pytest.approx(one)


def test_hidden_categories_count_as_one_in_the_difference() -> None:
    one = category_difference([50, 6, 1, 2], [40, 8, 3, 9], (0, 0))
    assert one == pytest.approx(category_difference([50, 9], [40, 20], (0, 0)))


def test_arms_without_a_category_in_common_have_no_distance() -> None:
    assert isinstance(category_difference([20, 0], [0, 20], (0, 0)), NotEstimable)


def test_a_planted_imbalance_is_said_and_drawn(planted: Evidence) -> None:
    found = answering(planted, "age", "placebo", *[str(60 + place) for place in range(12)])
    account = account_of(found)
    assert "(age, arm placebo)" in account.sentences[0]
    assert "age: placebo " in account.drawings[0].alt


def test_nothing_is_tested(planted: Evidence) -> None:
    assert all(result.test is None for result in BASELINE.results(planted))
    assert account_of(planted).answers == ()


def test_platform_and_stratum_are_told_of_where_they_differ(planted: Evidence) -> None:
    people = planted.participants.copy()
    people["platform"] = ["prolific" if place % 2 else "open_link" for place in range(len(people))]
    found = results_of(replace(planted, participants=people))
    assert found["platform/none/is/prolific"].estimate == 0.5
    assert not [name for name in results_of(planted) if name.startswith(("platform", "stratum"))]


def test_without_background_and_from_one_place_the_question_does_not_apply(people: Evidence, tmp_path: Path) -> None:
    assert not BASELINE.results(people)
    assert BASELINE.results(evidence_of("nobody was randomised", tmp_path)) == ()


def test_an_arm_of_nobody_is_a_column_of_nothing(planted: Evidence) -> None:
    found = replace(
        planted,
        participants=planted.participants[planted.participants["arm"] != "placebo"],
        trials=planted.trials[planted.trials["arm"] != "placebo"],
    )
    assert results_of(found)["gender/placebo/is/female"].reason == "nobody was randomised to this arm"
    assert cells_of(found, "gender: female")[1] == "–"
    assert account_of(found).tables[0].columns[2] == "placebo (n = 0)"
