"""What grad_cam and excitation_bp share: maps of a layer, on a network of which it is known where it looks."""

import pytest
import torch

from stimuli import methods
from stimuli.colour_seeker import patch_picture
from stimuli.errors import StimuliError
from stimuli.explanation import Heatmap
from stimuli.method import Request
from stimuli.target import ClassLogit, ClassProbability
from tests.stimuli.networks import colour_seeker

either = pytest.mark.parametrize("name", ["grad_cam", "excitation_bp"])


def map_of(name: str, row: int, column: int, explained_class: int, target: type = ClassLogit) -> Heatmap:
    classifier, method = colour_seeker(), methods.load(name)
    inputs = classifier.inputs([patch_picture("red", row, column)])
    wanted = target(classifier, torch.tensor([explained_class]))
    (found,) = method.explain(classifier, Request(inputs, wanted), method.parameters())
    assert isinstance(found, Heatmap)
    return found


@either
@pytest.mark.parametrize(("row", "column"), [(0, 0), (8, 40), (48, 16)])
def test_its_mass_lies_where_the_classifier_looks(name: str, row: int, column: int) -> None:
    values = map_of(name, row, column, explained_class=1).values
    cells = values[row // 8 : row // 8 + 2, column // 8 : column // 8 + 2]
    assert values.shape == (8, 8)
    assert cells.sum() == pytest.approx(values.sum())
    assert cells.min() == pytest.approx(1)


@either
def test_a_class_without_evidence_gives_a_flat_map_with_a_warning(name: str) -> None:
    assert map_of(name, 8, 8, explained_class=0).warnings == ("the map is flat: no place matters more than another",)


@either
def test_a_probability_can_be_explained_as_well_as_a_logit(name: str) -> None:
    probability, logit = (map_of(name, 8, 8, 1, target).values for target in (ClassProbability, ClassLogit))
    assert probability == pytest.approx(logit)


@either
def test_a_layer_without_a_map_is_refused(name: str) -> None:
    classifier, method = colour_seeker(), methods.load(name)
    request = Request(classifier.inputs([patch_picture("red", 0, 0)]), ClassLogit(classifier, torch.tensor([1])))
    with pytest.raises(StimuliError, match="not a map"):
        method.explain(classifier, request, method.parameters(layer="fc"))
