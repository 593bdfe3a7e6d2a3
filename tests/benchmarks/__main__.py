"""`make bench`: runs the measurements named on the command line (all of them by default), prints a table."""

import sys

from tests.benchmarks import starting

MEASUREMENTS = {"starting": starting.measure}


def main() -> None:
    """Prints one line per figure: what, median, least, most, unit."""
    wanted = sys.argv[1:] or list(MEASUREMENTS)
    unknown = [name for name in wanted if name not in MEASUREMENTS]
    if unknown:
        sys.exit(f"no measurement {unknown[0]!r}; known: {', '.join(MEASUREMENTS)}")
    print("| what | median | least | most | runs |\n|---|---|---|---|---|")
    for name in wanted:
        for line in MEASUREMENTS[name]():
            print(line, flush=True)


main()
