import numpy as np
import pytest
import torch
from torch import nn

from stimuli.classifier import Classifier
from stimuli.evaluations import Counted
from stimuli.explanation import FLAT, Heatmap
from stimuli.loading import classifier_of
from stimuli.method import Request
from stimuli.methods import edges, grad_cam
from stimuli.methods.shuffled_weights import METHOD, SAYS_NOTHING, UNCHANGED, ShuffledWeightsParameters, explain
from stimuli.randomised import How, Randomisation, randomised
from stimuli.target import ClassLogit
from tests.stimuli.networks import SIDE, ColourSeeker, LightSeeker, description

PICTURES = list(np.random.default_rng(0).integers(256, size=(2, SIDE, SIDE, 3), dtype=np.uint8))
FOUR = ("blue", "green", "grey", "red")


class Normed(nn.Module):
    """Convolution, batch normalisation, linear layer: names and order as in torchvision's networks."""

    def __init__(self) -> None:
        super().__init__()
        self.conv = nn.Conv2d(3, 8, kernel_size=8, stride=8)
        self.norm = nn.BatchNorm2d(8)
        self.fc = nn.Linear(8, 4)
        for layer, seed in ((self.conv, 0), (self.norm, 1), (self.fc, 2)):
            for parameter in layer.parameters():
                nn.init.normal_(parameter, generator=torch.Generator().manual_seed(seed))
        self.norm.running_mean = torch.arange(8.0)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        found: torch.Tensor = self.fc(self.norm(self.conv(images)).relu().mean((2, 3)))
        return found


class NotANumber(ColourSeeker):
    def __init__(self) -> None:
        super().__init__()
        nn.init.constant_(self.fc.weight, float("nan"))


class Constant(ColourSeeker):
    def __init__(self) -> None:
        super().__init__()
        nn.init.zeros_(self.fc.weight)


def normed() -> Classifier:
    return classifier_of(Normed(), description(layer="norm", classes=FOUR), "normed")


def weights(classifier: Classifier) -> dict[str, torch.Tensor]:
    return {name: value.clone() for name, value in classifier.network.state_dict().items()}


def changed(classifier: Classifier, other: Classifier) -> set[str]:
    before = weights(classifier)
    return {name for name, value in other.network.state_dict().items() if not torch.equal(value, before[name])}


def grad_cam_again(classifier: Classifier, request: Request) -> list[Heatmap]:
    return grad_cam.explain(classifier, request, grad_cam.GradCamParameters())


def edges_again(classifier: Classifier, request: Request) -> list[Heatmap]:
    return edges.explain(classifier, request, edges.EdgesParameters())


def request(classifier: Classifier) -> Request:
    inputs, target = classifier.inputs(PICTURES), ClassLogit(classifier, torch.tensor([1, 1]))
    return Request(inputs, target, reruns={"heatmap": grad_cam_again, "edges": edges_again})


def maps(classifier: Classifier, **options: object) -> list[Heatmap]:
    return explain(classifier, request(classifier), ShuffledWeightsParameters.model_validate(options))


@pytest.mark.parametrize("how", ["permute", "redraw"])
def test_all_weights_are_made_anew_and_running_statistics_are_kept(how: How) -> None:
    classifier = normed()
    other = randomised(classifier, Randomisation(how, None, 0)).classifier
    assert changed(classifier, other) == {
        "conv.weight",
        "conv.bias",
        "norm.weight",
        "norm.bias",
        "fc.weight",
        "fc.bias",
    }


def test_shuffled_weights_are_the_same_numbers_at_other_places() -> None:
    classifier = normed()
    other = randomised(classifier, Randomisation("permute", None, 0)).classifier
    for before, after in zip(classifier.network.parameters(), other.network.parameters(), strict=True):
        assert sorted(before.flatten().tolist()) == sorted(after.flatten().tolist())


def test_drawn_weights_keep_mean_and_spread() -> None:
    classifier = normed()
    other = randomised(classifier, Randomisation("redraw", None, 0)).classifier
    before, after = (one.network.get_parameter("conv.weight") for one in (classifier, other))
    assert float(after.mean()) == pytest.approx(float(before.mean()), abs=0.1)
    assert float(after.std()) == pytest.approx(float(before.std()), abs=0.1)


