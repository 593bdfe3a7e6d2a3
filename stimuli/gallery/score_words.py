"""How scores are called and written on the page."""

from collections.abc import Iterable

from stimuli.manifest import HIGHER_IS_BETTER

MAIN = ("deletion", "insertion", "average_drop", "sparseness", "pointing_game", "mass")  # beside every picture
BETTER = {score: "↑" if is_up else "↓" for score, is_up in HIGHER_IS_BETTER.items()}


def words(score: str) -> str:
    """A score's name in words, with an arrow where one direction is better."""
    kind, _, part = score.partition(".")
    said = f"{kind.replace('_', ' ')}: {part.replace('_', ' ')}" if part else kind.replace("_", " ")
    return f"{said} {BETTER[score]}" if score in BETTER else said


def number(value: float) -> str:
    """A score as it is read: three decimals, a true minus."""
    return f"{value:.3f}".replace("-", "−")


def ordered(scores: Iterable[str]) -> list[str]:
    """The scores' names: first those that every picture shows, then the others, parts and similarities last."""
    there = set(scores)
    main = [name for name in MAIN if name in there]
    return main + sorted(there - set(main), key=lambda name: ("." in name, name))
