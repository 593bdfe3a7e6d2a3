"""How many images of each class a recipe keeps, by what the classifier says of them.  No torch here."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from stimuli.picture import Picture
from stimuli.recipe import Keep


@dataclass
class Quota:
    """What is kept of one class as its images come, one after the other.  wrongly: all that were named wrongly."""

    keep: Keep
    label: str
    classes: Collection[str]
    n_seen: int = 0
    right: int = 0
    wrong: int = 0
    wrongly: int = 0

    def takes(self, predicted: str) -> bool:
        """Whether the next image, which the classifier takes for that class, is kept."""
        self.n_seen += 1
        if predicted == self.label:
            self.right += 1
            return self.keep.right is None or self.right <= self.keep.right
        self.wrongly += 1
        if self.keep.taken_for == "classes" and predicted not in self.classes:
            return False
        self.wrong += 1
        return self.keep.wrong is None or self.wrong <= self.keep.wrong

    @property
    def is_filled(self) -> bool:
        """Whether no further image can be kept."""
        right, wrong = self.keep.right, self.keep.wrong
        return right is not None and wrong is not None and self.right >= right and self.wrong >= wrong

    @property
    def is_met(self) -> bool:
        """Whether there are as many as wanted, and any at all."""
        enough = self.right >= (self.keep.right or 0) and self.wrong >= (self.keep.wrong or 0)
        none_right, none_wrong = self.keep.right == 0 or not self.right, self.keep.wrong == 0 or not self.wrong
        return enough and not (none_right and none_wrong)

    def told(self) -> str:
        """What there is, in words."""
        found = f"of {self.n_seen} images of {self.label!r} {self.right} are named rightly, {self.wrongly} wrongly"
        return found if self.wrongly == self.wrong else f"{found}, of these {self.wrong} for another class of the set"


def wanted(keep: Keep) -> str:
    """What is to be kept, in words."""
    numbers = [("right", keep.right), ("wrong", keep.wrong)]
    return " and ".join(f"{'all' if n is None else n} {name}" for name, n in numbers)


def too_few(keep: Keep | None, pictures: Sequence[Picture]) -> list[str]:
    """A line for every class that has fewer images than are to be kept, whatever the classifier will say."""
    if keep is None:
        return []
    there = Counter(picture.label for picture in pictures)
    return [
        f"images.keep: {wanted(keep)} of each class, class {label!r} has {n} images; keep fewer, or give more"
        for label, n in there.items()
        if n < keep.least
    ]


def at_most(keep: Keep | None, pictures: Sequence[Picture]) -> tuple[Picture, ...]:
    """As many pictures of each class as can be kept, the first ones: which it will be is not known yet."""
    if keep is None or keep.most is None:
        return tuple(pictures)
    found, taken = list[Picture](), Counter[str]()
    for picture in pictures:
        if taken[picture.label] < keep.most:
            found.append(picture)
        taken[picture.label] += 1
    return tuple(found)
