"""How alike the contributions of two concepts are, as a table in colours."""

from stimuli.concept_book.book import Chapter
from stimuli.concept_book.key import letter
from stimuli.concept_book.numbers import NONE, number
from stimuli.concept_style import ConceptStyle
from stimuli.pages.markup import Html, tag

# From ColorBrewer's PuOr, which colour-blind readers tell apart; dark ink is read on both.
NEGATIVE, POSITIVE = (153, 142, 195), (241, 163, 64)


def correlations(chapter: Chapter, style: ConceptStyle) -> Html:
    """The table; a dash beside a concept that does not vary, and where a concept meets itself."""
    module = chapter.module
    vary = module.contributions.std(0) > 1e-6
    head = [tag("th", letter(style, k, mute=True), scope="col") for k in range(module.n_concepts)]
    rows = []
    for k in range(module.n_concepts):
        cells = [
            _cell(float(module.correlation[k, j])) if k != j and vary[k] and vary[j] else tag("td", NONE, class_="self")
            for j in range(module.n_concepts)
        ]
        rows.append(tag("tr", tag("th", letter(style, k), scope="row"), *cells))
    caption = tag("caption", f"Correlation of contributions, over the images of {module.class_name}", class_="unseen")
    corner = tag("th", tag("span", "concept", class_="unseen"), scope="col")
    return tag("table", caption, tag("thead", tag("tr", corner, *head)), tag("tbody", *rows), class_="heat")


def _cell(r: float) -> Html:
    return tag("td", number(r), style=f"background: {tint(r)}")


def tint(r: float) -> str:
    """White at 0, violet towards -1, orange towards 1."""
    end = POSITIVE if r > 0 else NEGATIVE
    mixed = (round(255 + min(1.0, abs(r)) * (channel - 255)) for channel in end)
    return "#" + "".join(f"{channel:02x}" for channel in mixed)
