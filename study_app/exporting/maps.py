"""The maps of the stimuli in few cells as a table, so that what people mark can be held against them."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from stimuli.manifest import StimulusSet
from study_app.exporting.tables import TableFacts, TableFile
from study_app.records import MapRecord


def write_maps(folder: Path, stimulus_sets: Mapping[str, StimulusSet]) -> TableFacts:
    """Writes maps.csv, the header alone where there is no map.  stimulus_sets: by id, those in which people mark."""
    with TableFile(folder, "maps") as file:
        for set_id, stimuli in stimulus_sets.items():
            file.write(map_records(set_id, stimuli))
    return file.facts()


def map_records(set_id: str, stimuli: StimulusSet) -> Iterator[MapRecord]:
    """A row per image and explanation that tells of places, in the order of the set."""
    for stimulus in stimuli.stimuli:
        for explanation in stimulus.explanations:
            if explanation.map_cells is not None:
                yield MapRecord(
                    stimulus_set=set_id,
                    image=stimulus.image,
                    explanation=explanation.name,
                    explanation_sha256=explanation.array_sha256,
                    cells=explanation.map_cells,
                )
