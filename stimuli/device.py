"""The one device a classifier lives on."""

import torch

from stimuli.device_names import CHOICES
from stimuli.errors import StimuliError


def device_named(name: str) -> torch.device:
    """The device of that name; auto takes a GPU where there is one. StimuliError where the machine lacks it.

    On CUDA convolutions are then computed in whole single precision: torch's default there (TF32) changes the third
    digit of a probability, and so which sets of patches suffice.
    """
    here = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if name == "auto":
        name = next(kind for kind in ("cuda", "mps", "cpu") if here[kind])
    if name not in here:
        raise StimuliError(f"no device {name!r}; known: {', '.join(CHOICES)}")
    if not here[name]:
        raise StimuliError(f"this machine has no {name!r} that torch can use; use 'auto'")
    if name == "cuda":
        torch.backends.cudnn.allow_tf32 = False
    return torch.device(name)
