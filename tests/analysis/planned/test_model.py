from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis.evidence import Evidence
from analysis.plan import of_study
from analysis.planned.companions import companions
from analysis.planned.model import CellModel, model_of
from analysis.planned.primary import primary, uncorrected
from analysis.result import Result
from analysis.stats.estimable import NotEstimable
from tests.analysis.planned.crossed import Crossed, planted
from tests.analysis.synthetic import STUDY

GAIN = {"name": "one", "block": "test", "contrast": "heatmap - none"}


@pytest.fixture(scope="module")
def crossed(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    return planted(tmp_path_factory.mktemp("crossed"))


def answers_to(found: Evidence) -> dict[str, Result]:
    return {each.labels["hypothesis"]: each for each in primary(found)}


def marginal(logit: float, spread: float) -> float:
    """The probability averaged over a normal spread of logits, by brute force."""
    draws = logit + spread * np.random.default_rng(0).standard_normal(400_000)
    return float((1 / (1 + np.exp(-draws))).mean())


def test_the_planted_difference_of_marginal_probabilities_lies_in_the_interval(crossed: Evidence) -> None:
    found = answers_to(crossed)["heatmap-teaches"]
    spread = (0.8**2 + 0.8**2 + 0.4**2) ** 0.5
    truth = marginal(0.8, spread) - marginal(0.0, spread)
    assert found.interval is not None
    assert found.interval.low < truth < found.interval.high
    assert found.test is not None
    assert (found.test.kind, found.test.symbol) == ("mixed model", "t")


def test_images_within_arms_differ_and_limit_the_degrees_of_freedom(crossed: Evidence) -> None:
    model = model_of(crossed, crossed.plan.hypothesis[0])
    assert isinstance(model, CellModel)
    assert model.declared.formula == "correct ~ arm + (1 | participant) + (1 | item) + (1 | item:arm)"
    found = answers_to(crossed)["heatmap-teaches"]
    assert found.test is not None
    assert found.test.df == min(60 - 3, (24 - 1) * (3 - 1))


def test_which_arm_is_the_reference_makes_no_difference(crossed: Evidence) -> None:
    arms = dict(reversed(list(crossed.plan.arms.items())))
    turned = replace(crossed, plan=replace(crossed.plan, arms=arms))
    one, other = answers_to(crossed)["heatmap-teaches"], answers_to(turned)["heatmap-teaches"]
    assert other.estimate == pytest.approx(one.estimate, abs=1e-3)
    assert other.std_error == pytest.approx(one.std_error, rel=0.02)


def test_swapped_arms_give_the_mirrored_interval(crossed: Evidence) -> None:
    forth, back = (
        uncorrected(crossed, crossed.plan.hypothesis[0].model_copy(update={"contrast": contrast}))
        for contrast in ("heatmap - none", "none - heatmap")
    )
    assert forth.interval is not None
    assert back.interval is not None
    assert (forth.interval.low, forth.interval.high) == pytest.approx((-back.interval.high, -back.interval.low))


def test_with_few_participants_means_take_its_place_and_say_why(tmp_path: Path) -> None:
    found = answers_to(planted(tmp_path, Crossed(n=4)))["heatmap-teaches"]
    assert found.test is not None
    assert found.test.kind == "Welch's"
    assert "in place of the mixed model: a mixed model needs 5 participants in each arm; " in found.method
    assert "heatmap has 4 participants" in found.method


def test_an_arm_that_is_always_right_does_not_spoil_the_comparison_of_others(tmp_path: Path) -> None:
    found = planted(tmp_path, Crossed(arms={"none": 0.0, "placebo": 50.0, "heatmap": 0.8}))
    teaches, beats = (answers_to(found)[name] for name in ("heatmap-teaches", "heatmap-beats-placebo"))
    assert teaches.test is not None
    assert teaches.test.kind == "mixed model"
    assert "of the compared arms alone: the model of all had no finite estimates" in teaches.method
    assert beats.test is not None
    assert beats.test.kind == "Welch's"
    assert "in place of the mixed model: the mixed model has no finite estimate" in beats.method


def test_parts_that_overlap_are_told_apart_by_no_model(crossed: Evidence) -> None:
    of_level = crossed.trials.assign(level=np.where(crossed.trials["position_in_block"] % 2, "odd", "even"))
    plan = STUDY.model_dump(mode="json") | {
        "within": {"half": {"blocks": ["test"], "levels": {"odd": {}, "even": {}}}},
        "hypothesis": [{"name": "one", "block": "test", "contrast": "heatmap.odd - heatmap.even"}],
    }
    found = replace(crossed, trials=of_level, plan=of_study(type(STUDY).model_validate(plan)))
    model = model_of(found, found.plan.hypothesis[0])
    assert isinstance(model, CellModel)
    assert model.declared.formula.startswith("correct ~ arm * part + (1 | participant)")
    whole = found.plan.hypothesis[0].model_copy(update={"contrast": "heatmap.odd - heatmap"})
    overlapping = model_of(found, whole)
    assert isinstance(overlapping, NotEstimable)
    assert "overlap" in overlapping.reason


def test_few_images_are_categories_not_a_line(tmp_path: Path) -> None:
    found = planted(tmp_path, Crossed(n_images=3))
    model = model_of(found, found.plan.hypothesis[0])
    assert isinstance(model, CellModel)
    assert model.declared.formula == "correct ~ arm + item + (1 | participant)"
    assert len([term for term in model.declared.fit.terms if term.startswith("item")]) == 2


def test_a_part_without_answers_is_told_and_nothing_breaks(tmp_path: Path) -> None:
    gain = {"name": "gain", "contrast": "(heatmap.test - heatmap.training) - (none.test - none.training)"}
    found = planted(tmp_path, hypothesis=[gain])
    (result,) = primary(found)
    assert result.status == "not_estimable"
    assert "a mixed model needs 5 participants in each arm and every part; heatmap has no participants" in result.method
    assert [each.status for each in companions(found, found.plan.hypothesis[0])] == ["not_estimable"] * 2
