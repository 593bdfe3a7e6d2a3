"""Where an explanation network is attached, and what it reads there."""

import pytest
import torch
from torch import Tensor, nn

from stimuli.classifier import Classifier
from stimuli.colour_seeker import colour_seeker, description, patch_picture
from stimuli.concepts.attachment import Attachment
from stimuli.errors import StimuliError
from stimuli.loading import classifier_of
from tests.stimuli.concepts.patches import BOTH_PATCHES, patch_seeker


class Tokens(nn.Module):
    """A sequence of 16 tokens of 3 numbers, their mean, and a layer that no picture passes."""

    def __init__(self) -> None:
        super().__init__()
        self.cut = nn.Unfold(16, stride=16)
        self.tokens = nn.Identity()
        self.pair = nn.LSTM(3, 3, batch_first=True)
        self.spare = nn.Linear(3, 3)
        self.fc = nn.Linear(3, 2)

    def forward(self, images: Tensor) -> Tensor:
        """(B, 3, 64, 64) → (B, 2)."""
        places = self.cut(images).unflatten(1, (3, 256)).mean(2).transpose(1, 2)
        tokens = self.pair(self.tokens(places))[0]
        found: Tensor = self.fc(tokens.mean(1))
        return found


class MapsOnly(nn.Module):
    """A network that ends without a linear layer."""

    def __init__(self) -> None:
        super().__init__()
        self.features = nn.Conv2d(3, 2, 8, stride=8)

    def forward(self, images: Tensor) -> Tensor:
        """(B, 3, 64, 64) → (B, 2)."""
        found: Tensor = self.features(images).mean((2, 3))
        return found


def of(network: nn.Module) -> Classifier:
    return classifier_of(network, description(architecture=f"{__name__}:{type(network).__name__}"), "own")


def two_pictures(classifier: Classifier) -> Tensor:
    return classifier.inputs([patch_picture("red", 8, 40), patch_picture("blue", 32, 8)])


def n_hooks(classifier: Classifier) -> int:
    layers = list(classifier.network.modules())
    return sum(len(one._forward_hooks) + len(one._forward_pre_hooks) for one in layers)


def test_by_default_it_reads_what_the_last_linear_layer_is_given() -> None:
    classifier = colour_seeker()
    attachment = Attachment.of(classifier)
    assert attachment.name == "what the last linear layer is given, fc"
    features, logits = attachment.read(two_pictures(classifier))
    # One patch of four cells of 64; beside its colour nothing is red or blue.
    assert features.flatten().tolist() == pytest.approx([0, 4 / 64, 4 / 64, 0], abs=1e-6)
    assert logits.flatten().tolist() == pytest.approx([0, 1.25, 1.25, 0], abs=1e-5)


def test_a_named_map_is_averaged_over_its_places() -> None:
    classifier = colour_seeker()
    attachment = Attachment.of(classifier, "features")
    assert attachment.name == "features"
    found = attachment.features(two_pictures(classifier)).flatten().tolist()
    assert found == pytest.approx([0, 4 / 64, 4 / 64, 0], abs=1e-6)


def test_a_layer_is_read_as_it_gives_and_not_as_the_next_one_writes_over_it() -> None:
    classifier = patch_seeker()  # its ReLU works in place
    inputs = classifier.inputs([BOTH_PATCHES])
    read = Attachment.of(classifier, "features.0").features(inputs)
    assert torch.allclose(read, classifier.layer("features.0")(inputs).mean((2, 3)), atol=1e-6)
    assert (read < 0).any()


def test_a_sequence_is_averaged_over_its_tokens() -> None:
    classifier = of(Tokens())
    inputs = two_pictures(classifier)
    assert torch.allclose(Attachment.of(classifier, "tokens").features(inputs), inputs.mean((2, 3)), atol=1e-6)


def test_where_no_linear_layer_gives_the_classes_the_last_map_is_read() -> None:
    classifier = of(MapsOnly())
    attachment = Attachment.of(classifier)
    assert attachment.name == "features"
    features, logits = attachment.read(two_pictures(classifier))
    assert torch.equal(features, logits)


def test_a_layer_that_there_is_not_brings_the_known_ones() -> None:
    with pytest.raises(StimuliError, match=r"no layer 'featurs'; at the top are: features, fc"):
        Attachment.of(colour_seeker(), "featurs")


def test_a_layer_that_no_picture_passes_is_refused() -> None:
    classifier = of(Tokens())
    with pytest.raises(StimuliError, match=r"xnn: layer: 'spare' is not on the way of a picture"):
        Attachment.of(classifier, "spare").features(two_pictures(classifier))


def test_a_layer_that_gives_no_vector_is_refused_and_leaves_no_hook() -> None:
    classifier = of(Tokens())
    with pytest.raises(StimuliError, match=r"'pair' of .*:Tokens gives tuple for 2 images; choose a layer that gives"):
        Attachment.of(classifier, "pair").features(two_pictures(classifier))
    assert n_hooks(classifier) == 0


@pytest.mark.parametrize("layer", [None, "features"])
def test_no_hook_is_left_behind_also_after_an_error(layer: str | None) -> None:
    classifier = colour_seeker()
    attachment = Attachment.of(classifier, layer)
    attachment.features(two_pictures(classifier))
    assert n_hooks(classifier) == 0
    with pytest.raises(RuntimeError):
        attachment.features(torch.zeros(2, 5, 64, 64))
    assert n_hooks(classifier) == 0


def test_it_is_found_again_in_another_network_of_the_same_kind() -> None:
    one, other = colour_seeker(), colour_seeker()
    with torch.no_grad():
        other.network.features[0].weight.mul_(2)  # type: ignore[index, union-attr]
    inputs = two_pictures(one)
    for layer in (None, "features"):
        there = Attachment.of(one, layer).on(other)
        assert torch.allclose(there.features(inputs), 2 * Attachment.of(one, layer).features(inputs))


def test_rows_are_kept_without_what_differentiating_needs() -> None:
    classifier = colour_seeker()
    features, logits = Attachment.of(classifier).rows(two_pictures(classifier).requires_grad_())
    assert not features.requires_grad
    assert not logits.requires_grad
