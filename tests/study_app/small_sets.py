"""Small stimulus sets with all that a study asks of its own: pools that the classifier errs on, splits, comparisons."""

from collections.abc import Iterator
from pathlib import Path

from stimuli import manifest
from stimuli.manifest import Item, Stimulus, StimulusSet
from study_app.definition import Pool, Study
from tests.builders import write_stimulus_set


def write_fitting_set(folder: Path, study: Study) -> StimulusSet:
    """A set with exactly as many images as the study's pools want, written to the folder."""
    pools, items = study.items.pools, study.items.comparisons
    per_class = max(sum(pool.per_class for pool in pools.values()), sum(each.n for each in items.values()), 1)
    wanted = dict.fromkeys(each.explanation for each in study.conditions.values() if each.explanation)
    made = write_stimulus_set(folder, study.items.classes, per_class, tuple(wanted))
    fitting = made.model_copy(update={"stimuli": tuple(_stimuli(made, study)), "items": tuple(_items(made, study))})
    manifest.write(fitting, folder)
    return fitting


def _stimuli(made: StimulusSet, study: Study) -> Iterator[Stimulus]:
    """The first images of every class are those of the first pool, and so on."""
    pools = [pool for pool in study.items.pools.values() for _ in range(pool.per_class)]
    for number, label in enumerate(made.classes):
        other = made.classes[number - 1]
        of_class = [one for one in made.stimuli if one.label == label]
        for place, one in enumerate(of_class):
            yield _fitted(one, pools[place], other) if place < len(pools) else one


def _fitted(one: Stimulus, pool: Pool, other: str) -> Stimulus:
    lowest, highest = pool.confidence or (0.8, 1.0)
    changed = {
        "predicted": other if pool.classifier_correct is False else one.label,
        "p_predicted": (lowest + highest) / 2,
        "split": pool.split,
        "attributes": dict(pool.where),
    }
    return one.model_copy(update=changed)


def _items(made: StimulusSet, study: Study) -> Iterator[Item]:
    sets = [each for each in study.items.comparisons.values() for _ in range(each.n)]
    for each, one in zip(sets, made.items, strict=False):
        yield one.model_copy(update={"stratum": each.strata[0], "difficulty": sum(each.difficulty) / 2})
