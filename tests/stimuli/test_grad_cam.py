import pytest
import torch

from stimuli.errors import StimuliError
from stimuli.explanation import Heatmap
from stimuli.method import Request
from stimuli.methods.grad_cam import GradCamParameters, explain
from stimuli.target import ClassLogit, ClassProbability
from tests.stimuli.conftest import patch_picture
from tests.stimuli.networks import colour_seeker


def map_of(row: int, column: int, explained_class: int, target: type = ClassLogit) -> Heatmap:
    classifier = colour_seeker()
    inputs = classifier.inputs([patch_picture("red", row, column)])
    wanted = target(classifier, torch.tensor([explained_class]))
    return explain(classifier, Request(inputs, wanted), GradCamParameters())[0]


@pytest.mark.parametrize(("row", "column"), [(0, 0), (8, 40), (48, 16)])
def test_its_mass_lies_where_the_classifier_looks(row: int, column: int) -> None:
    values = map_of(row, column, explained_class=1).values
    cells = values[row // 8 : row // 8 + 2, column // 8 : column // 8 + 2]
    assert values.shape == (8, 8)
    assert cells.sum() == pytest.approx(values.sum())
    assert cells.min() == 1


def test_a_class_without_evidence_gives_a_flat_map_with_a_warning() -> None:
    assert map_of(8, 8, explained_class=0).warnings == ("the map is flat: no place matters more than another",)


def test_a_probability_can_be_explained_as_well_as_a_logit() -> None:
    assert map_of(8, 8, 1, ClassProbability).values.tolist() == map_of(8, 8, 1).values.tolist()


def test_a_layer_without_a_map_is_refused() -> None:
    classifier = colour_seeker()
    request = Request(classifier.inputs([patch_picture("red", 0, 0)]), ClassLogit(classifier, torch.tensor([1])))
    with pytest.raises(StimuliError, match="not a map"):
        explain(classifier, request, GradCamParameters(layer="fc"))
