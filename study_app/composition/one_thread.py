"""Linear algebra on one thread, unless the environment says otherwise; to be imported before NumPy.

The statistics work on many small matrices: threads gain little there, and where others use the cores too they wait for
each other (measured: a mixed model took 25 times as long on two threads as on one, docs/benchmarks.md).
"""

import os

for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(name, "1")
