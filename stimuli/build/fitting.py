"""What methods learn from a set of pictures before they explain: once, and kept."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from stimuli.build.planning import PlannedExplanation
from stimuli.build.workshop import Workshop
from stimuli.classifier import Classifier
from stimuli.errors import StimuliError
from stimuli.fit import Fitting
from stimuli.picture import Picture
from stimuli.store import Entry, key_of


@dataclass(frozen=True, eq=False)
class Fitted:
    """What a method has learnt, and where it is kept."""

    entry: Entry
    key: str


def classes_of(classifier: Classifier, named: Collection[str]) -> tuple[str, ...]:
    """Those of the classifier's classes that are named, in its order."""
    return tuple(name for name in classifier.classes if name in named)


def fitted(
    shop: Workshop, planned: PlannedExplanation, pictures: Sequence[Picture], classes: tuple[str, ...]
) -> Fitted | None:
    """What the method has learnt from the pictures about the classes; None for a method that does not learn."""
    fit = planned.method.fit
    if fit is None:
        return None
    key = key_of(
        "fit",
        classifier=shop.classifier.identity,
        pictures=[[one.name, one.label, one.split, dict(one.origin)] for one in pictures],
        classes=classes,
        method=planned.plan.method,
        settled_by=fit.settled_by(planned.parameters),
        code=planned.code,
    )
    entry = shop.store.get(key)
    if entry is None:
        lacking = fit.lacks(planned.parameters, pictures, classes)
        if lacking:
            raise StimuliError.of([f"explanation {planned.name!r}: {line}" for line in lacking])
        found = fit.run(Fitting(key, shop.classifier, pictures, classes, shop), planned.parameters)
        entry = shop.store.put(key, found.arrays, found.facts)
        shop.work.n_fitted += 1
    return Fitted(entry, key)


def refuse(planned: PlannedExplanation, found: Fitted, classes: Sequence[str]) -> None:
    """StimuliError where what was learnt should not be shown, a line each."""
    fit = planned.method.fit
    faults = fit.refusals(found.entry, planned.parameters, classes) if fit else []
    if faults:
        raise StimuliError.of([f"explanation {planned.name!r}: {line}" for line in faults])
