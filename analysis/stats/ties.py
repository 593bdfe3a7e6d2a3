"""What counts as the same value."""

import numpy as np

from analysis.stats.estimable import Values


def levelled(values: Values) -> Values:
    """The values, equal where they differ in their last bits only.

    Of accuracies .4 - .3 and .3 - .2 are a tie on paper and none in floating point; ranks would tell them apart.
    Rounded to 12 digits of the largest magnitude.  Any shape; the same comes back.
    """
    largest = float(np.abs(values).max(initial=0.0))
    return values if largest == 0 else np.round(values / largest, 12) * largest
