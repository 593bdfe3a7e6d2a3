import pytest
import torch

from stimuli.colour_seeker import patch_picture
from stimuli.errors import StimuliError
from stimuli.loading import classifier_of
from tests.stimuli.networks import ColourSeeker, colour_seeker, description


def test_probabilities_add_up_to_one_for_every_picture() -> None:
    rows = colour_seeker().predict(
        [patch_picture("red", 0, 0), patch_picture("blue", 8, 8), patch_picture("red", 16, 16)]
    )
    assert rows.shape == (3, 2)
    assert rows.sum(axis=1) == pytest.approx([1, 1, 1], abs=1e-6)


def test_no_picture_gives_no_row() -> None:
    assert colour_seeker().predict([]).shape == (0, 2)


def test_every_image_through_the_network_is_counted() -> None:
    classifier = colour_seeker()
    classifier.predict([patch_picture("red", 0, 0)] * 5)
    inputs = classifier.inputs([patch_picture("red", 0, 0)] * 3).requires_grad_()
    classifier(inputs).sum().backward()
    assert (classifier.evaluations.forward, classifier.evaluations.backward) == (8, 3)


def test_the_identity_changes_with_weights_and_with_preprocessing() -> None:
    other = ColourSeeker()
    with torch.no_grad():
        other.fc.bias[0] = 1.0
    identities = {
        colour_seeker().identity,
        classifier_of(other, description(), "colour-seeker").identity,
        classifier_of(ColourSeeker(), description(mean=(0.1, 0.0, 0.0)), "colour-seeker").identity,
    }
    assert len(identities) == 3
    assert colour_seeker().identity == colour_seeker().identity


def test_a_class_it_does_not_know_is_named() -> None:
    with pytest.raises(StimuliError, match="knows no class 'green'; known: blue, red"):
        colour_seeker().index("green")


def test_a_layer_it_does_not_have_is_named() -> None:
    with pytest.raises(StimuliError, match="no layer 'body'; at the top are: features, fc"):
        colour_seeker().layer("body")
