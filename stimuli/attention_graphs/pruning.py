"""Makes a sufficient set minimal: no patch of it can be taken away."""

from stimuli.attention_graphs.asking import Asking
from stimuli.attention_graphs.patches import Patches, one_fewer


def pruned(some: Patches, threshold: float) -> Asking[Patches]:
    """A minimal sufficient set within a sufficient one: no single patch of it can go without its score falling to the
    threshold or below.

    Of the patches that can go, that one goes whose loss costs least; of equal ones the first.  The authors' code goes
    through them row by row and drops the first that it can, which favours the picture's lower right.
    """
    while True:
        fewer = list(one_fewer(some))
        scores = yield fewer
        best, score = min(zip(fewer, scores, strict=True), key=lambda pair: (-pair[1], pair[0]))
        if score <= threshold:
            return some
        some = best
