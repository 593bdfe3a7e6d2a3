"""One chapter per class: the verdict with its evidence, the concepts, and which marks they follow."""

from stimuli.concept_book.alignment_chart import alignment_chart
from stimuli.concept_book.book import Chapter
from stimuli.concept_book.cards import Show, card
from stimuli.concept_book.correlations import correlations
from stimuli.concept_book.curves_drawing import curves_drawing
from stimuli.concept_book.scores_drawing import scores_drawing
from stimuli.concept_book.summary import anchor
from stimuli.concept_book.verdict import notes, state, verdict
from stimuli.concept_style import ConceptStyle
from stimuli.pages.markup import Html, tag

SCORES = (
    "The class's images: full points held out, rings learnt from. On the line the module says just what the classifier "
    "says."
)
ALIKE = "Correlation of two concepts' contributions over the class's images; 0: they say different things."
LOSS = "Terms of the loss, unweighted, and their weighted sum, in the round that was kept."
MARKS = (
    "The same rendered birds with one mark changed and all else alike. Dot and number: mean change of what the concept "
    "adds, in logits, ± its standard error; the line is 0. All concepts: the change of the module's whole score. "
    "Map: the share of the concept's map on the part, as a multiple of the part's share of the picture; 1× is chance. "
    "Tinted: the mark that a concept follows."
)


def chapter_of(chapter: Chapter, place: int, style: ConceptStyle, show: Show) -> Html:
    """The section of one class; place: 0 the first."""
    told = [tag("li", note) for note in notes(chapter)]
    concepts = [card(chapter, k, style, show) for k in range(chapter.module.n_concepts)]
    return tag(
        "section",
        tag("h2", chapter.module.class_name, " ", state(chapter), id=anchor(place)),
        tag("p", verdict(chapter), class_="verdict"),
        tag("ul", *told, class_="warnings") if told else "",
        tag(
            "div",
            _figure("Scores", scores_drawing(chapter), SCORES),
            _figure("Learning", curves_drawing(chapter), LOSS),
            _figure("Likeness of concepts", correlations(chapter, style), ALIKE),
            class_="figures",
        ),
        *concepts,
        _marks(chapter, style),
        class_="panel chapter",
        aria_labelledby=anchor(place),
    )


def _figure(title: str, drawn: Html, caption: str) -> Html:
    return tag("figure", tag("figcaption", tag("h3", title), tag("p", caption, class_="quiet")), drawn)


def _marks(chapter: Chapter, style: ConceptStyle) -> Html:
    if chapter.alignment is None:
        return Html("")
    chart = alignment_chart(chapter.alignment, chapter.module.class_name, style)
    return tag("div", tag("h3", "Marks"), tag("p", MARKS, class_="quiet"), chart, class_="marks")
