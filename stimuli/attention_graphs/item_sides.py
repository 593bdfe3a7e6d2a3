"""On which side the version stands that keeps the class."""

from collections.abc import Sequence
from random import Random

from stimuli.manifest import Side


def sides(groups: Sequence[str], rng: Random) -> list[Side]:
    """A side for each item, in random order: left and right equally often in each group and in all, but for one.

    groups: per item, the group that it belongs to, such as its class.
    """
    found: dict[int, Side] = {}
    names = sorted(set(groups))
    rng.shuffle(names)  # so that no group's place decides which side it has once more
    odd_one: Side = rng.choice(("left", "right"))
    for name in names:
        places = [n for n, group in enumerate(groups) if group == name]
        halves: list[Side] = ["left", "right"] * (len(places) // 2)
        if len(places) % 2:
            halves.append(odd_one)
            odd_one = "right" if odd_one == "left" else "left"
        rng.shuffle(halves)
        found.update(zip(places, halves, strict=True))
    return [found[n] for n in range(len(groups))]
