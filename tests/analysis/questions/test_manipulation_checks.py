from dataclasses import replace

import pytest

from analysis import evidence, questions, tables
from analysis.evidence import Evidence
from analysis.question import Account
from analysis.result import Result
from tests.analysis.planted_checks import with_checks
from tests.analysis.synthetic import Truth, records, write_records

CHECKS = questions.load("manipulation_checks")


def results_of(found: Evidence) -> dict[str, Result]:
    return {result.name.removeprefix("manipulation_checks/"): result for result in CHECKS.results(found)}


def account_of(found: Evidence) -> Account:
    return CHECKS.account(found, CHECKS.results(found))


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    people, trials, events = records(Truth(n={"none": 12, "placebo": 6, "heatmap": 9}))
    written = write_records(tmp_path_factory.mktemp("checks") / "export", people, with_checks(trials), events)
    return evidence.of_mode(tables.read(written), "live")


def test_an_attention_check_is_passed_by_those_who_answer_it_rightly(planted: Evidence) -> None:
    passed = results_of(planted)["attention/none/passed"]
    assert (passed.estimate, passed.n) == (pytest.approx(8 / 12), {"none": 12})
    assert results_of(planted)["attention/none/failed"].estimate == 4.0
    assert passed.test is None


def test_statements_beside_the_check_do_not_count(planted: Evidence) -> None:
    assert results_of(planted)["attention/heatmap/passed"].n_trials == 9


def test_its_interval_is_wilsons(planted: Evidence) -> None:
    interval = results_of(planted)["attention/none/passed"].interval
    assert interval is not None
    assert (interval.low, interval.high) == (pytest.approx(0.3906, abs=1e-4), pytest.approx(0.8619, abs=1e-4))


def test_who_fails_one_of_several_checks_has_not_passed_all(planted: Evidence) -> None:
    trials = planted.trials.copy()
    catches = trials[(trials["check"] == "catch") & (trials["arm"] == "none")]
    trials.loc[catches.index[0], "correct"] = False
    found = results_of(replace(planted, trials=trials))
    assert found["catch/none/passed"].estimate == pytest.approx(11 / 12)
    assert (found["catch/none/failed"].estimate, found["catch/none/failed"].n_trials) == (1.0, 24)


def test_a_check_that_ran_out_of_time_is_failed_and_one_never_reached_is_not(planted: Evidence) -> None:
    trials = planted.trials.copy()
    late, never = trials[(trials["check"] == "catch") & (trials["arm"] == "placebo")].index[[0, 2]]
    trials.loc[[late, never], "answered"] = False
    trials.loc[[late, never], "correct"] = None
    trials.loc[late, "timed_out"] = True
    found = results_of(replace(planted, trials=trials))["catch/placebo/failed"]
    assert (found.estimate, found.n_trials) == (1.0, 11)


def test_a_quiz_is_told_of_at_the_first_try_and_in_the_end(planted: Evidence) -> None:
    found = results_of(planted)
    assert found["quiz/first_try/none/passed"].estimate == 0.5
    assert found["quiz/in_the_end/none/passed"].estimate == 1.0
    assert found["quiz/first_try/heatmap/passed"].estimate == pytest.approx(5 / 9)


def test_feedback_is_the_mean_of_medians_of_pages(planted: Evidence) -> None:
    trials = planted.trials.copy()
    training = trials["block"] == "training"
    trials.loc[training & (trials["position_in_block"] == 0), "feedback_ms"] = 90_000.0
    looked = results_of(replace(planted, trials=trials))["training/heatmap/feedback_ms"]
    assert (looked.estimate, looked.scale, looked.n) == (4000.0, "milliseconds", {"heatmap": 9})
    assert looked.status == "no_interval"
    person = trials["participant"].str.slice(1).astype(int)
    trials.loc[training, "feedback_ms"] = 1000.0 * (person[training] % 9 + 1)
    spread = results_of(replace(planted, trials=trials))["training/heatmap/feedback_ms"]
    assert spread.estimate == 5000.0
    assert spread.interval is not None
    assert spread.interval.low == pytest.approx(5000 - 2.306004 * 2738.6128 / 3, abs=0.1)


def test_examples_to_learn_from_are_told_of_too(planted: Evidence) -> None:
    trials = planted.trials.copy()
    learnt = trials["block"] == "training"
    trials.loc[learnt, "task"] = "learn"
    trials.loc[learnt, "feedback_ms"] = None
    trials.loc[learnt, "rt_ms"] = 7000.0
    found = results_of(replace(planted, trials=trials))
    assert found["training/none/examples_ms"].estimate == 7000.0
    assert "training/none/feedback_ms" not in found
    assert "Examples of training (mean of participants' medians): 7.00 s in arm none" in " ".join(
        account_of(replace(planted, trials=trials)).sentences
    )


def test_pages_sent_twice_are_a_share_of_each_participants_pages(planted: Evidence) -> None:
    trials = planted.trials
    mine = trials[(trials["arm"] == "none") & (trials["n_served"] > 0)]
    pages = mine.drop_duplicates(["participant", "position", "stage"])
    expected = (pages["n_served"] > 1).groupby(pages["participant"]).mean().mean()
    found = results_of(planted)["seen_again/none/share"]
    assert found.estimate == pytest.approx(expected)
    assert found.labels["n_again"] == "3"


def test_an_arm_of_nobody_has_a_reason(planted: Evidence) -> None:
    trials = planted.trials[planted.trials["arm"] != "placebo"]
    found = results_of(replace(planted, trials=trials))
    assert found["attention/placebo/passed"].reason == "nobody of this arm was asked"
    assert found["training/placebo/feedback_ms"].status == "not_estimable"


def test_a_study_without_checks_tells_of_times_and_pages_only(people: Evidence) -> None:
    found = results_of(people)
    assert not [name for name in found if name.endswith("passed")]
    assert found["training/none/feedback_ms"].estimate == 4000.0
    assert [drawing.name for drawing in account_of(people).drawings] == [
        "manipulation_checks-shares",
        "manipulation_checks-times",
    ]


def test_nothing_is_tested_and_nothing_is_said_at_the_top(planted: Evidence) -> None:
    assert all(result.test is None for result in CHECKS.results(planted))
    account = account_of(planted)
    assert account.answers == ()
    assert account.sentences[0].startswith(
        "All attention checks passed: 8 of 12 (67%) in arm none, 95% CI [39.1, 86.2], "
    )


def test_the_tables_hold_every_check_and_arm(planted: Evidence) -> None:
    checked = account_of(planted).tables[0]
    assert len(checked.rows) == 4 * 3
    assert checked.rows[0] == ("all attention checks passed", "none", "12", "66.7%", "[39.1, 86.2]", "4 of 12")


def test_the_data_hold_each_participant_and_check(planted: Evidence) -> None:
    data = account_of(planted).data["manipulation_checks"]
    assert len(data) == 27 * 4
    assert list(data.columns) == ["participant", "arm", "n", "n_passed", "check"]
