"""The one device a classifier lives on."""

import torch

from stimuli.device_names import CHOICES
from stimuli.errors import StimuliError


def device_named(name: str) -> torch.device:
    """The device of that name; auto takes a GPU where there is one. StimuliError where the machine lacks it."""
    here = {"cpu": True, "cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if name == "auto":
        return torch.device(next(kind for kind in ("cuda", "mps", "cpu") if here[kind]))
    if name not in here:
        raise StimuliError(f"no device {name!r}; known: {', '.join(CHOICES)}")
    if not here[name]:
        raise StimuliError(f"this machine has no {name!r} that torch can use; use 'auto'")
    return torch.device(name)
