"""By what a concept is known: its letter and its colour, the same as on the tiles that participants see."""

from stimuli.concept_style import ConceptStyle
from stimuli.pages.markup import Html, joined, tag


def letter(style: ConceptStyle, concept: int, *, mute: bool = False) -> Html:
    """The letter behind a square of the colour.  mute: with the word concept for screen readers."""
    word = tag("span", "concept ", class_="unseen") if mute else ""
    square = tag("span", class_="square", style=f"background: {style.colour(concept)}", aria_hidden="true")
    return tag("span", square, joined(word, style.name(concept)), class_="letter")
