"""A network that can only use the bill: its classes are the same birds in the same scenes, with one bill or another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - as torch's own pages name it
from torch import Tensor, nn

from stimuli.classifier import Classifier
from stimuli.gulls.picture import GullPicture, render
from stimuli.gulls.streams import child_seed
from stimuli.inputs import normalised, stacked
from stimuli.loading import classifier_of
from tests.stimuli.networks import description

SPECIES = "Herring"  # yellow bill
SIDE_PX = 96
BIRDS_A_STEP = 16
RATE = 0.01
WIDTH = 16


class BillSeeker(nn.Module):
    """Four small convolutions and a mean over places, so that Grad-CAM can read it, too.  The last map is 24 x 24."""

    def __init__(self, n_classes: int = 3) -> None:
        super().__init__()
        shapes = ((3, WIDTH, 2), (WIDTH, WIDTH, 1), (WIDTH, 2 * WIDTH, 2), (2 * WIDTH, 2 * WIDTH, 1))
        self.features = nn.Sequential(*[layer for shape in shapes for layer in _block(*shape)])
        self.fc = nn.Linear(2 * WIDTH, n_classes)

    def forward(self, images: Tensor) -> Tensor:
        found: Tensor = self.fc(self.features(images).mean((2, 3)))
        return found


def _block(given: int, made: int, stride: int) -> tuple[nn.Module, ...]:
    return nn.Conv2d(given, made, 3, stride, 1, bias=False), nn.BatchNorm2d(made), nn.ReLU()


@dataclass(frozen=True)
class Bills:
    """What the classes are: class name -> whose bill a Herring Gull wears; None: neutral grey."""

    worn: Mapping[str, str | None]
    difficulty: float
    epochs: int

    def pictures(self, stream: str, n_birds: int) -> list[list[GullPicture]]:
        """The same birds once per class, in the order of the classes; birds of another stream are other birds."""
        seeds = [child_seed(0, "bills", stream, n) for n in range(n_birds)]
        return [[self._worn(seed, bill) for seed in seeds] for bill in self.worn.values()]

    def _worn(self, seed: int, bill: str | None) -> GullPicture:
        return render(SPECIES, seed, difficulty=self.difficulty, size_px=SIDE_PX, swap={"bill": bill})


def trained(bills: Bills, n_birds: int) -> Classifier:
    """A network trained on these bills: every step sees the same birds with each bill.  Seeded."""
    torch.manual_seed(0)
    net = BillSeeker(len(bills.worn))
    architecture = f"{__name__}:BillSeeker"
    facts = description(architecture=architecture, classes=tuple(bills.worn), input_px=SIDE_PX, mean=(0.5,) * 3)
    pictures = bills.pictures("training", n_birds)
    inputs = torch.stack([normalised(pixels(one), facts.preprocessing) for one in pictures], 1)  # (birds, classes, …)
    _train(net, inputs, bills.epochs)
    return classifier_of(net, facts, "bills")


def pixels(pictures: Sequence[GullPicture]) -> Tensor:
    """(B, 3, H, W) uint8."""
    return stacked([one.image for one in pictures])


def accuracy(classifier: Classifier, pictures: Sequence[Sequence[GullPicture]]) -> float:
    """Share of the pictures, class by class, whose class is named."""
    rows = [classifier.predict([one.image for one in same]).argmax(1) == n for n, same in enumerate(pictures)]
    return float(np.concatenate(rows).mean())


def _train(net: nn.Module, inputs: Tensor, epochs: int) -> None:
    rng = torch.Generator().manual_seed(0)
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE)
    n_steps = epochs * (len(inputs) // BIRDS_A_STEP)
    plan = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=n_steps)
    labels = torch.arange(inputs.shape[1]).repeat(BIRDS_A_STEP)
    for order in (torch.randperm(len(inputs), generator=rng) for _ in range(epochs)):
        for step in range(len(inputs) // BIRDS_A_STEP):
            birds = inputs[order[step * BIRDS_A_STEP :][:BIRDS_A_STEP]].flatten(0, 1)
            loss = F.cross_entropy(net(birds), labels)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            plan.step()
