"""Chains that are really sampled: a planted truth, the mixed model's estimates, and chains that are too short."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from analysis.bayes.posterior import Posterior, posteriors
from analysis.bayes.question import Bayes, silent
from analysis.bayes.sampling import RUNS, Run, coded, sample
from analysis.commands import Manner, analyze_export
from analysis.evidence import Evidence
from analysis.plan import of_study
from analysis.planned.account import results_of as frequentist
from analysis.progress import Watch
from analysis.question import Account
from analysis.result import Result
from tests import requirements
from tests.analysis.planned.crossed import Crossed, planted
from tests.analysis.synthetic import STUDY, Truth, write_export

pytestmark = pytest.mark.slow
SHORT = (Run(draws=20, tune=20, chains=2),)


@pytest.fixture(scope="module")
def crossed(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    requirements.bambi()
    return planted(tmp_path_factory.mktemp("crossed"))


@pytest.fixture(scope="module")
def results(crossed: Evidence) -> dict[str, Result]:
    return {each.name: each for each in Bayes().results(crossed)}


@pytest.fixture(scope="module")
def account(crossed: Evidence, results: dict[str, Result]) -> Account:
    return Bayes().account(crossed, list(results.values()))


@pytest.fixture(scope="module")
def short(crossed: Evidence) -> Posterior:
    found = posteriors(crossed, SHORT, silent)[0]
    assert isinstance(found, Posterior)
    return found


def averaged(logit: float, spread: float) -> float:
    """The probability averaged over a normal spread of logits, by adaptive quadrature."""
    return float(quad(lambda z: norm.pdf(z) / (1 + np.exp(-logit - spread * z)), -9, 9, epsabs=1e-10)[0])


def test_it_agrees_with_the_mixed_model_where_priors_are_weak(crossed: Evidence, results: dict[str, Result]) -> None:
    likelihood = {each.name.removeprefix("accuracy/"): each for each in frequentist(crossed, ["accuracy"])}
    for name in ("heatmap-teaches", "heatmap-beats-placebo"):
        ours, theirs = results[f"bayes/{name}/difference"], likelihood[f"{name}/difference"]
        assert ours.estimate == pytest.approx(theirs.estimate, abs=0.02)
        assert ours.std_error == pytest.approx(theirs.std_error, rel=0.2)
        assert (ours.n, ours.n_trials) == (theirs.n, theirs.n_trials)
        odds = results[f"bayes/{name}/odds_ratio_conditional"].estimate
        assert odds == pytest.approx(likelihood[f"{name}/odds_ratio_conditional"].estimate, rel=0.1)


def test_the_planted_difference_lies_in_the_credible_interval(results: dict[str, Result]) -> None:
    spread = (0.8**2 + 0.8**2 + 0.4**2) ** 0.5
    truth = averaged(0.8, spread) - averaged(0.0, spread)
    interval = results["bayes/heatmap-teaches/difference"].interval
    assert interval is not None
    assert interval.low < truth < interval.high
    assert interval.level == 0.95


def test_probabilities_and_limits_are_shares_and_quantiles_of_the_draws(
    results: dict[str, Result], account: Account
) -> None:
    draws = account.data["bayes-draws"]
    drawn = draws.loc[draws["hypothesis"] == "heatmap-teaches", "difference"].to_numpy()
    assert drawn.size == 4000
    of = {key: results[f"bayes/heatmap-teaches/{key}"].estimate or 0.0 for key in SHARES}
    assert of["above_zero"] == (drawn > 0).sum() / 4000
    assert of["above_smallest"] == (drawn > 0.05).sum() / 4000
    assert of["above_smallest"] + of["below_smallest"] + of["within_smallest"] == pytest.approx(1)
    found = results["bayes/heatmap-teaches/difference"]
    assert found.interval is not None
    assert (drawn < found.interval.low).sum() == pytest.approx(100, abs=1)
    assert (drawn > found.interval.high).sum() == pytest.approx(100, abs=1)
    assert found.estimate == pytest.approx(drawn.mean())
    assert "bayes/heatmap-beats-placebo/within_smallest" not in results  # no smallest effect is planned there


SHARES = ("above_zero", "above_smallest", "below_smallest", "within_smallest")


def test_convergence_is_told_of_chains_that_have_converged(results: dict[str, Result], account: Account) -> None:
    at = {key: results[f"bayes/heatmap-teaches/{key}"].estimate for key in ("r_hat", "bulk_ess", "tail_ess", "e_bfmi")}
    assert at["r_hat"] is not None
    assert 1.0 <= at["r_hat"] <= 1.01
    assert min(at["bulk_ess"] or 0.0, at["tail_ess"] or 0.0) >= 400
    assert results["bayes/heatmap-teaches/divergences"].estimate == 0.0
    *_, table = account.tables
    assert table.caption == "Convergence of the chains"
    assert [row[6] for row in table.rows] == ["yes", "yes"]


def test_its_intervals_are_called_credible_and_nothing_is_confirmatory(
    results: dict[str, Result], account: Account
) -> None:
    told = "\n".join([*account.sentences, *(each.alt + each.caption for each in account.drawings)])
    told += "\n".join(" ".join(map(str, (each.columns, each.rows, each.note))) for each in account.tables)
    assert "95% credible interval" in told
    assert not re.search(r"confidence|\bCI\b|significan", told)
    assert all("credible" in each.method for each in results.values() if each.interval)
    assert all(each.family != "confirmatory" and each.test is None for each in results.values())
    assert account.answers == ()
    assert "Normal(0, 1.5)" in results["bayes/heatmap-teaches/difference"].method
    assert "HalfNormal(1)" in results["bayes/heatmap-teaches/difference"].method


def test_chains_that_are_too_short_say_nothing_but_that_they_have_not_converged(crossed: Evidence) -> None:
    question = Bayes(runs=SHORT)
    found = {each.name.removeprefix("bayes/heatmap-teaches/"): each for each in question.results(crossed)}
    for key in ("difference", "odds_ratio_conditional", *SHARES):
        assert found[key].status == "not_estimable"
        assert str(found[key].reason).startswith("the chains have not converged: ")
        assert found[key].interval is None
    assert found["bulk_ess"].estimate is not None
    assert found["bulk_ess"].estimate < 400
    account = question.account(crossed, list(question.results(crossed)))
    assert len(account.sentences) == 2
    assert not re.search(r"posterior mean|probability", " ".join(account.sentences))
    assert account.drawings == ()
    assert "bayes-draws" not in account.data
    posterior, convergence = account.tables
    assert {cell for row in posterior.rows for cell in row[1:]} == {"–"}
    assert [row[6] for row in convergence.rows] == ["no", "no"]


def test_where_the_first_chains_have_not_converged_longer_ones_take_their_place(crossed: Evidence) -> None:
    heard: list[str] = []
    runs = (*SHORT, Run(draws=30, tune=20, chains=2))
    found = posteriors(crossed, runs, heard.append)
    assert all(isinstance(each, Posterior) and each.run == runs[1] for each in found)
    assert heard[19] == "heatmap-teaches, 100% of 80 draws"
    assert heard[-1] == "heatmap-teaches, 100% of 100 draws"  # the second hypothesis shares them
    assert RUNS[1].draws > RUNS[0].draws


def test_the_same_seed_gives_the_same_draws(crossed: Evidence, short: Posterior) -> None:
    heard: list[str] = []
    again = posteriors(crossed, SHORT, heard.append)[0]  # another listener, so that nothing is remembered
    assert isinstance(again, Posterior)
    assert again is not short
    assert np.array_equal(again.difference, short.difference)


def test_each_draw_is_the_difference_of_averaged_probabilities(crossed: Evidence, short: Posterior) -> None:
    model = short.model
    levels: dict[str, Sequence[object]] = {
        "arm": ["none", "placebo", "heatmap"],
        "participant": list(range(60)),
        "item": list(range(24)),
    }
    chains = sample(coded(model.frame, levels), model.declared.formula, SHORT[0], silent)
    drawn = chains.parameters
    assert list(chains.found.posterior["arm"].coords["arm_dim"].values) == ["placebo", "heatmap"]
    for chain, draw in ((0, 0), (0, 19), (1, 7)):
        first, gain = drawn["Intercept"][chain, draw], drawn["arm"][chain, draw, 1]
        groups = ("participant", "item", "item:arm")
        spread = sum(drawn[f"1|{group}_sigma"][chain, draw] ** 2 for group in groups) ** 0.5
        expected = averaged(first + gain, spread) - averaged(first, spread)
        assert short.difference[chain, draw] == pytest.approx(expected, abs=1e-6)
        assert short.log_odds is not None
        assert short.log_odds[chain, draw] == pytest.approx(gain, abs=1e-6)


def test_few_images_are_fixed_effects_over_which_probabilities_are_averaged(tmp_path: Path) -> None:
    requirements.bambi()
    found = planted(tmp_path, Crossed(n_images=3))
    posterior = posteriors(found, SHORT, silent)[0]
    assert isinstance(posterior, Posterior)
    assert posterior.model.declared.derived.fixed == ("item",)
    levels: dict[str, Sequence[object]] = {
        "arm": ["none", "placebo", "heatmap"],
        "participant": list(range(60)),
        "item": [0, 1, 2],
    }
    chains = sample(coded(posterior.model.frame, levels), posterior.model.declared.formula, SHORT[0], silent)
    drawn = {name: each[1, 5] for name, each in chains.parameters.items()}
    images = [0.0, *drawn["item"]]
    expected = np.mean(
        [
            averaged(drawn["Intercept"] + drawn["arm"][1] + image, drawn["1|participant_sigma"])
            - averaged(drawn["Intercept"] + image, drawn["1|participant_sigma"])
            for image in images
        ]
    )
    assert posterior.difference[1, 5] == pytest.approx(expected, abs=1e-6)


def test_a_combination_of_parts_has_a_difference_and_no_odds_ratio(crossed: Evidence) -> None:
    plan = STUDY.model_dump(mode="json") | {
        "within": {"half": {"blocks": ["test"], "levels": {"odd": {}, "even": {}}}},
        "hypothesis": [
            {"name": "gain", "block": "test", "contrast": "(heatmap.odd - heatmap.even) - (none.odd - none.even)"}
        ],
    }
    halves = crossed.trials.assign(level=np.where(crossed.trials["position_in_block"] % 2, "odd", "even"))
    found = replace(crossed, trials=halves, plan=of_study(type(STUDY).model_validate(plan)))
    results = {each.name: each for each in Bayes(runs=SHORT).results(found)}
    assert "bayes/gain/odds_ratio_conditional" not in results
    assert results["bayes/gain/difference"].labels["contrast"].startswith("(heatmap.odd − heatmap.even)")
    assert "correct ~ arm * part" in results["bayes/gain/difference"].method
    assert str(results["bayes/gain/difference"].reason).startswith("the chains have not converged")


def test_breaking_off_ends_it_and_does_not_go_on_with_what_was_drawn(crossed: Evidence) -> None:
    def stop(how: str) -> None:
        if how.endswith("75% of 80 draws"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Bayes(runs=SHORT, tell=stop).results(crossed)


class Heard(Watch):
    """Keeps how far it has come."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def goes_on(self, how: str) -> None:
        self.said.append(how)


def test_the_report_has_it_where_it_was_wanted(tmp_path: Path) -> None:
    requirements.bambi()
    of_twelve = dict.fromkeys(("none", "placebo", "heatmap"), 12)
    folder = write_export(tmp_path / "export", Truth(n=of_twelve, n_trials={"training": 2, "test": 10}))
    heard = Heard()
    page = analyze_export(folder, tmp_path / "report", manner=Manner(watch=heard, bayes=True))
    stored = json.loads((tmp_path / "report" / "results.json").read_text(encoding="utf-8"))
    assert "bayes" in stored["questions"]
    assert {each["name"] for each in stored["results"]} >= {"bayes/heatmap-teaches/difference"}
    assert '<h2 id="bayes">' in page.read_text(encoding="utf-8")
    assert (tmp_path / "report" / "tables" / "printed" / "bayes-convergence-of-the-chains.csv").is_file()
    assert heard.said[0] == "heatmap-teaches, 5% of 8,000 draws"
