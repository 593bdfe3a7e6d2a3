import numpy as np
import torch

from stimuli.images import Preprocessing
from stimuli.inputs import denormalised, normalised, stacked

FACTS = Preprocessing(2, (0.5, 0.25, 0.0), (0.5, 0.25, 1.0))


def test_normalising_subtracts_the_mean_and_divides_by_the_deviation() -> None:
    white = np.full((2, 2, 3), 255, dtype=np.uint8)
    found = normalised(stacked([white]), FACTS)
    assert found[0, :, 0, 0].tolist() == [1.0, 3.0, 1.0]


def test_denormalising_gives_the_picture_back() -> None:
    picture = torch.randint(0, 256, (2, 3, 2, 2), dtype=torch.uint8)
    assert torch.equal(denormalised(normalised(picture, FACTS), FACTS), picture)
