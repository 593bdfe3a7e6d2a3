import pytest
import torch
import torchvision
from torch import nn

from stimuli.colour_seeker import patch_picture
from stimuli.errors import StimuliError
from stimuli.loading import classifier_of
from stimuli.method import Request
from stimuli.methods.excitation_bp import ExcitationBpParameters, explain, winning
from stimuli.target import ClassLogit
from tests.stimuli.networks import ColourSeeker, description


def test_a_map_that_little_of_the_probability_reaches_says_so() -> None:
    network: nn.Module = ColourSeeker()
    first, second = nn.Linear(2, 2), nn.Linear(2, 2)
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
