"""Images that come again in a block, and the places of extra trials among the others."""

from collections.abc import Sequence

from study_app.study.draw import Draw
from study_app.study.order import longest_run
from study_app.study.wanted import Wanted

TRIES = 200


def with_repeats(
    order: Sequence[str], times: int, spacing: int, wanted: Wanted, key: tuple[str | int, ...]
) -> tuple[str, ...]:
    """The order, and the same images again until each was shown so many times: every pass is another random order.

    Between an image and the same image again there are at least `spacing` other trials, and no run of a run value is
    longer than wanted.  Where no such order is drawn, a pass repeats the one before.
    Raises ValueError where the spacing is greater than one less than the number of images, or where even the same
    order again makes a run too long.
    """
    if times > 1 and spacing > len(order) - 1:
        raise ValueError(f"a spacing of {spacing} needs more than {spacing} images; there are {len(order)}")
    passes = [list(order)]
    for number in range(1, times):
        passes.append(_next_pass(passes[-1], spacing, wanted, Draw(*key, "repeat", number)))
    return tuple(image for images in passes for image in images)


def _next_pass(before: list[str], spacing: int, wanted: Wanted, draw: Draw) -> list[str]:
    """A random order that can follow: all that obey are equally likely, but where runs had to be looked after."""
    for looks_after_runs in (False, True):
        for _ in range(TRIES):
            order = _drawn(before, spacing, wanted if looks_after_runs else None, draw)
            if order and _run(before + order, wanted) <= wanted.no_more_than:
                return order
    if _run(before + before, wanted) > wanted.no_more_than:
        raise ValueError(f"repeated images have more than {wanted.no_more_than} of the same class in a row")
    return before


def _run(order: Sequence[str], wanted: Wanted) -> int:
    return longest_run([wanted.run_value[image] for image in order])


def _drawn(before: list[str], spacing: int, wanted: Wanted | None, draw: Draw) -> list[str]:
    """The images drawn one after the other, each as soon as its spacing allows; [] where runs leave none to draw.

    How many may be drawn does not depend on what was drawn before, so all orders with that spacing are equally likely.
    """
    order, ready = list[str](), before[: len(before) - 1 - spacing]
    for place in range(len(before)):
        arriving = len(before) - 1 - spacing + place
        ready += before[arriving : arriving + 1]
        fitting = ready if wanted is None else [image for image in ready if _may_follow(image, before + order, wanted)]
        if not fitting:
            return []
        order.append(fitting[draw.below(len(fitting))])
        ready.remove(order[-1])
    return order


def _may_follow(image: str, order: Sequence[str], wanted: Wanted) -> bool:
    return _run([*order[-wanted.no_more_than :], image], wanted) <= wanted.no_more_than


def places_for_catches(n_trials: int, n_catch: int, key: tuple[str | int, ...]) -> tuple[int, ...]:
    """Before which trials extra ones are inserted, in ascending order; n_trials stands for the end of the block.

    One lies in each of n_catch equal stretches of the block, at a random place of it: never before the first trial,
    and two at the same place only where there are more extra trials than others.  There must be a trial.
    """
    draw = Draw(*key, "catches")
    places = []
    for stretch in range(n_catch):
        start, end = (n_trials * at // n_catch for at in (stretch, stretch + 1))
        places.append(start + 1 + draw.below(max(1, end - start)))
    return tuple(places)
