"""What is said of a fit: whether it can be used, and why not."""

from collections.abc import Sequence

from analysis.stats.mixed.fitted import Status, is_singular
from analysis.stats.mixed.grouping import Grouping, Values, split
from analysis.stats.mixed.model import Model
from analysis.stats.mixed.optimise import AT_BOUNDARY, Minimum


def status_of(model: Model, found: Minimum, theta: Values, separated: Sequence[str]) -> tuple[Status, tuple[str, ...]]:
    """The gravest of what is wrong, and everything in sentences."""
    notes = []
    if model.n_missing:
        notes.append(f"{model.n_missing} rows without a value were left out")
    if model.aliased:
        notes.append(f"{', '.join(model.aliased)}: left out, because other terms say the same")
    singular = is_singular(model.groupings, theta, AT_BOUNDARY)
    if singular:
        notes += [
            _of_limits(each, part) for each, part in zip(model.groupings, split(model.groupings, theta), strict=True)
        ]
    if not found.converged:
        notes.append("the search did not end at a minimum of the deviance")
    if separated:
        notes.append(
            f"{', '.join(separated)}: no finite estimate, because answers do not differ where these terms tell apart; "
            "a weak prior holds them"
        )
    status: Status = "separated" if separated else "ok" if found.converged else "not_converged"
    if status == "ok" and singular:
        status = "singular"
    return status, tuple(note for note in notes if note)


def _of_limits(grouping: Grouping, theta: Values) -> str:
    """Which random effects of that grouping factor are at their limit; empty where none is."""
    factor = grouping.factor(theta)
    flat = [
        effect
        for effect, size, own in zip(grouping.effects, (factor**2).sum(axis=1) ** 0.5, factor.diagonal(), strict=True)
        if abs(own) < AT_BOUNDARY and size < AT_BOUNDARY
    ]
    bound = [
        effect
        for effect, size, own in zip(grouping.effects, (factor**2).sum(axis=1) ** 0.5, factor.diagonal(), strict=True)
        if abs(own) < AT_BOUNDARY <= size
    ]
    said = []
    if flat:
        said.append(f"{grouping.name} does not vary in {', '.join(flat)}")
    if bound:
        said.append(f"{grouping.name}: {', '.join(bound)} goes with its other effects without exception")
    return "; ".join(said)
