"""The automatic scores of the stimuli as a table, so that answers can be set against them without the stimulus set."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from stimuli.manifest import HIGHER_IS_BETTER, StimulusSet
from study_app.exporting.tables import TableFacts, TableFile
from study_app.records import ScoreRecord


def write_scores(folder: Path, stimulus_sets: Mapping[str, StimulusSet]) -> TableFacts:
    """Writes scores.csv, the header alone where nothing was scored.  stimulus_sets: by id."""
    with TableFile(folder, "scores") as file:
        for set_id, stimuli in stimulus_sets.items():
            file.write(score_records(set_id, stimuli))
    return file.facts()


def score_records(set_id: str, stimuli: StimulusSet) -> Iterator[ScoreRecord]:
    """A row per image, explanation and score, in the order of the set."""
    for stimulus in stimuli.stimuli:
        for explanation in stimulus.explanations:
            for score, value in explanation.scores.items():
                yield ScoreRecord(
                    stimulus_set=set_id,
                    image=stimulus.image,
                    explanation=explanation.name,
                    explanation_sha256=explanation.array_sha256,
                    score=score,
                    value=float(value),
                    higher_is_better=HIGHER_IS_BETTER.get(score),
                )
