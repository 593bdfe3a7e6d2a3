"""A node's share of the score, as people read it and as it is written: never more than it is."""

from math import floor

SLACK = 1e-11  # 0.29 of 1 is 29 per cent, though 100 * 0.29 is less than 29
STEPS = 1_000_000  # of a share that is written


def percent(share: float) -> int:
    """A share as a whole number, rounded down as the authors do."""
    return floor(100 * (share + SLACK))


def written_share(share: float) -> float:
    """A share with six decimals, rounded down, so that its percent is still that of the share."""
    return floor(STEPS * (share + SLACK)) / STEPS