def test_the_top_layers_are_counted_from_the_output() -> None:
    classifier = normed()
    one, two, many = (randomised(classifier, Randomisation("permute", n, 0)).classifier for n in (1, 2, 9))
    assert changed(classifier, one) == {"fc.weight", "fc.bias"}
    assert changed(classifier, two) == changed(classifier, many)
    assert {"conv.weight", "norm.weight"} < changed(classifier, two)


def test_more_layers_are_a_cascade() -> None:
    one, two = (randomised(normed(), Randomisation("permute", n, 0)).classifier for n in (1, 2))
    assert torch.equal(one.network.get_parameter("fc.weight"), two.network.get_parameter("fc.weight"))


def test_it_is_another_classifier_and_the_first_one_is_left_as_it_was() -> None:
    classifier = normed()
    before = weights(classifier)
    ways = [Randomisation("permute", None, 0), Randomisation("permute", None, 1), Randomisation("permute", 1, 0)]
    others = [randomised(classifier, way).classifier for way in [*ways, Randomisation("redraw", None, 0)]]
    assert len({classifier.identity, *(other.identity for other in others)}) == 5
    assert len({classifier.weights_sha256, *(other.weights_sha256 for other in others)}) == 5
    assert all(torch.equal(value, before[name]) for name, value in classifier.network.state_dict().items())
    assert not any(parameter.requires_grad for other in others for parameter in other.network.parameters())


def test_a_map_that_knows_the_weights_changes() -> None:
    classifier = normed()
    real = grad_cam_again(classifier, request(classifier))
    assert [one.values.tolist() for one in maps(classifier)] != [one.values.tolist() for one in real]


def test_a_map_that_knows_the_picture_only_stays() -> None:
    classifier = normed()
    real = edges_again(classifier, request(classifier))
    assert [one.values.tolist() for one in maps(classifier, of="edges")] == [one.values.tolist() for one in real]


def test_the_other_network_is_asked_for_the_same_number() -> None:
    classifier = normed()
    parameters = ShuffledWeightsParameters(seed=3)
    other = randomised(classifier, Randomisation("permute", None, 3)).classifier
    heard = []

    def listening(given: Classifier, asked: Request) -> list[Heatmap]:
        heard.append(asked.target(asked.inputs, torch.arange(2)))
        assert given is other
        return [Heatmap(np.eye(2, dtype=np.float32))] * 2

    asked = Request(request(classifier).inputs, request(classifier).target, reruns={"heatmap": listening})
    explain(classifier, asked, parameters)
    assert torch.equal(heard[0], other(asked.inputs)[:, 1])


def test_what_the_other_network_is_asked_counts() -> None:
    classifier = normed()
    asked = request(classifier)
    counted = Counted(asked.target, 2, classifier.device)
    explain(classifier, Request(asked.inputs, counted, reruns=asked.reruns), ShuffledWeightsParameters())
    assert [(cost.images_forward, cost.images_backward) for cost in counted.costs(1.0)] == [(1, 1), (1, 1)]


@pytest.mark.parametrize("network", [NotANumber, Constant])
def test_a_network_that_answers_nothing_gives_flat_maps_that_say_so(network: type[nn.Module]) -> None:
    found = maps(classifier_of(network(), description(), "broken"))
    assert [one.warnings for one in found] == [(SAYS_NOTHING, FLAT)] * 2


def test_weights_that_could_not_change_places_are_named() -> None:
    class Single(LightSeeker):
        """Bias and weight of one number each."""

        def __init__(self) -> None:
            super().__init__()
            self.fc = nn.Linear(1, 2, bias=False)
            nn.init.ones_(self.fc.weight)

    classifier = classifier_of(Single(), description(), "single")
    found = explain(classifier, request(classifier), ShuffledWeightsParameters(of="edges"))
    assert [one.warnings for one in found] == [(UNCHANGED,)] * 2


def test_it_reruns_the_explanation_that_the_recipe_names() -> None:
    assert METHOD.reruns(ShuffledWeightsParameters(of="cam")) == ("cam",)
