"""A small stimulus set with scores, warnings, splits and a wrong answer, whose names try to break out of the page."""

from pathlib import Path

from stimuli import manifest
from stimuli.manifest import Explanation, Stimulus, StimulusSet
from tests.builders import write_stimulus_set

HOSTILE = "<script>alert('x')</script>&\"$title"


def write_scored_set(folder: Path) -> StimulusSet:
    """Four images, A/000 to B/001; deletion of the heat map is 0.1, 0.2, 0.3, 0.4.

    A/001 has no insertion of the placebo and a warning there; B/001 is seen as A and has a hostile warning.
    """
    made = write_stimulus_set(folder, classes=("A", "B"), per_class=2, explanations=("heatmap", "placebo"))
    stimuli = [_scored(stimulus, n) for n, stimulus in enumerate(made.stimuli)]
    stimuli[3] = stimuli[3].model_copy(update={"predicted": "A", "p_label": 0.05})
    scored = made.model_copy(update={"stimuli": tuple(stimuli), "class_pages": {}})
    manifest.write(scored, folder)
    return scored


def _scored(stimulus: Stimulus, n: int) -> Stimulus:
    heatmap, placebo = stimulus.explanations
    level = (n + 1) / 10
    lines: dict[int, dict[str, object]] = {1: {"warnings": ("the map is flat",)}, 3: {"score_warnings": (HOSTILE,)}}
    scores = {"deletion": 0.5 - level} | ({} if n == 1 else {"insertion": level})
    return stimulus.model_copy(
        update={
            "split": "test" if n % 2 else "train",
            "explanations": (
                _with(heatmap, {"deletion": level, "mass.bill": level / 2, "similarity.placebo": -level}, {}),
                _with(placebo, scores, lines.get(n, {})),
            ),
        }
    )


def _with(one: Explanation, scores: dict[str, float], changes: dict[str, object]) -> Explanation:
    return one.model_copy(update={"scores": scores, **changes})
