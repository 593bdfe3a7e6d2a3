"""Small figures of every kind, drawn from made-up estimates, for the tests that ask the same of all of them."""

from collections.abc import Callable, Mapping

from analysis.figures.base_rate_curve import Crossing, TeamCurve, base_rate_curve
from analysis.figures.caterpillar import Item, caterpillar
from analysis.figures.curve import Point
from analysis.figures.learning_curves import LearningCurve, learning_curves
from analysis.figures.moderation_curves import ModeratedArm, Seen, moderation_curves
from analysis.figures.reliability_diagram import Bin, Reliability, reliability_diagram
from analysis.figures.reliance_plane import RELATIVE, UNDER_AND_OVER, Reliance, Share, reliance_plane
from analysis.figures.sheet import Picture
from analysis.result import Interval

LONG = "an arm with a name that is much too long for one line, and donaudampfschifffahrtsgesellschaftskapitaene in it"
WHOLE = Interval(0.0, 1.0, 0.95)


def around(estimate: float) -> Interval:
    return Interval(max(0.0, estimate - 0.1), min(1.0, estimate + 0.1), 0.95)


def learning_curve(name: str, n_blocks: int = 4, n: int = 20) -> LearningCurve:
    blocks = [float(block) for block in range(1, n_blocks + 1)]
    points = tuple(Point(block, 1 - 0.5 / block, around(1 - 0.5 / block)) for block in blocks)
    lines = tuple(tuple((block, (person % 11) / 10) for block in blocks) for person in range(n))
    return LearningCurve(name, n, points, lines)


def reliability(name: str, n_bins: int = 5) -> Reliability:
    middles = [(place + 0.5) / n_bins for place in range(n_bins)]
    bins = [Bin(at - 0.5 / n_bins, at + 0.5 / n_bins, 1000, at, 0.2 + 0.6 * at, around(at)) for at in middles]
    return Reliability(name, tuple(bins))


def reliance(name: str) -> Reliance:
    return Reliance(name, 4, Share(0.7, around(0.7)), Share(0.4, around(0.4)), ((0, 1), (0.5, 0.5), (0.5, 0.5), (1, 1)))


def team(name: str) -> TeamCurve:
    points = tuple(Point(x / 10, 0.4 + 0.05 * x, around(0.4 + 0.05 * x)) for x in range(11))
    return TeamCurve(name, points, Crossing(0.8, Interval(0.74, 0.86, 0.95)))


def moderated(name: str, place: int = 0) -> ModeratedArm:
    points = tuple(Point(20 + 4.0 * x, 0.5 + 0.04 * x, around(0.5 + 0.04 * x)) for x in range(10))
    return ModeratedArm(name, place, "n = 20", points, (Seen(25, 0.6, 8), Seen(45, 0.9, 12)))


def items(n: int, n_outliers: int = 0) -> list[Item]:
    """From the lowest to the highest; the outliers are the lowest."""
    estimates = [(place + 0.5) / n for place in range(n)]
    return [
        Item(f"item {place}", estimate, around(estimate), "below chance" if place < n_outliers else "")
        for place, estimate in enumerate(estimates)
    ]


def arms(n: int) -> list[str]:
    return [f"arm {place}" for place in range(n)]


Draw = Callable[[str, str], Picture]

DRAWINGS: Mapping[str, Draw] = {
    "learning curves": lambda name, alt: learning_curves([*map(learning_curve, arms(2))], 0.25, name, alt),
    "learning in no arm": lambda name, alt: learning_curves([], None, name, alt),
    "learning in one block": lambda name, alt: learning_curves([learning_curve("a", 1)], 0.5, name, alt),
    "learning in an empty arm": lambda name, alt: learning_curves([LearningCurve("a", 0, ())], 0.5, name, alt),
    "learning of 12 arms": lambda name, alt: learning_curves([*map(learning_curve, arms(12))], 0.25, name, alt),
    "learning, long names": lambda name, alt: learning_curves([*map(learning_curve, [LONG] * 4)], 0.25, name, alt),
    "learning, 200 trials": lambda name, alt: learning_curves([learning_curve("a", 200, 0)], 0, name, alt, by="trial"),
    "reliability": lambda name, alt: reliability_diagram([*map(reliability, arms(2))], name, alt),
    "reliability of no arm": lambda name, alt: reliability_diagram([], name, alt),
    "reliability, one bin": lambda name, alt: reliability_diagram([reliability("a", 1)], name, alt, lowest=0.5),
    "reliability, an empty arm": lambda name, alt: reliability_diagram([Reliability("a", ())], name, alt),
    "reliability of 12 arms": lambda name, alt: reliability_diagram([*map(reliability, arms(12))], name, alt),
    "reliability, long names": lambda name, alt: reliability_diagram([*map(reliability, [LONG] * 2)], name, alt),
    "reliance": lambda name, alt: reliance_plane([*map(reliance, arms(2))], RELATIVE, name, alt),
    "reliance of no arm": lambda name, alt: reliance_plane([], RELATIVE, name, alt),
    "reliance of an empty arm": lambda name, alt: reliance_plane([Reliance("a", 0, None, None)], RELATIVE, name, alt),
    "under- and over-reliance": lambda name, alt: reliance_plane([reliance("a")], UNDER_AND_OVER, name, alt),
    "reliance of 12 arms": lambda name, alt: reliance_plane([*map(reliance, arms(12))], UNDER_AND_OVER, name, alt),
    "reliance, long names": lambda name, alt: reliance_plane([*map(reliance, [LONG] * 4)], RELATIVE, name, alt),
    "base rates": lambda name, alt: base_rate_curve([*map(team, arms(2))], 0.75, name, alt),
    "base rates of no arm": lambda name, alt: base_rate_curve([], None, name, alt),
    "base rates of an empty arm": lambda name, alt: base_rate_curve([TeamCurve("a", ())], 1.0, name, alt),
    "base rates, one point": lambda name, alt: base_rate_curve([TeamCurve("a", (Point(1, 1),))], 1.0, name, alt),
    "base rates of 12 arms": lambda name, alt: base_rate_curve([*map(team, arms(12))], 0.0, name, alt),
    "base rates, long names": lambda name, alt: base_rate_curve([*map(team, [LONG] * 3)], 0.75, name, alt),
    "a moderator": lambda name, alt: moderation_curves([moderated("a"), moderated("b", 2)], 0.25, "age", (name, alt)),
    "a moderator, long names": lambda name, alt: moderation_curves([moderated(LONG)], None, LONG, (name, alt)),
    "a moderator of no arm": lambda name, alt: moderation_curves([], 0.5, "age", (name, alt)),
    "no items": lambda name, alt: caterpillar([], 0.25, name, alt),
    "one item": lambda name, alt: caterpillar([Item("x", 1.0, WHOLE, "alone")], None, name, alt),
    "20 items": lambda name, alt: caterpillar(items(20, 2), 0.25, name, alt),
    "2,000 items": lambda name, alt: caterpillar(items(2000, 60), 0.25, name, alt),
    "items with wide names": lambda name, alt: caterpillar([Item("W" * 50, 0.5, WHOLE, "W" * 50)], 0.0, name, alt),
    "items with long names": lambda name, alt: caterpillar([Item(LONG, 0.5, WHOLE, LONG)] * 3, 0.25, name, alt),
}
