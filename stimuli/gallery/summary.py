"""The scores of the whole set at a glance: mean, smallest and largest, per explanation."""

from collections.abc import Sequence

from stimuli.gallery.score_words import number, ordered, words
from stimuli.manifest import StimulusSet
from stimuli.pages.markup import Html, joined, tag

LEGEND = "↓ lower is better, ↑ higher is better; the others describe. How each is computed: docs/scores.md."
Values = dict[str, dict[str, list[float]]]  # explanation → score → its values


def values(stimuli: StimulusSet) -> Values:
    """All values of every score, by explanation and score."""
    found: Values = {name: {} for name in stimuli.explanation_names}
    for stimulus in stimuli.stimuli:
        for one in stimulus.explanations:
            for score, value in one.scores.items():
                found.setdefault(one.name, {}).setdefault(score, []).append(value)
    return found


def summary(found: Values) -> Html:
    """One table of the scores of whole maps, and one, folded away, of parts and similarities; what arrows mean."""
    names = ordered({score for scores in found.values() for score in scores})
    if not names:
        return tag("p", "This set has no scores.", class_="quiet")
    whole, parts = [name for name in names if "." not in name], [name for name in names if "." in name]
    folded = tag("details", tag("summary", "Parts and similarities"), _table(found, parts)) if parts else Html("")
    return joined(_table(found, whole), folded, tag("p", LEGEND, class_="quiet"))


def _table(found: Values, names: Sequence[str]) -> Html:
    groups = [tag("th", name, scope="colgroup", colspan=4) for name in found]
    columns = [tag("th", word, scope="col") for _ in found for word in ("mean", "min", "max", "n")]
    rows = [
        tag(
            "tr",
            tag("th", words(name), scope="row"),
            *(cell for scores in found.values() for cell in _cells(scores, name)),
        )
        for name in names
    ]
    head = tag("thead", tag("tr", tag("th", "score", scope="col", rowspan=2), *groups), tag("tr", *columns))
    table = tag("table", tag("caption", "Over all images that have the score"), head, tag("tbody", *rows))
    return tag("div", table, class_="wide", tabindex=0, role="region", aria_label="Scores of all images")


def _cells(scores: dict[str, list[float]], name: str) -> list[Html]:
    given = scores.get(name, [])
    if not given:
        return [tag("td", "–", class_="first"), *(tag("td", "–") for _ in range(2)), tag("td", "0")]
    mean = sum(given) / len(given)
    shown = [tag("td", number(mean), class_="first"), tag("td", number(min(given))), tag("td", number(max(given)))]
    return [*shown, tag("td", str(len(given)))]
