"""What the command line asks for, and what has to be done for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stimuli.build.planning import PlannedExplanation
from stimuli.classifier import Classifier
from stimuli.single.choice import Choice
from stimuli.single.pictures import SinglePicture
from stimuli.single.record import ClassifierNamed, Inputs, StandsOn
from stimuli.target import Score


@dataclass(frozen=True)
class Wish:
    """What the command line says.

    class_name: None for the predicted one.  out: a folder.  over: write over what is there of other inputs.  anew:
    compute also what is finished.
    """

    images: Sequence[Path]
    classifier: str
    methods: Sequence[str]
    out: Path
    class_name: str | None = None
    score: Score | None = None
    device: str = "auto"
    over: bool = False
    anew: bool = False
    progress: bool = True


@dataclass(frozen=True, eq=False)
class Job:
    """A wish that can be done.  rows: (N, n_classes), the probabilities.

    whose: for every explanation that has to be computed, by name, whose explanations beneath it each picture is given.
    """

    wish: Wish
    classifier: Classifier
    pictures: Sequence[SinglePicture]
    choice: Choice
    rows: NDArray[np.float32]
    whose: Mapping[str, Sequence[int]]

    def predicted(self, n: int) -> str:
        """The class that the classifier sees in a picture."""
        return self.classifier.classes[int(self.rows[n].argmax())]

    def target(self, n: int) -> str:
        """The class that is explained of a picture."""
        return self.wish.class_name or self.predicted(n)

    def probability(self, n: int, class_name: str) -> float:
        """The probability of a class for a picture."""
        return float(self.rows[n][self.classifier.index(class_name)])

    def path(self, n: int, name: str) -> Path:
        """Where the record of a picture explained by the method of that name lies."""
        return self.wish.out / f"{self.pictures[n].name}.{name}.json"

    def inputs(self, n: int, one: PlannedExplanation) -> Inputs:
        """What settles an explanation of a picture."""
        return Inputs(
            image_sha256=self.pictures[n].sha256,
            classifier=ClassifierNamed(
                name=self.classifier.name,
                architecture=self.classifier.architecture,
                weights_sha256=self.classifier.weights_sha256,
                identity=self.classifier.identity,
            ),
            score=one.score,
            explained_class=self.target(n),
            stands_on=tuple(self._beneath(n, one)),
            **_made_by(one),
        )

    def _beneath(self, n: int, one: PlannedExplanation) -> list[StandsOn]:
        """What it stands on, each followed by what that one stands on."""
        whose, found = self.whose[one.name][n], list[StandsOn]()
        for name, other in one.others.items():
            sha256 = self.pictures[whose].sha256 if name in one.needs else None
            found += [StandsOn(name=name, image_sha256=sha256, **_made_by(other)), *self._beneath(whose, other)]
        return found


def _made_by(one: PlannedExplanation) -> dict[str, Any]:
    return {"method": one.plan.method, "parameters": one.parameters.model_dump(mode="json")}
