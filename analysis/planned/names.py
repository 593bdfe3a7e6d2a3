"""What comparisons are called side by side: by their contrast, and by more where that is not enough."""

from collections.abc import Sequence
from dataclasses import replace

from analysis import wording
from analysis.result import Result


def told_apart(differences: Sequence[Result], words: Sequence[str]) -> list[Result]:
    """The same results, whose contrast is written with the outcome, the place, or both where these differ.

    words: the outcome of each.  Only for showing them: a pair of arms is then told as a contrast.
    """
    places = {each.labels["block"] for each in differences if "contrast" not in each.labels}
    made = []
    for each, outcome in zip(differences, words, strict=True):
        more = [outcome] if len(set(words)) > 1 else []
        more += [each.labels["block"]] if len(places) > 1 and "contrast" not in each.labels else []
        label = f"{', '.join(more)}: {wording.contrast(each)}" if more else ""
        made.append(replace(each, labels={**each.labels, "contrast": label}) if label else each)
    return made
