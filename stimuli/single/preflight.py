"""Everything that can be wrong is looked for before anything is computed, and said at once."""

from collections.abc import Sequence
from difflib import get_close_matches
from functools import partial
from typing import TypeVar

from stimuli import methods
from stimuli.classifier import Classifier
from stimuli.errors import StimuliError, tried
from stimuli.loading import load_classifier
from stimuli.method import Member
from stimuli.single.choice import Choice, chosen
from stimuli.single.job import Job, Wish
from stimuli.single.kinds import kind_of
from stimuli.single.outputs import in_the_way, make_folder, unwritable
from stimuli.single.pictures import SinglePicture, distinct, opened

T = TypeVar("T")
MOST_NAMED = 12


def prepared(wish: Wish, seen: Sequence[str] = ()) -> Job:
    """The job that a wish means; StimuliError naming all faults, a line each.

    seen: faults that are known already.  Where all else is well, the classifier is asked what it sees; then what lies
    in the way is named, all at once.
    """
    choice, faults = chosen(wish.methods, wish.score)
    classifier = tried(faults, "--classifier", lambda: load_classifier(wish.classifier, None, wish.device))
    pictures, torn = opened(wish.images, None if classifier is None else classifier.preprocessing)
    faults += [*torn, *unwritable(wish.out)]
    if classifier is not None and wish.class_name is not None:
        faults += _strange_class(classifier, wish.class_name)
    if classifier is not None:
        faults += _strange_layers(classifier, choice)
    if len(distinct(wish.images)) == 1:
        faults += _wanting_another(choice)
    if classifier is None or faults or seen:
        raise StimuliError.of([*seen, *faults])
    job = _foreseen(wish, classifier, choice, pictures)
    make_folder(wish.out)
    return job


def _foreseen(wish: Wish, classifier: Classifier, choice: Choice, pictures: Sequence[SinglePicture]) -> Job:
    rows = classifier.predict([picture.taken for picture in pictures])
    # Nobody has said what these pictures show: what the classifier sees stands for their label.
    predicted = [classifier.classes[int(row.argmax())] for row in rows]
    members = [Member(picture.name, label) for picture, label in zip(pictures, predicted, strict=True)]
    faults = list[str]()
    whose = _whose(faults, choice, members)
    job = Job(wish, classifier, pictures, choice, rows, whose)
    if not faults and not wish.over:
        faults += _in_the_way(job)
    if faults:
        raise StimuliError.of(faults)
    return job


def _wanting_another(choice: Choice) -> list[str]:
    """What takes the explanation of another picture has none to take where there is one picture."""
    alone = [one.name for one in choice.ordered if tried([], "", partial(one.whose, [Member("", "")])) is None]
    return [f"{choice.option(name)}: takes the map of another picture: give two pictures or more" for name in alone]


def _whose(faults: list[str], choice: Choice, members: Sequence[Member]) -> dict[str, Sequence[int]]:
    """For every explanation, by name, whose explanations beneath it each picture is given."""
    found: dict[str, Sequence[int]] = {}
    for one in choice.ordered:
        found[one.name] = tried(faults, choice.option(one.name), partial(one.whose, members)) or ()
    return found


def _strange_layers(classifier: Classifier, choice: Choice) -> list[str]:
    """The layers that methods are to read and that the classifier lacks.

    What a method of one's own means by no layer is its own affair.
    """
    faults = list[str]()
    for one in choice.ordered:
        layer = getattr(one.parameters, "layer", "")
        by_default = layer is None and one.plan.method in methods.names()
        if by_default or (layer and isinstance(layer, str)):
            tried(faults, choice.option(one.name), partial(classifier.layer, layer))
    return faults


def _strange_class(classifier: Classifier, name: str) -> list[str]:
    if name in classifier.classes:
        return []
    near = get_close_matches(name, classifier.classes, n=1, cutoff=0.5)
    more = " …" if len(classifier.classes) > MOST_NAMED else ""
    hint = f"did you mean {near[0]!r}?" if near else f"it knows: {', '.join(classifier.classes[:MOST_NAMED])}{more}"
    return [f"--class: the classifier has no class {name!r}; {hint}"]


def _in_the_way(job: Job) -> list[str]:
    shown = [job.choice.named(name) for name in job.choice.asked]
    places = [
        (job.path(n, one.name), job.inputs(n, one), kind_of(one.method.makes).suffixes)
        for n in range(len(job.pictures))
        for one in shown
    ]
    return [line for place in places if (line := in_the_way(*place))]
