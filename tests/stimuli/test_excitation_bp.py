import pytest
import torch
import torchvision
from torch import nn

from stimuli.errors import StimuliError
from stimuli.explanation import Heatmap
from stimuli.loading import classifier_of
from stimuli.method import Request
from stimuli.methods.excitation_bp import ExcitationBpParameters, explain, winning
from stimuli.target import ClassLogit, ClassProbability
from tests.stimuli.conftest import patch_picture
from tests.stimuli.networks import ColourSeeker, colour_seeker, description


def map_of(row: int, column: int, explained_class: int, target: type = ClassLogit) -> Heatmap:
    classifier = colour_seeker()
    inputs = classifier.inputs([patch_picture("red", row, column)])
    wanted = target(classifier, torch.tensor([explained_class]))
    return explain(classifier, Request(inputs, wanted), ExcitationBpParameters())[0]


@pytest.mark.parametrize(("row", "column"), [(0, 0), (8, 40), (48, 16)])
def test_its_probability_lies_where_the_classifier_looks(row: int, column: int) -> None:
    values = map_of(row, column, explained_class=1).values
    cells = values[row // 8 : row // 8 + 2, column // 8 : column // 8 + 2]
    assert values.shape == (8, 8)
    assert cells.sum() == pytest.approx(values.sum())
    assert cells.min() == pytest.approx(1)


def test_a_class_without_evidence_gives_a_flat_map_with_a_warning() -> None:
    assert map_of(8, 8, explained_class=0).warnings == ("the map is flat: no place matters more than another",)


def test_a_map_that_little_of_the_probability_reaches_says_so() -> None:
    network, (first, second) = ColourSeeker(), (nn.Linear(2, 2), nn.Linear(2, 2))
    with torch.no_grad():
        first.weight.copy_(torch.tensor([[0.0, 16.0], [0.0, 0.0]]))  # the mean redness is 1/16: hidden units 1 and 3
        first.bias.copy_(torch.tensor([0.0, 3.0]))
        second.weight.fill_(1)
    network.fc = nn.Sequential(first, nn.ReLU(), second)
    classifier = classifier_of(network, description(), "biased")
    inputs = classifier.inputs([patch_picture("red", 8, 8)])
    request = Request(inputs, ClassLogit(classifier, torch.tensor([1])))
    (found,) = explain(classifier, request, ExcitationBpParameters())
    assert found.warnings == ("75% of the winning probability is lost on units that nothing but their biases excites",)


def test_a_probability_can_be_explained_as_well_as_a_logit() -> None:
    assert map_of(8, 8, 1, ClassProbability).values.tolist() == map_of(8, 8, 1).values.tolist()


def test_a_layer_without_a_map_is_refused() -> None:
    classifier = colour_seeker()
    request = Request(classifier.inputs([patch_picture("red", 0, 0)]), ClassLogit(classifier, torch.tensor([1])))
    with pytest.raises(StimuliError, match="not a map"):
        explain(classifier, request, ExcitationBpParameters(layer="fc"))


@pytest.mark.parametrize("architecture", ["squeezenet1_1", "mobilenet_v2", "shufflenet_v2_x0_5", "resnet18"])
def test_no_probability_is_lost_above_the_last_map(architecture: str) -> None:
    torch.manual_seed(0)
    network = torchvision.models.get_model(architecture, weights=None, num_classes=2)
    classifier = classifier_of(network, description(architecture=architecture), architecture)
    inputs = classifier.inputs([patch_picture("red", 8, 40), patch_picture("blue", 40, 8)])
    found = winning(classifier, Request(inputs, ClassLogit(classifier, torch.tensor([1, 1]))))
    assert found.min() >= 0
    assert found.sum((1, 2, 3)).tolist() == pytest.approx([1, 1], abs=1e-4)


def test_a_network_that_it_does_not_understand_is_refused_by_the_layers_name() -> None:
    network = torchvision.models.get_model("mobilenet_v3_small", weights=None, num_classes=2)
    classifier = classifier_of(network, description(architecture="mobilenet_v3_small"), "mobile")
    request = Request(classifier.inputs([patch_picture("red", 0, 0)]), ClassLogit(classifier, torch.tensor([1])))
    with pytest.raises(StimuliError, match=r"layer 'features\.0\.2': no rule for hardswish"):
        explain(classifier, request, ExcitationBpParameters())
