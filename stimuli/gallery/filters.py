"""What the page can be filtered and sorted by: plain controls that the keyboard reaches."""

from collections.abc import Iterable

from stimuli.gallery.score_words import ordered, words
from stimuli.gallery.summary import Values
from stimuli.manifest import StimulusSet
from stimuli.pages.markup import Html, joined, tag, void

SORTED = (("order", "as in the set"), ("name", "name"), ("/p_label", "probability of the true class"))


def filters(stimuli: StimulusSet, found: Values) -> Html:
    """The form above the cards."""
    splits = sorted({stimulus.split for stimulus in stimuli.stimuli if stimulus.split})
    return joined(
        _choice("class", "True class", _options(stimuli.classes, "all")),
        _choice("split", "Split", _options(splits, "all")) if splits else "",
        _choice("right", "Classifier", _options(("right", "wrong"), "right or wrong")),
        _choice("explanation", "Explanation", _options(stimuli.explanation_names, "all")),
        _choice("sort", "Sort by", _sorting(found)),
        _tick("descending", "Largest first"),
        _tick("warned", "Warnings only"),
        tag("button", "Reset", type="reset", class_="button"),
    )


def _choice(name: str, label: str, options: Html) -> Html:
    return tag("div", tag("label", label, for_=name), tag("select", options, name=name, id=name), class_="field")


def _tick(name: str, label: str) -> Html:
    return tag("label", void("input", type="checkbox", name=name), tag("span", label), class_="tick")


def _options(values: Iterable[str], everything: str) -> Html:
    return joined(tag("option", everything, value=""), *(tag("option", value, value=value) for value in values))


def _sorting(found: Values) -> Html:
    groups = [
        tag("optgroup", *(tag("option", words(one), value=f"{name}/{one}") for one in ordered(scores)), label=name)
        for name, scores in found.items()
        if scores
    ]
    return joined(*(tag("option", label, value=value) for value, label in SORTED), *groups)
