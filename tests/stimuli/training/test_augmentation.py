import pytest
import torch

from stimuli.training.augmentation import augmented, plain

PICTURES = torch.randint(0, 256, (6, 3, 80, 80), dtype=torch.uint8, generator=torch.Generator().manual_seed(0))


@pytest.mark.parametrize("side", [48, 64, 80])
def test_other_looks_have_the_wanted_size_and_stay_in_bounds(side: int) -> None:
    found = augmented(PICTURES, side, torch.Generator().manual_seed(1))
    assert found.shape == (6, 3, side, side)
    assert 0 <= found.min() <= found.max() <= 1


def test_the_same_seed_gives_the_same_looks_and_another_seed_others() -> None:
    first, again, other = (augmented(PICTURES, 64, torch.Generator().manual_seed(seed)) for seed in (1, 1, 2))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_the_pictures_themselves_are_left_alone() -> None:
    before = PICTURES.clone()
    augmented(PICTURES, 64, torch.Generator().manual_seed(1))
    assert torch.equal(PICTURES, before)


def test_a_colour_stays_that_colour() -> None:
    red = torch.zeros(32, 3, 40, 40, dtype=torch.uint8)
    red[:, 0] = 200
    found = augmented(red, 40, torch.Generator().manual_seed(1)).mean((2, 3))
    assert (found[:, 0] > 0.5).all()
    assert (found[:, 1:] < 0.15).all()


def test_plain_pictures_are_only_resized() -> None:
    assert torch.equal(plain(PICTURES, 80), PICTURES.float() / 255)
    assert plain(PICTURES, 40).shape == (6, 3, 40, 40)
