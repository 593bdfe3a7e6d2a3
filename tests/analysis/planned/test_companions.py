from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from analysis.evidence import Evidence
from analysis.planned.account import account_of, comparisons, results_of
from analysis.planned.companions import companions
from analysis.result import Result
from tests.analysis.planned.crossed import Crossed, planted

CLEAR = Crossed(arms={"none": -0.5, "placebo": 0.0, "heatmap": 1.5})


@pytest.fixture(scope="module")
def clear(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    return planted(tmp_path_factory.mktemp("clear"), CLEAR)


def of(found: Evidence, name: str) -> Result:
    made = {each.name.rpartition("/")[2]: each for each in companions(found, found.plan.hypothesis[0])}
    return made[name]


def shares(found: Evidence, arm: str) -> np.ndarray:
    rows = found.trials[(found.trials["arm"] == arm) & (found.trials["block"] == "test")]
    return rows.groupby("participant")["correct"].apply(lambda each: each.astype(float).mean()).to_numpy()


def test_means_are_compared_by_welchs_test_as_scipy_does(clear: Evidence) -> None:
    found = of(clear, "participant_means").test
    other = stats.ttest_ind(shares(clear, "heatmap"), shares(clear, "none"), equal_var=False)
    assert found is not None
    assert (found.statistic, found.p) == pytest.approx((other.statistic, other.pvalue))


def test_ranks_are_compared_as_scipy_does(clear: Evidence) -> None:
    found = of(clear, "ranks").test
    other = stats.mannwhitneyu(shares(clear, "heatmap"), shares(clear, "none"), method="asymptotic")
    assert found is not None
    assert (found.statistic, found.p) == pytest.approx((other.statistic, other.pvalue), rel=1e-6)


def test_arms_are_dealt_anew_within_blocks_of_seats(clear: Evidence) -> None:
    """Where each block of seats holds one of each arm there are 2 ** 20 deals, and a clear difference is their end."""
    pairs = clear.participants.assign(seat_block=clear.participants["seat"] // 3)
    found = of(replace(clear, participants=pairs), "permutation").test
    assert found is not None
    assert found.p == pytest.approx(1 / 10_000)
    alone = clear.participants.assign(seat_block=clear.participants["seat"])
    assert of(replace(clear, participants=alone), "permutation").test is None


def test_standard_errors_by_clusters_are_larger_than_those_of_trials(clear: Evidence) -> None:
    found = of(clear, "cluster_robust")
    rows = clear.trials[clear.trials["block"] == "test"]
    p = [rows[rows["arm"] == arm]["correct"].astype(float).mean() for arm in ("heatmap", "none")]
    assert found.estimate == pytest.approx(p[0] - p[1])
    naive = sum(each * (1 - each) / 480 for each in p) ** 0.5
    assert found.std_error is not None
    assert found.std_error > 1.5 * naive


def test_where_all_methods_agree_the_report_says_so(clear: Evidence) -> None:
    account = account_of(comparisons(clear, results_of(clear, ["accuracy"]), ["accuracy"]), "accuracy", 0.95)
    assert "heatmap − none: all 4 other methods decide as the planned one does." in account.sentences
    methods = [row[1] for row in account.tables[1].rows if row[0] == "heatmap − none"]
    assert methods[0] == "as planned (mixed model)"
    assert len(methods) == 5


def test_a_method_that_decides_otherwise_is_named(tmp_path: Path) -> None:
    """The map helps with some images and harms with others: means over these images tell of no other images."""
    truth = Crossed(arms={"none": 0.0, "heatmap": 0.5}, participant=0.1, image=0.1, image_in_arm=1.0, seed=1)
    found = planted(tmp_path, truth)
    account = account_of(comparisons(found, results_of(found, ["accuracy"]), ["accuracy"]), "accuracy", 0.95)
    (note,) = [each for each in account.sentences if "heatmap − none: other methods do not all decide" in each]
    assert "Treat it with care." in note
    assert "Participants' means, Welch's t test" in note


def test_odds_ratios_are_labelled_and_conditional_ones_lie_farther_from_one(clear: Evidence) -> None:
    found = {each.name.rpartition("/")[2]: each for each in results_of(clear, ["accuracy"]) if "teaches" in each.name}
    conditional, marginal = found["odds_ratio_conditional"], found["odds_ratio_marginal"]
    assert conditional.estimate is not None
    assert marginal.estimate is not None
    assert conditional.estimate > marginal.estimate > 1
    assert "(conditional)" in conditional.estimand
    assert "(marginal)" in marginal.estimand
    assert found["sd_participant"].estimate == pytest.approx(0.8, abs=0.25)
