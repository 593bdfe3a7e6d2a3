"""One card per image: the picture, what the classifier says of it, and every explanation with its scores."""

import json
from collections.abc import Sequence

from stimuli.gallery.graph_words import sets_shown
from stimuli.gallery.placebo_words import Owners, says
from stimuli.gallery.score_words import MAIN, number, ordered, words
from stimuli.manifest import ASSET_FOLDER, Asset, Explanation, Stimulus
from stimuli.pages.markup import Html, joined, tag, void

FULL_SIZE = "Open at full size"


def card(stimulus: Stimulus, known: Owners) -> Html:
    """The card of one image; what filters and sorting read stands in its attributes.  known: whose every map is."""
    scores = {one.name: dict(one.scores) for one in stimulus.explanations}
    warned = [one.name for one in stimulus.explanations if one.warnings or one.score_warnings]
    return tag(
        "article",
        _seen(stimulus),
        *(_explained(one, known) for one in stimulus.explanations),
        class_="card",
        data_class=stimulus.label,
        data_split=stimulus.split or "",
        data_right="right" if stimulus.classifier_correct else "wrong",
        data_warned=json.dumps(warned),
        data_numbers=json.dumps({"": {"p_label": stimulus.p_label, "p_predicted": stimulus.p_predicted}, **scores}),
    )


def picture(asset: Asset) -> Html:
    """A picture of the set, loaded when it comes into view."""
    source = f"{ASSET_FOLDER}/{asset.file_name}"
    return void("img", src=source, alt=asset.alt, width=asset.width_px, height=asset.height_px, loading="lazy")


def _opened(asset: Asset) -> Html:
    """A picture that opens its own file, where it is seen at full size."""
    source = f"{ASSET_FOLDER}/{asset.file_name}"
    return tag("a", picture(asset), href=source, title=FULL_SIZE, aria_label=f"{asset.alt}: {FULL_SIZE.lower()}")


def _seen(stimulus: Stimulus) -> Html:
    right = stimulus.classifier_correct
    verdict = joined("seen as ", tag("b", stimulus.predicted), f" {stimulus.p_predicted:.2f}")
    facts = [tag("p", verdict, class_="verdict verdict--right" if right else "verdict verdict--wrong")]
    if not right:
        facts.append(tag("p", f"probability of {stimulus.label}: {stimulus.p_label:.2f}"))
    if stimulus.split:
        facts.append(tag("p", f"split: {stimulus.split}"))
    caption = tag("figcaption", tag("h3", stimulus.image), tag("p", "true class ", tag("b", stimulus.label)), *facts)
    return tag("figure", picture(stimulus.asset), caption)


def _explained(one: Explanation, known: Owners) -> Html:
    names = ordered(one.scores)
    main = [name for name in names if name in MAIN]
    rest = [name for name in names if name not in MAIN]
    more = tag("details", tag("summary", "More scores"), _list(one, rest)) if rest else Html("")
    warnings = [tag("li", warning) for warning in (*one.warnings, *one.score_warnings)]
    return tag(
        "figure",
        _drawn(one.assets),
        tag(
            "figcaption",
            tag("h4", one.name),
            tag("p", says(one, known), class_="quiet"),
            tag("p", sets_shown(one.graph)) if one.graph else "",
            _list(one, main),
            tag("ul", *warnings, class_="warnings") if warnings else Html(""),
            more,
        ),
        data_explanation=one.name,
    )


def _drawn(assets: Sequence[Asset]) -> Html:
    """Several pictures as tiles, and whatever stands under a picture as participants see it."""
    if len(assets) == 1 and not assets[0].caption:
        return _opened(assets[0])
    return tag("div", *(tag("div", _opened(one), tag("p", one.caption)) for one in assets), class_="tiles")


def _list(one: Explanation, names: list[str]) -> Html:
    if not names:
        return Html("")
    return tag("dl", *(tag("div", tag("dt", words(n)), tag("dd", number(one.scores[n]))) for n in names))
