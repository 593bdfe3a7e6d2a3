"""What the reader of an attention graph is to be told."""

from collections.abc import Mapping

from stimuli.attention_graphs.explanation import SearchFacts
from stimuli.attention_graphs.search import Found, Stopped
from stimuli.baselines import hides

NONE_FOUND = "no sufficient explanation"
_WHY: Mapping[Stopped, str] = {
    "exhausted": "though every state was extended",
    "sets": "within the limit of sets",
    "patches": "within the limit of patches",
    "evaluations": "within the limit of evaluations",
}


def warnings_of(facts: SearchFacts, found: Found | None) -> tuple[str, ...]:
    """Whether there was something to find, whether it was found, and whether the baseline hides the class."""
    if found is None:
        return (_unanswerable(facts),)
    missing = () if found.sets else (f"{NONE_FOUND} {_WHY[found.stopped]}: {facts.distinct} sets were scored",)
    if hides(facts.full, facts.empty):
        return missing
    return (
        *missing,
        f"the baseline does not hide the class: {facts.baseline} leaves {facts.empty:.3g} of {facts.full:.3g}",
    )


def _unanswerable(facts: SearchFacts) -> str:
    if not facts.full > 0:
        return f"not explained: the score is {facts.full:.3g}, of which no share can be asked for"
    return (
        f"not explained: with every patch hidden the score is {facts.empty:.3g} of {facts.full:.3g}, so that no patch "
        f"is needed; name a baseline that hides the class better than {facts.baseline}, if there is one"
    )
