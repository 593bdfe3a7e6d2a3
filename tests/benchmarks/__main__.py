"""`make bench`: runs the measurements named on the command line (all of them by default), prints their tables."""

import sys

from tests.benchmarks import (
    concept_faithfulness,
    concept_training,
    graph_search,
    map_growth,
    map_overhead,
    map_precision,
    map_quality,
    mixed_models,
    picture_loading,
    report_speed,
    simulation,
    starting,
    timing,
    trial_gap,
)

MEASUREMENTS = {
    "starting": starting.measure,
    "overhead": map_overhead.measure,
    "growth": map_growth.measure,
    "precision": map_precision.measure,
    "quality": map_quality.measure,
    "concepts": concept_training.measure,
    "faithfulness": concept_faithfulness.measure,
    "graphs": graph_search.measure,
    "simulation": simulation.measure,
    "timing": timing.measure,
    "pictures": picture_loading.measure,
    "gap": trial_gap.measure,
    "mixed": mixed_models.measure,
    "report": report_speed.measure,
    "million": report_speed.measure_most,
}


def main() -> None:
    """Prints a table per measurement, each line as soon as it is known."""
    wanted = sys.argv[1:] or list(MEASUREMENTS)
    unknown = [name for name in wanted if name not in MEASUREMENTS]
    if unknown:
        sys.exit(f"no measurement {unknown[0]!r}; known: {', '.join(MEASUREMENTS)}")
    for name in wanted:
        print(f"\n{name}\n")
        for line in MEASUREMENTS[name]():
            print(line, flush=True)


main()
