"""What a concept adds is a number of the picture: any method can explain it, and every picture pays for its own."""

from dataclasses import dataclass

import pytest
import torch
from torch import Tensor

from stimuli.classifier import Classifier
from stimuli.colour_seeker import colour_seeker, patch_picture
from stimuli.concepts.attachment import Attachment
from stimuli.concepts.contribution import ConceptContributions, Reader
from stimuli.evaluations import Counted
from stimuli.method import Request
from stimuli.methods.grad_cam import GradCamParameters, explain
from stimuli.target import ClassLogit
from tests.stimuli.concepts.invented_modules import BLUE, RED

PICTURES = (patch_picture("red", 8, 40), patch_picture("blue", 32, 8))
# Of the red picture and the blue one, what each concept adds, by hand.
OF_BLUE = ((0.0, 1.0), (3.0, 0.0))
OF_RED = ((4.0, 2.0, 0.0), (0.0, 0.0, -5.0))
ASKED = [(picture, which, concept) for picture in (1, 0) for which, n in ((1, 3), (0, 2)) for concept in range(n)]


@dataclass(frozen=True, eq=False)
class Question:
    """A target of rows that mix pictures, classes and concepts, and the pictures they are of."""

    classifier: Classifier
    target: ConceptContributions
    owners: Tensor


def question() -> Question:
    classifier = colour_seeker()
    readers = [Reader.of(one, classifier.device) for one in (BLUE, RED)]
    owners, which, concept = (torch.tensor(column) for column in zip(*ASKED, strict=True))
    return Question(classifier, ConceptContributions(Attachment.of(classifier), readers, which, concept), owners)


def expected(rows: list[int]) -> list[float]:
    return [(OF_BLUE, OF_RED)[which][picture][concept] for picture, which, concept in (ASKED[n] for n in rows)]


def test_a_reader_says_what_every_concept_adds() -> None:
    asked = question()
    features = asked.target.attachment.features(asked.classifier.inputs(PICTURES))
    for reader, wanted in zip(asked.target.readers, (OF_BLUE, OF_RED), strict=True):
        found = reader.contributions(features).flatten().tolist()
        assert found == pytest.approx([value for row in wanted for value in row], abs=1e-5)


@pytest.mark.parametrize("rows", [list(range(10)), [9, 0, 0, 4, 9, 3], [7]], ids=["all", "again and mixed", "one"])
def test_every_row_gets_its_own_concept_of_its_own_class(rows: list[int]) -> None:
    asked = question()
    which = torch.tensor(rows)
    inputs = asked.classifier.inputs(PICTURES)[asked.owners[which]]
    assert asked.target(inputs, which).tolist() == pytest.approx(expected(rows), abs=1e-5)


def test_its_gradient_flows_to_the_places_of_the_picture_that_the_concept_reads() -> None:
    asked = question()
    row = ASKED.index((0, 1, 0))  # what redness adds to the class red, in the red picture
    inputs = asked.classifier.inputs(PICTURES[:1]).requires_grad_()
    asked.target(inputs, torch.tensor([row])).sum().backward()
    assert inputs.grad is not None
    outside = inputs.grad.clone()
    outside[..., 8:24, 40:56] = 0
    assert inputs.grad[0, 0, 8:24, 40:56].min() > 0
    assert outside.abs().max() == 0


def test_rows_do_not_share_their_gradients() -> None:
    asked = question()
    inputs = asked.classifier.inputs(PICTURES)[asked.owners].requires_grad_()
    asked.target(inputs, torch.arange(10))[3].backward()
    assert inputs.grad is not None
    assert [n for n in range(10) if inputs.grad[n].abs().max() > 0] == [3]


def test_it_can_be_read_off_another_network() -> None:
    asked, other = question(), colour_seeker()
    with torch.no_grad():
        other.network.features[0].weight.mul_(2)  # type: ignore[index, union-attr]
    row = torch.tensor([ASKED.index((0, 1, 0))])
    assert asked.target.on(other)(other.inputs(PICTURES[:1]), row).tolist() == pytest.approx([8.0], abs=1e-5)
    assert other.evaluations.forward == 1
    assert asked.classifier.evaluations.forward == 0


def test_every_picture_pays_for_its_own_rows() -> None:
    asked = question()
    logits = Counted(ClassLogit(asked.classifier, torch.tensor([1, 0])), 2, asked.classifier.device)
    counted = logits.instead(asked.target, asked.owners)
    inputs = asked.classifier.inputs(PICTURES)
    rows = torch.tensor([0, 1, 9])  # twice the blue picture, once the red one
    counted(inputs[asked.owners[rows]].requires_grad_(), rows).sum().backward()
    counted(inputs[asked.owners[rows[:2]]], rows[:2])
    costs = logits.costs(1.0)
    assert [(one.images_forward, one.images_backward) for one in costs] == [(1, 1), (4, 2)]


def test_a_number_in_the_place_of_another_is_counted_beside_it_and_on_other_networks_too() -> None:
    asked = question()
    logits = Counted(ClassLogit(asked.classifier, torch.tensor([1, 0])), 2, asked.classifier.device)
    inputs = asked.classifier.inputs(PICTURES)
    logits(inputs, torch.arange(2))
    rows = torch.tensor([9, 9])
    logits.instead(asked.target, asked.owners).on(colour_seeker())(inputs[:1].expand(2, -1, -1, -1), rows)
    assert [one.images_forward for one in logits.costs(0.0)] == [3, 1]


def test_a_heat_map_of_a_contribution_lies_where_the_concept_is() -> None:
    asked = question()
    row = ASKED.index((0, 1, 0))
    target = ConceptContributions(
        asked.target.attachment, asked.target.readers, asked.target.which[[row]], asked.target.concept[[row]]
    )
    (found,) = explain(asked.classifier, Request(asked.classifier.inputs(PICTURES[:1]), target), GradCamParameters())
    assert found.values.shape == (8, 8)
    assert found.values[1:3, 5:7].sum() == pytest.approx(found.values.sum())
