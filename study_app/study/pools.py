"""The pools of images: which image of the stimulus set serves which purpose.  No image is in two pools."""

from collections.abc import Iterable, Mapping

from stimuli.manifest import Stimulus, StimulusSet
from study_app.definition import Items, Pool
from study_app.study.draw import Draw

Pools = Mapping[str, Mapping[str, tuple[str, ...]]]  # pool name → class → image names, in the order they are given out
Place = tuple[str, int]


def split(items: Items, stimuli: StimulusSet) -> Pools:
    """The pools of these items: a function of items.seed, the pools and the images, the same for every arm.

    A pool without filters is served first, so that it is a plain random sample of its class.
    An image changes its place only where a pool with filters could not be filled otherwise.
    Where images are missing the pool stays short; `faults` tells.
    """
    return {name: {label: _of(name, label, items, stimuli) for label in items.classes} for name in items.pools}


def faults(items: Items, stimuli: StimulusSet) -> list[str]:
    """What these items want and the set does not have; each line begins with a key path."""
    strange = [name for name in items.classes if name not in stimuli.classes]
    if strange:
        known = ", ".join(stimuli.classes)
        return [f"items.classes: the stimulus set has no class {name!r}; known: {known}" for name in strange]
    found = []
    for name, pool in items.pools.items():
        for label in items.classes:
            eligible = sum(_eligible(pool, stimulus) for stimulus in stimuli.stimuli if stimulus.label == label)
            got = len(_of(name, label, items, stimuli))
            if got < pool.per_class:
                path = f"items.pools.{name}.per_class"
                shared = "" if eligible < pool.per_class else f"; other pools need them too: {got} left"
                found.append(f"{path}: {pool.per_class} wanted, class {label!r} has {eligible} fitting images{shared}")
    return found


def _eligible(pool: Pool, stimulus: Stimulus) -> bool:
    lowest, highest = pool.confidence or (0.0, 1.0)
    return (
        pool.classifier_correct in (None, stimulus.classifier_correct)
        and pool.split in (None, stimulus.split)
        and lowest <= stimulus.p_predicted <= highest
        and all(stimulus.attributes.get(name) == value for name, value in pool.where.items())
    )


def _of(pool: str, label: str, items: Items, stimuli: StimulusSet) -> tuple[str, ...]:
    placed = _placed(label, items, [stimulus for stimulus in stimuli.stimuli if stimulus.label == label])
    return tuple(placed[pool, n] for n in range(items.pools[pool].per_class) if (pool, n) in placed)


def _placed(label: str, items: Items, candidates: list[Stimulus]) -> dict[Place, str]:
    """Which image fills which place of which pool: a matching of the greatest size, found place by place."""
    names = sorted(stimulus.image for stimulus in candidates)
    order = Draw(items.seed, "pools", label).shuffled(names)
    by_name = {stimulus.image: stimulus for stimulus in candidates}
    fitting = {p: [n for n in order if _eligible(pool, by_name[n])] for p, pool in items.pools.items()}
    holder: dict[str, Place] = {}
    for pool in sorted(items.pools, key=lambda name: -len(fitting[name])):
        for n in range(items.pools[pool].per_class):
            _fill((pool, n), fitting, holder)
    return {place: image for image, place in holder.items()}


def _fill(place: Place, fitting: Mapping[str, Iterable[str]], holder: dict[str, Place]) -> None:
    """Gives the place an image; holders of wanted images move on to others where that is possible (augmenting path)."""
    reached: dict[str, Place] = {}  # image → the place that asks for it
    asking = [place]
    for asker in asking:
        for image in fitting[asker[0]]:
            if image in reached:
                continue
            reached[image] = asker
            if image not in holder:
                _hand_on(image, place, reached, holder)
                return
            asking.append(holder[image])


def _hand_on(image: str, place: Place, reached: Mapping[str, Place], holder: dict[str, Place]) -> None:
    """Walks the path back: every asker gets its image and gives its former one to whoever asked for that."""
    held = {where: what for what, where in holder.items()}
    while True:
        asker = reached[image]
        holder[image] = asker
        if asker == place:
            return
        image = held[asker]
