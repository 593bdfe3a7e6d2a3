"""Which concepts of a picture are worth showing."""

import numpy as np
from numpy.typing import NDArray


def significant(
    contributions: NDArray[np.floating], coverage: float, shown: int | None = None, most: int | None = None
) -> list[int]:
    """The smallest set of positive contributions (n,) that make `coverage` of their sum, largest first.

    As Hamidi-Haines et al. (2019) have it, with 90 %.  shown: just so many of the positive ones instead, as far as
    there are any; most: never more.  Ties go to the earlier concept.
    """
    order = np.argsort(-contributions, kind="stable")
    positive = [int(k) for k in order if contributions[k] > 0]
    if shown is None:
        sums = np.cumsum(contributions[positive], dtype=np.float64)
        shown = int(np.searchsorted(sums, coverage * sums[-1] * (1 - 1e-9))) + 1 if positive else 0
    return positive[: min(shown, len(positive) if most is None else most)]
