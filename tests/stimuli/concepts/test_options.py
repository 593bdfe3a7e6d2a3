"""The options of xnn: what cannot be learnt is refused where it is read."""

import pytest
from pydantic import ValidationError

from stimuli.concepts.options import Training
from stimuli.methods.xnn import TRAINING, XnnParameters


@pytest.mark.parametrize(
    "wrong", [{"concepts": 0}, {"concepts": -3}, {"concepts": "some"}, {"hidden": (0, 10)}, {"hidden": (10,)}]
)
def test_a_network_without_concepts_or_layers_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        XnnParameters.model_validate(wrong)


def test_what_a_recipe_leaves_out_is_as_training_has_it() -> None:
    parameters = XnnParameters()
    assert {name: getattr(parameters, name) for name in TRAINING} == {
        name: getattr(Training, name) for name in TRAINING
    }
    assert "epochs" in TRAINING
    assert "seed" not in TRAINING
