"""What must hold of every fit, whatever the numbers."""

import numpy as np
import pandas as pd
import pytest

from analysis.stats.glmm import FormulaError, fit
from tests.analysis.stats.mixed.synthetic import Truth, between, within

FORMULA = "correct ~ condition + (1 | participant) + (1 | item)"
LEVELS = {"condition": ["none", "xnn"]}


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return between(np.random.default_rng(7), Truth(), 30, 20)


def test_planted_effects_come_out() -> None:
    """400 people and 60 images: within four standard errors of what was planted."""
    truth = Truth(intercept=0.4, effect=0.5, participant=0.8, item=0.6)
    found = fit(between(np.random.default_rng(1), truth, 400, 60), FORMULA, LEVELS)
    assert found.status == "ok"
    assert abs(found.beta - [0.4, 0.5]).tolist() < (4 * found.se).tolist()
    assert found.sd["participant"][0] == pytest.approx(0.8, abs=0.15)
    assert found.sd["item"][0] == pytest.approx(0.6, abs=0.25)


def test_the_order_of_rows_changes_nothing(frame: pd.DataFrame) -> None:
    there = fit(frame, FORMULA, LEVELS)
    here = fit(frame.sample(frac=1, random_state=3), FORMULA, LEVELS)
    assert here.loglik == pytest.approx(there.loglik, abs=1e-8)
    assert here.beta == pytest.approx(there.beta, abs=1e-5)


def test_names_of_people_and_images_change_nothing(frame: pd.DataFrame) -> None:
    named = frame.assign(participant=[f"z{97 - p:03}" for p in frame["participant"]], item=frame["item"] * 7 + 1)
    assert fit(named, FORMULA, LEVELS).beta == pytest.approx(fit(frame, FORMULA, LEVELS).beta, abs=1e-5)


def test_another_reference_turns_the_effect_round(frame: pd.DataFrame) -> None:
    there, here = fit(frame, FORMULA, LEVELS), fit(frame, FORMULA, {"condition": ["xnn", "none"]})
    assert here.terms == ("(Intercept)", "conditionnone")
    assert here.beta[1] == pytest.approx(-there.beta[1], abs=1e-5)
    assert here.beta[0] == pytest.approx(there.beta.sum(), abs=1e-5)
    assert here.loglik == pytest.approx(there.loglik, abs=1e-7)


def test_right_and_wrong_exchanged_turn_all_signs_round(frame: pd.DataFrame) -> None:
    there = fit(frame, FORMULA, LEVELS)
    here = fit(frame.assign(correct=1 - frame["correct"]), FORMULA, LEVELS)
    assert here.beta == pytest.approx(-there.beta, abs=1e-5)
    assert here.sd["item"] == pytest.approx(there.sd["item"], abs=1e-5)


def test_a_number_or_a_factor_of_two_levels_is_the_same_model(frame: pd.DataFrame) -> None:
    coded = frame.assign(x=(frame["condition"] == "xnn") * 1.0)
    number = fit(coded, "correct ~ x + (1 | participant) + (1 | item)")
    assert number.beta == pytest.approx(fit(frame, FORMULA, LEVELS).beta, abs=1e-6)


def test_counts_are_the_same_as_their_trials_but_for_the_constant(frame: pd.DataFrame) -> None:
    twice = pd.concat([frame, frame.assign(correct=np.roll(frame["correct"], 1))])
    counts = twice.groupby(["participant", "item", "condition"])["correct"].agg(right="sum", asked="size").reset_index()
    grouped = fit(counts, "cbind(right, asked - right) ~ condition + (1 | participant) + (1 | item)", LEVELS)
    single = fit(twice, FORMULA, LEVELS)
    assert grouped.beta == pytest.approx(single.beta, abs=1e-5)
    assert grouped.se == pytest.approx(single.se, rel=1e-4)


def test_two_bars_make_the_contrasts_of_a_factor_independent(frame: pd.DataFrame) -> None:
    three = frame.assign(block=np.array(["a", "b", "c"])[np.arange(len(frame)) % 3])
    found = fit(three, "correct ~ block + (1 + block || participant) + (1 | item)")
    assert found.effects["participant"] == ("(Intercept)", "blockb", "blockc")
    off = found.correlation["participant"][np.tril_indices(3, -1)]
    assert np.nan_to_num(off).tolist() == [0.0, 0.0, 0.0]


def test_one_bar_lets_them_correlate() -> None:
    found = fit(
        within(np.random.default_rng(5), Truth(slope=0.9)),
        "correct ~ condition + (1 + condition | participant) + (1 | item)",
    )
    assert found.sd["participant"].shape == (2,)
    assert 0 < abs(found.correlation["participant"][0, 1]) <= 1


def test_no_variance_between_images_is_singular_and_said() -> None:
    found = fit(between(np.random.default_rng(4), Truth(item=0.0), 24, 12), FORMULA, LEVELS)
    assert found.status == "singular"
    assert found.sd["item"][0] == 0
    assert "item does not vary in (Intercept)" in found.notes
    assert np.isfinite(found.se).all()


def test_an_arm_that_is_always_right_is_separated_and_said(frame: pd.DataFrame) -> None:
    found = fit(frame.assign(correct=frame["correct"].where(frame["condition"] == "none", 1)), FORMULA, LEVELS)
    assert found.status == "separated"
    assert any("conditionxnn" in note for note in found.notes)
    assert 3 < found.beta[1] < 20
    assert np.isfinite(found.se).all()


def test_all_right_is_separated(frame: pd.DataFrame) -> None:
    assert fit(frame.assign(correct=1), FORMULA, LEVELS).status == "separated"


def test_an_effect_that_others_say_already_is_left_out_and_said(frame: pd.DataFrame) -> None:
    doubled = frame.assign(copy=(frame["condition"] == "xnn") * 2.0)
    found = fit(doubled, "correct ~ condition + copy + (1 | participant) + (1 | item)", LEVELS)
    assert found.terms == ("(Intercept)", "conditionxnn")
    assert "copy: left out, because other terms say the same" in found.notes


def test_rows_without_a_value_are_left_out_and_counted(frame: pd.DataFrame) -> None:
    holed = frame.assign(correct=frame["correct"].astype("float64").mask(frame.index < 5))
    found = fit(holed, FORMULA, LEVELS)
    assert found.n_obs == len(frame) - 5
    assert "5 rows without a value were left out" in found.notes


@pytest.mark.parametrize(
    ("formula", "levels", "said"),
    [
        (
            "right ~ condition + (1 | participant)",
            {},
            "no column 'right'; there are participant, item, condition, correct",
        ),
        ("correct ~ condition + (1 | participant)", {"condition": ["none", "sag"]}, "'xnn' is no level"),
        ("correct ~ 1 + (1 | participant)", {"condition": ["none", "xnn"]}, "does not use"),
        ("item ~ condition + (1 | participant)", {}, "is not 0 or 1"),
        ("correct ~ condition + (1 | participant) + (1 + item | participant) + (1 | item)", {}, "named twice"),
    ],
)
def test_what_does_not_fit_the_table_is_said(
    frame: pd.DataFrame, formula: str, levels: dict[str, list[str]], said: str
) -> None:
    with pytest.raises(FormulaError, match=said):
        fit(frame, formula, levels)


def test_a_linear_model_with_as_many_random_effects_as_rows_is_refused(frame: pd.DataFrame) -> None:
    with pytest.raises(FormulaError, match="cannot be told"):
        fit(frame.assign(row=range(len(frame))), "correct ~ condition + (1 | row)", LEVELS, family="gaussian")
