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


def varies(values: Values) -> bool:
    """Whether any two values differ, by more than their last bits.

    Asked of the values, not of their variance: in floating point that of three times .1 is not 0.
    """
    return values.size > 0 and bool(np.ptp(levelled(values)) > 0)
