"""What comparisons are called side by side: by their contrast, and by more where that is not enough."""

from collections.abc import Sequence
from dataclasses import replace

from analysis import wording
from analysis.result import Result


def told_apart(differences: Sequence[Result], words: Sequence[str]) -> list[Result]:
    """The same results, whose contrast is written with the outcome where these differ, and with the place if need be.

    words: the outcome of each.  Only for showing them: a pair of arms is then told as a contrast.
    """
    names = _names(differences, words, with_place=False)
    hypotheses = [each.labels["hypothesis"] for each in differences]
    if len(set(zip(hypotheses, names, strict=True))) > len(set(names)):
        names = _names(differences, words, with_place=True)
    return [
        each if name == wording.contrast(each) else replace(each, labels={**each.labels, "contrast": name})
        for each, name in zip(differences, names, strict=True)
    ]


def _names(differences: Sequence[Result], words: Sequence[str], *, with_place: bool) -> list[str]:
    made = []
    for each, outcome in zip(differences, words, strict=True):
        before = [outcome] if len(set(words)) > 1 else []
        before += [each.labels["block"]] if with_place else []
        contrast = wording.contrast(each)
        made.append(f"{', '.join(before)}: {contrast}" if before else contrast)
    return made
