"""How a run changes as it goes on: learning rate and picture size, from the share of the run that is done."""

import math

WARM_UP = 0.06
GROWN_AT = 0.4
FIRST_SIZE = 4 / 7
STEP_PX = 32


def rate(progress: float, peak: float) -> float:
    """The learning rate: a straight warm-up, then half a cosine down to nearly nothing."""
    if progress < WARM_UP:
        return peak * (0.05 + 0.95 * progress / WARM_UP)
    done = (min(progress, 1.0) - WARM_UP) / (1 - WARM_UP)
    return peak * max(0.002, 0.5 * (1 + math.cos(math.pi * done)))


def picture_px(progress: float, input_px: int, grow: bool) -> int:
    """The side of the training pictures: grows from 4/7 of the full size in steps of 32 px; full from 40 % on."""
    if not grow or progress >= GROWN_AT:
        return input_px
    share = FIRST_SIZE + (1 - FIRST_SIZE) * progress / GROWN_AT
    return min(input_px, max(64, math.ceil(share * input_px / STEP_PX) * STEP_PX))
