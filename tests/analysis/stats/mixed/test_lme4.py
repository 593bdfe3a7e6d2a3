"""lme4, lmerTest and ordinal, on the same data.  Settings and commands: README of the folder of shared data."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.result import Interval
from analysis.stats.glmm import Fit, fit
from analysis.stats.mixed.likelihood_ratio import likelihood_ratio
from analysis.stats.mixed.profile import profile_interval
from analysis.stats.mixed.satterthwaite import satterthwaite_df
from tests import requirements

pytestmark = pytest.mark.shared_data

LOGISTIC = {
    "between2": ("none", "xnn"),
    "near_singular": ("none", "xnn"),
    "within2_slope": ("none", "heatmap"),
    "within2_slope_rs": ("none", "heatmap"),
    "within2_slope_rs_uncorr": ("none", "heatmap"),
}


@pytest.fixture(scope="module")
def folder() -> Path:
    return requirements.shared_data() / "lme4"


@pytest.fixture(scope="module")
def oracle(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "oracle.json").read_text(encoding="utf-8"))
    return found


def standard_deviations(reference: dict[str, Any]) -> dict[str, list[float]]:
    made: dict[str, list[float]] = {}
    for each in reference["varcomp"]:
        if each["var2"] is None:
            made.setdefault(each["grp"].removesuffix(".1"), []).append(each["sdcor"])
    return made


def assert_agrees(found: Fit, reference: dict[str, Any]) -> None:
    assert found.beta == pytest.approx(list(reference["fixef"].values()), abs=1e-3)
    assert found.se == pytest.approx(list(reference["se"].values()), rel=0.03)
    assert found.loglik >= reference["logLik"] - 2e-3
    for group, expected in standard_deviations(reference).items():
        assert found.sd[group] == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize("name", LOGISTIC)
def test_a_logistic_model_agrees_with_glmer(name: str, folder: Path, oracle: dict[str, Any]) -> None:
    frame = pd.read_csv(folder / f"{name.removesuffix('_uncorr').removesuffix('_rs')}.csv")
    reference = oracle["fits"][name]
    found = fit(frame, reference["formula"], {"condition": LOGISTIC[name]})
    assert_agrees(found, reference)
    assert (found.status == "singular") == reference["singular"]


def test_the_test_of_a_term_agrees_with_anova_of_lme4(folder: Path, oracle: dict[str, Any]) -> None:
    frame = pd.read_csv(folder / "between2.csv")
    reference = oracle["fits"]["between2"]
    larger = fit(frame, reference["formula"])
    smaller = fit(frame, "correct ~ 1 + (1 | participant) + (1 | item)")
    found = likelihood_ratio(smaller, larger)
    assert found.df == 1
    assert found.chi_square == pytest.approx(reference["lrt"]["chisq"], abs=1e-3)
    assert found.p == pytest.approx(reference["lrt"]["p"], abs=1e-4)


def test_counts_agree_with_glmer(folder: Path, oracle: dict[str, Any]) -> None:
    frame = pd.read_csv(folder / "cbpp.csv", dtype={"herd": str, "period": str})
    reference = oracle["classics"]["cbpp"]
    assert_agrees(fit(frame, reference["formula"]), reference)


@pytest.mark.parametrize("name", ["between2", "within2_slope", "near_singular"])
def test_a_linear_model_agrees_with_lmer(name: str, folder: Path, oracle: dict[str, Any]) -> None:
    frame = pd.read_csv(folder / f"{name}.csv")
    frame["log_rt"] = np.log(frame["rt_ms"])
    reference = oracle["lmm_logrt"][name]
    formula = "log_rt ~ condition + (1 | participant) + (1 | item)"
    found = fit(frame, formula, {"condition": LOGISTIC[name]}, family="gaussian")
    assert found.beta == pytest.approx(list(reference["fixef"].values()), abs=1e-6)
    assert found.se == pytest.approx(list(reference["se"].values()), rel=1e-4)
    assert -2 * found.loglik == pytest.approx(reference["REML"], abs=1e-5)
    expected = standard_deviations(reference)
    assert found.sigma == pytest.approx(expected.pop("Residual")[0], rel=1e-5)
    assert {group: pytest.approx(value, rel=1e-3) for group, value in expected.items()} == found.sd


@pytest.mark.parametrize("name", ["between2", "within2_slope", "near_singular"])
def test_degrees_of_freedom_agree_with_lmertest(name: str, folder: Path, oracle: dict[str, Any]) -> None:
    frame = pd.read_csv(folder / f"{name}.csv")
    frame["log_rt"] = np.log(frame["rt_ms"])
    formula = "log_rt ~ condition + (1 | participant) + (1 | item)"
    found = fit(frame, formula, {"condition": LOGISTIC[name]}, family="gaussian")
    expected = list(oracle["lmm_logrt"][name]["df_satterthwaite"].values())
    assert [satterthwaite_df(found, weights) for weights in np.eye(2)] == pytest.approx(expected, rel=1e-4)


def test_correlated_slopes_of_a_linear_model_agree_with_lmer(folder: Path, oracle: dict[str, Any]) -> None:
    frame = pd.read_csv(folder / "sleepstudy.csv", dtype={"Subject": str})
    reference = oracle["classics"]["sleepstudy_REML"]
    found = fit(frame, "Reaction ~ Days + (1 + Days | Subject)", family="gaussian")
    assert found.beta == pytest.approx([251.4051048485, 10.4672859596], rel=1e-8)
    assert found.se == pytest.approx([6.824596695, 1.5457896439], rel=1e-4)
    assert found.sd["Subject"] == pytest.approx([24.740657995, 5.9221376589], rel=1e-4)
    assert found.correlation["Subject"][0, 1] == pytest.approx(0.065551238238, abs=1e-3)
    assert found.sigma == pytest.approx(25.5917957217, rel=1e-5)
    assert -2 * found.loglik == pytest.approx(reference["REML"], abs=1e-5)
    assert [satterthwaite_df(found, weights) for weights in np.eye(2)] == pytest.approx([17.0, 17.0], abs=1e-3)


def test_profile_intervals_agree_with_confint_of_lme4(folder: Path) -> None:
    """As printed in the documentation of lme4 for these data: 237.6807 to 265.1295, and 7.3587 to 13.5759."""
    frame = pd.read_csv(folder / "sleepstudy.csv", dtype={"Subject": str})
    found = fit(frame, "Reaction ~ Days + (1 + Days | Subject)", family="gaussian")
    printed = [Interval(237.6807, 265.1295, 0.95), Interval(7.3587, 13.5759, 0.95)]
    for weights, expected in zip(np.eye(2), printed, strict=True):
        interval = profile_interval(found, weights)
        assert isinstance(interval, Interval)
        assert (interval.low, interval.high) == pytest.approx((expected.low, expected.high), abs=1e-3)


def test_ratings_agree_with_clmm(folder: Path, oracle: dict[str, Any]) -> None:
    frame = pd.read_csv(folder / "likert.csv", dtype=str)
    levels = {"condition": ["none", "xnn"]}
    formula = "rating ~ condition + (1 | participant) + (1 | q)"
    found = fit(frame, formula, levels, family="ordinal", ratings=list("12345"))
    reference = oracle["clmm_likert"]
    *thresholds, effect = reference["coef"]
    assert found.beta[0] == pytest.approx(effect["Estimate"], abs=1e-3)
    assert found.se[0] == pytest.approx(effect["Std. Error"], rel=0.01)
    assert found.thresholds == pytest.approx([each["Estimate"] for each in thresholds], abs=1e-3)
    assert found.loglik == pytest.approx(reference["logLik"], abs=1e-3)
    assert {name: sd[0] for name, sd in found.sd.items()} == pytest.approx(reference["sd"], abs=1e-3)
