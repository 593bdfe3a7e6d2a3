"""What one bird looks like: the colours and the extent of its marks, as they are drawn."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from stimuli.gulls.marks import MARKS, Colour, Mark
from stimuli.gulls.streams import between, blend, stream


@dataclass(frozen=True)
class Appearance:
    """Colours by mark name, with everything that individual variation and difficulty do to them.

    extent: factor on the size of spots, rings and mirrors.  bill, head, eye, legs: factors on the size of that part.
    wear: 0 fresh plumage ... 1 worn.  moulting: whether one flight feather is missing.
    """

    kinds: Mapping[str, str]
    colours: Mapping[str, Colour]
    seconds: Mapping[str, Colour]
    extent: float
    bill: float
    head: float
    eye: float
    legs: float
    wear: float
    moulting: bool

    def kind(self, mark: str) -> str:
        """The class of the mark as drawn, 'removed' if it was taken away."""
        return self.kinds[mark]


def appearance(marks: Mapping[str, Mark], seed: int, difficulty: float) -> Appearance:
    """The individual with this seed; every draw is the same whatever the marks are."""
    rng = stream(seed, "individual")
    colours = {name: _coloured(marks[name], seed, name, difficulty) for name in MARKS}
    white: Colour = (0.97, 0.97, 0.97)
    return Appearance(
        kinds={name: marks[name].kind for name in MARKS},
        colours=colours,
        seconds={name: marks[name].second or white for name in MARKS},
        extent=blend(1.22, 0.82, difficulty) * (1 + blend(0.04, 0.15, difficulty) * between(rng, -1, 1)),
        bill=blend(1.26, 1.0, difficulty) * between(rng, 0.97, 1.03),
        head=blend(1.12, 1.0, difficulty) * between(rng, 0.98, 1.02),
        eye=blend(1.3, 1.0, difficulty),
        legs=blend(1.25, 1.0, difficulty) * between(rng, 0.95, 1.05),
        wear=between(rng, 0, 1) * blend(0.5, 1.0, difficulty),
        moulting=between(rng, 0, 1) < blend(0.1, 0.4, difficulty),
    )


def _coloured(mark: Mark, seed: int, name: str, difficulty: float) -> Colour:
    colour = [blend(clear, real, difficulty) for clear, real in zip(mark.clear, mark.real, strict=True)]
    rng = stream(seed, "colour of " + ("body" if name == "head" else name))
    lighter = blend(0.008, 0.035, difficulty) * float(np.clip(rng.standard_normal(), -2, 2))
    warmer = blend(0.003, 0.012, difficulty) * float(np.clip(rng.standard_normal(), -2, 2))
    red, green, blue = np.clip([colour[0] + lighter + warmer, colour[1] + lighter, colour[2] + lighter - warmer], 0, 1)
    return float(red), float(green), float(blue)
