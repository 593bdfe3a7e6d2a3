"""Random effects follow from the design, and leave it by the declared rule."""

import numpy as np
import pandas as pd
import pytest

from analysis.stats.mixed.declared import fit_declared
from analysis.stats.mixed.derived import derive
from tests.analysis.stats.mixed.synthetic import Truth, between, within


@pytest.fixture
def two_arms() -> pd.DataFrame:
    """Arms between people, the same images in both; two blocks of images, so that a block never varies in an image."""
    frame = between(np.random.default_rng(1), Truth(), 40, 20)
    return frame.assign(block=np.where(frame["item"] < 10, "part1", "part2"))


def test_people_have_no_slope_of_what_is_varied_between_them(two_arms: pd.DataFrame) -> None:
    found = derive(two_arms, ["condition"])
    assert found.text == "(1 | participant) + (1 + condition || item)"
    assert "participant: no slope of condition, which does not vary within a participant" in found.reasons


def test_images_have_no_slope_of_what_is_constant_in_them(two_arms: pd.DataFrame) -> None:
    found = derive(two_arms, ["condition", "block"])
    assert found.text == "(1 + block || participant) + (1 + condition || item)"
    assert "item: no slope of block, which does not vary within a item" in found.reasons


def test_what_varies_within_people_has_a_slope_and_so_has_what_varies_together() -> None:
    frame = within(np.random.default_rng(1), Truth(), 20, 40)
    frame = frame.assign(block=np.where(frame["item"] < 20, "part1", "part2"))
    found = derive(frame, ["condition", "block"], ["participant"])
    assert found.text == "(1 + condition + block + condition:block || participant)"


def test_what_is_met_once_has_no_slope() -> None:
    frame = pd.DataFrame({"participant": np.repeat(np.arange(8), 2), "item": np.tile([0, 1], 8)})
    frame = frame.assign(condition=np.tile(["a", "b"], 8))
    found = derive(frame, ["condition"])
    assert found.text == "item + (1 | participant)"
    assert "participant: no slope of condition: fewer than half of them meet each of its values more than once" in (
        found.reasons
    )
    assert "item has 2 levels, too few for a variance: it is a fixed effect" in found.reasons


def test_one_image_alone_is_left_out(two_arms: pd.DataFrame) -> None:
    found = derive(two_arms[two_arms["item"] == 3], ["condition"])
    assert found.fixed == ()
    assert "item has 1 level, too few for a variance: it is left out" in found.reasons


def test_every_slope_in_or_out_has_its_sentence(two_arms: pd.DataFrame) -> None:
    assert len(derive(two_arms, ["condition", "block"]).reasons) == 4


def test_a_slope_without_variance_is_left_out_and_said() -> None:
    frame = within(np.random.default_rng(12), Truth(slope=0.0, item=0.8), 40, 40)
    derived = derive(frame, ["condition"])
    found = fit_declared(frame, "correct ~ condition", derived, {"condition": ["none", "xnn"]})
    left = {step.split(":")[0] for step in found.steps}
    assert left == {"the slope of condition by item was left out"} or left >= {
        "the slope of condition by participant was left out"
    }
    assert found.fit.status in ("ok", "singular")
    assert all(sd.min() > 0 for name, sd in found.fit.sd.items() if len(sd) > 1)


def test_a_slope_that_is_there_stays() -> None:
    frame = within(np.random.default_rng(3), Truth(slope=1.0))
    derived = derive(frame, ["condition"], ["participant"])
    found = fit_declared(frame, "correct ~ condition", derived, {"condition": ["none", "xnn"]})
    assert found.formula == "correct ~ condition + (1 + condition || participant)"
    assert found.steps == ()
    assert found.fit.sd["participant"][1] == pytest.approx(1.0, abs=0.4)


def test_items_too_few_for_a_variance_become_fixed_effects() -> None:
    frame = between(np.random.default_rng(1), Truth(), 40, 4).assign(item=lambda rows: "i" + rows["item"].astype(str))
    found = fit_declared(frame, "correct ~ condition", derive(frame, ["condition"]), {"condition": ["none", "xnn"]})
    assert found.fit.terms == ("(Intercept)", "conditionxnn", "itemi1", "itemi2", "itemi3")
