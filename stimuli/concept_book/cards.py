"""One card per concept: its letter and colour, how much it adds and how often, and the images that show it best."""

from collections.abc import Callable, Sequence
from typing import Protocol

from stimuli.concept_book.book import Chapter, Example
from stimuli.concept_book.key import letter
from stimuli.concept_book.numbers import percent, signed
from stimuli.concept_style import ConceptStyle
from stimuli.concepts.part_alignment import said
from stimuli.images import Pixels
from stimuli.pages.markup import Html, joined, tag


def localities(chapter: Chapter, concept: int) -> str:
    """Over cells, and over parts."""
    measured = [some[concept] for some in (chapter.locality, chapter.part_locality) if some]
    told = [f"{one:.2f}{what}" for one, what in zip(measured, ("", " over parts"), strict=False) if one is not None]
    return ", ".join(told) or "–"


NUMBERS: tuple[tuple[str, str, Callable[[Chapter, int], str]], ...] = (
    (
        "mean contribution",
        "what the concept adds to the class's score, in logits, mean over the class's images that were learnt from",
        lambda chapter, k: f"{signed(float(chapter.module.mean_contributions[k]))} logits",
    ),
    (
        "share of the sum",
        "of all that concepts add to these images' scores, where they add, this concept's part",
        lambda chapter, k: percent(float(chapter.positive_shares[k])),
    ),
    (
        "shown",
        "in how many of the class's images, learnt from and held out, it is among the concepts that are shown",
        lambda chapter, k: f"in {chapter.n_shown[k]} of {len(chapter.module.images)} images",
    ),
    (
        "locality",
        "entropy of its maps on the images below, 0 in one cell, 1 all over the picture; and over the bird's parts, "
        "where they are known",
        localities,
    ),
)


class Show(Protocol):
    """Where pictures are put."""

    def __call__(self, pixels: Pixels, alt: str) -> Html:
        """The picture as an element of the page."""
        ...


def card(chapter: Chapter, concept: int, style: ConceptStyle, show: Show) -> Html:
    """The card of one concept; show: keeps a picture and gives what shows it."""
    dead = tag("b", "dead", class_="wrong") if chapter.module.dead[concept] else ""
    facts = [tag("div", tag("dt", name), tag("dd", cell(chapter, concept))) for name, _, cell in NUMBERS]
    follows = tag("p", f"It {said(chapter.alignment, concept)}.") if chapter.alignment is not None else ""
    name, images = style.name(concept), chapter.examples[concept]
    return tag(
        "section",
        tag("h3", tag("span", "Concept ", class_="unseen"), letter(style, concept), dead),
        tag("dl", *facts, class_="facts"),
        follows,
        _images("adds most", images.top, name, show),
        _images("adds least", images.bottom, name, show),
        class_="concept",
        style=f"border-color: {style.colour(concept)}",
    )


def _images(title: str, examples: Sequence[Example], name: str, show: Show) -> Html:
    if not examples:
        return Html("")
    figures = [_figure(one, name, show) for one in examples]
    return joined(tag("h4", title), tag("div", *figures, class_="examples"))


def _figure(one: Example, name: str, show: Show) -> Html:
    tile = [show(one.tile, f"{one.image}: where concept {name} is")] if one.tile is not None else []
    caption = tag("figcaption", tag("b", signed(one.contribution)), " ", tag("span", one.image, class_="quiet"))
    return tag("figure", show(one.picture, one.image), *tile, caption)
