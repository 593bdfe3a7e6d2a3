"""How far a module may be trusted, in words."""

import numpy as np

from stimuli.concept_book.book import Chapter
from stimuli.concept_book.numbers import counted, number, percent
from stimuli.pages.markup import Html, tag


def state(chapter: Chapter) -> Html:
    """The verdict in one word."""
    if chapter.refusal is None:
        return tag("b", "faithful", class_="right")
    return tag("b", "REFUSED", class_="wrong")


def verdict(chapter: Chapter) -> str:
    """Faithful or refused, and what that rests on."""
    found, name = chapter.module.faithfulness, chapter.module.class_name
    interval = f"R² {number(found.r2_within)}, 95 % interval {number(found.r2_low)} to {number(found.r2_high)}"
    says = (
        f"On {counted(found.n_within, 'image')} of {name} that it did not learn from, the module says "
        f"{percent_of(found.r2_within)} of what makes the classifier's score higher in one than in another "
        f"({interval})."
    )
    instead = (
        f"Put in the place of the classifier's score, its own leaves the classifier's first choice as it is in "
        f"{percent(found.agreement)} of {counted(found.n, 'held-out image')} of all classes."
    )
    return f"{says} {instead}"


def percent_of(r2: float) -> str:
    """A share of variance in words; one below 0 is worse than the class's mean score said of every image."""
    return percent(r2) if r2 > 0 else "nothing"


def notes(chapter: Chapter) -> list[str]:
    """What else should be known of a module, a sentence each."""
    module, found = chapter.module, chapter.module.faithfulness
    told = [] if chapter.refusal is None else [f"Refused: {chapter.refusal}."]
    n_dead = int(np.count_nonzero(module.dead))
    if n_dead:
        told.append(f"{n_dead} of {counted(module.n_concepts, 'concept')} dead: zero in every row learnt from.")
    if not module.accepted:
        rounds = counted(module.rounds, "beginning")
        told.append(f"One concept does nearly all the work (balance {number(module.balance)}) after {rounds}.")
    if chapter.refusal is None and found.r2_low <= 0:
        told.append("The interval of R² reaches 0: these held-out images are too few to be sure of any faithfulness.")
    return told
