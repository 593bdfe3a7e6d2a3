"""Accuracies of two simulated groups of 30 participants with 40 trials each, of which the results of R are known."""

import numpy as np

_NONE = "18 16 27 30 26 30 19 29 23 25 29 26 27 23 17 33 27 16 17 31 23 32 18 30 27 28 26 33 22 26"
_XNN = "32 30 22 32 28 32 12 27 34 34 34 16 30 17 30 29 26 24 27 35 23 33 27 33 35 24 16 38 17 28"
NONE = np.array([int(n) for n in _NONE.split()]) / 40
XNN = np.array([int(n) for n in _XNN.split()]) / 40
