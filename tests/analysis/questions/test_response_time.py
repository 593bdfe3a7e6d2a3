from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis import evidence, questions, tables
from analysis.evidence import Evidence
from analysis.question import Account
from analysis.result import Result
from study_app.records import TrialRecord
from tests.analysis.cases import ARMS, evidence_of
from tests.analysis.synthetic import Truth, records, write_records

RESPONSE_TIME = questions.load("response_time")
Change = Callable[[TrialRecord], TrialRecord]


def results_of(found: Evidence) -> dict[str, Result]:
    return {result.name: result for result in RESPONSE_TIME.results(found)}


def account_of(found: Evidence) -> Account:
    return RESPONSE_TIME.account(found, RESPONSE_TIME.results(found))


def changed(folder: Path, change: Change, n: int = 10, skill: float = 0.6) -> Evidence:
    """Evidence in which every trial was put through `change`."""
    people, trials, events = records(Truth(n=dict.fromkeys(ARMS, n), skill=dict.fromkeys(ARMS, skill)))
    written = write_records(folder / "export", people, [change(trial) for trial in trials], events)
    return evidence.of_mode(tables.read(written), "live")


def of_test(flags_or_ms: dict[int, tuple[float | None, str | None]]) -> Change:
    """In the test, the trials at those places have that time and those flags; all others a second and no flag."""

    def change(trial: TrialRecord) -> TrialRecord:
        ms, flags = flags_or_ms.get(trial.position_in_block, (1000.0, None))
        return replace(trial, rt_ms=ms, timing_flags=flags) if trial.block == "test" else trial

    return change


def test_the_typical_time_is_the_geometric_mean_of_participants_medians(people: Evidence) -> None:
    found = results_of(people)["response_time/test/heatmap/median"]
    mine = people.trials.query("block == 'test' and arm == 'heatmap' and correct == True")
    logs = np.log(mine.groupby("participant")["rt_ms"].median().to_numpy(dtype=float))
    assert found.estimate == pytest.approx(np.exp(logs.sum() / 20))
    assert found.n == {"heatmap": 20}
    assert found.n_trials == len(mine)
    assert found.interval is not None
    reach = 2.0930240544 * logs.std(ddof=1) / np.sqrt(20)  # Student's t, 19 df
    assert found.interval.high == pytest.approx(np.exp(logs.mean() + reach))


def test_a_planted_slowing_is_found_by_both_analyses(tmp_path: Path) -> None:
    def slowed(trial: TrialRecord) -> TrialRecord:
        factor = 1.5 if trial.arm == "heatmap" else 1.0
        return replace(trial, rt_ms=None if trial.rt_ms is None else factor * trial.rt_ms)

    found = results_of(changed(tmp_path, slowed, n=20))
    for name in ("ratio", "ratio_by_model"):
        slow, same = found[f"response_time/test/heatmap/{name}"], found[f"response_time/test/placebo/{name}"]
        assert slow.interval is not None
        assert slow.test is not None
        assert same.interval is not None
        assert 1.2 < slow.interval.low < 1.5 < slow.interval.high < 1.8
        assert (slow.test.p_adjusted or 1.0) < 0.001
        assert same.interval.low < 1 < same.interval.high


def test_wrong_answers_do_not_count(tmp_path: Path) -> None:
    def slow_when_wrong(trial: TrialRecord) -> TrialRecord:
        return replace(trial, rt_ms=1000.0 if trial.correct else 9000.0)

    assert results_of(changed(tmp_path, slow_when_wrong))["response_time/test/none/median"].estimate == pytest.approx(
        1000
    )


def test_every_time_is_left_out_for_one_declared_reason(tmp_path: Path) -> None:
    faults: dict[int, tuple[float | None, str | None]] = {
        0: (None, "missing"),
        1: (5000.0, "hidden blurred"),
        2: (5000.0, "blurred slow_frames"),
        3: (90.0, "too_fast"),
        4: (150.0, None),
        5: (1000.0, "fallback_clock slow_frames"),
    }
    found = results_of(changed(tmp_path, of_test(faults), n=4, skill=1.0))
    counts = {reason: found[f"response_time/test/none/left_out/{reason}"] for reason in
              ("missing", "hidden", "blurred", "too_fast", "short")}  # fmt: skip
    assert {reason: each.estimate for reason, each in counts.items()} == dict.fromkeys(counts, 4.0)
    assert {each.n_trials for each in counts.values()} == {4 * 24}
    assert found["response_time/test/none/median"].n_trials == 4 * 19
    assert found["response_time/test/none/median_of_all_times"].n_trials == 4 * 23


def test_a_long_time_is_not_cut_off(tmp_path: Path) -> None:
    found = results_of(changed(tmp_path, of_test({0: (2_263_000.0, None)}), n=4, skill=1.0))
    assert found["response_time/test/none/median"].n_trials == 4 * 24


def test_what_the_rules_leave_out_is_told(tmp_path: Path) -> None:
    account = account_of(changed(tmp_path, of_test({0: (None, "missing"), 1: (150.0, None)}), n=4, skill=1.0))
    told = {table.caption: table for table in account.tables}["Times left out"]
    assert ("Test", "none", "96", "8", "8.3%", "4", "0", "0", "0", "4") in told.rows
    assert "This left out 24 of 384 times (6.2%)." in account.methods[0]


def test_where_all_times_count_there_is_no_table_of_what_was_left_out(people: Evidence) -> None:
    assert [table.caption for table in account_of(people).tables] == [
        "Response times and accuracy",
        "Ratios of response times",
    ]


def test_accuracy_stands_beside_time(people: Evidence) -> None:
    (table, _) = account_of(people).tables
    assert table.columns[-1] == "Right"
    assert table.rows[-1] == ("Test", "heatmap", "20", "322", "2.36", "[2.19, 2.55]", "2.36", "70.2%")


def test_ratios_are_exploratory_and_corrected_together(people: Evidence) -> None:
    ratios = [each for each in RESPONSE_TIME.results(people) if each.name.endswith("/ratio")]
    assert {each.family for each in ratios} == {"exploratory"}
    assert {each.test.adjustment for each in ratios if each.test} == {"Benjamini-Hochberg"}
    assert {each.test.n_comparisons for each in ratios if each.test} == {4}


def test_the_model_says_how_it_was_fitted(people: Evidence) -> None:
    found = results_of(people)["response_time/test/heatmap/ratio_by_model"]
    assert "log_ms ~ arm + item + (1 | participant)" in found.method
    assert found.test is not None
    assert found.test.symbol == "t"


def test_fewer_than_five_participants_are_not_modelled(tmp_path: Path) -> None:
    found = results_of(evidence_of("one participant per arm", tmp_path))["response_time/test/heatmap/ratio_by_model"]
    assert (found.status, found.reason) == ("not_estimable", "the mixed model needs 5 participants, here: 3")


def test_an_empty_arm_has_no_ratio(tmp_path: Path) -> None:
    found = results_of(evidence_of("an empty arm", tmp_path))
    assert found["response_time/test/placebo/ratio"].estimate is None
    assert found["response_time/test/placebo/ratio_by_model"].reason == "there are no times of arm placebo"
    assert found["response_time/test/heatmap/ratio_by_model"].status == "ok"


def test_without_a_right_answer_the_reason_is_given(tmp_path: Path) -> None:
    found = results_of(evidence_of("all answers wrong", tmp_path))["response_time/test/none/median"]
    assert (found.status, found.reason) == ("not_estimable", "no right answer has such a time")


def test_where_nothing_was_answered_there_is_no_such_part(tmp_path: Path) -> None:
    assert not RESPONSE_TIME.results(evidence_of("no trial was answered", tmp_path))


def test_the_sentence_names_both_analyses(people: Evidence) -> None:
    sentence = account_of(people).sentences[-1]
    assert sentence.startswith(
        "Test: right answers took 1.07 times as long (95% CI [0.97, 1.18]; t(37.94) = 1.34, p = .188"
    )
    assert "by the mixed model 1.09 times as long (95% CI [1.01, 1.17]" in sentence


def test_the_axis_of_times_is_in_seconds(people: Evidence) -> None:
    (*_, drawing) = account_of(people).drawings
    assert "heatmap: 2.36 s, 95% CI [2.19, 2.55], 20 participants" in drawing.alt
    assert "2 s" in drawing.svg
