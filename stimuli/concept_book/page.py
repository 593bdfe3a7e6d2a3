"""The book as a folder: index.html and its pictures; it opens from the disk and needs nothing else."""

import json
from pathlib import Path

from stimuli.assets import write_picture
from stimuli.concept_book.book import Book
from stimuli.concept_book.cards import NUMBERS
from stimuli.concept_book.chapters import chapter_of
from stimuli.concept_book.numbers import counted
from stimuli.concept_book.summary import anchor, meanings, summary
from stimuli.errors import StimuliError
from stimuli.images import Pixels
from stimuli.manifest import ASSET_FOLDER
from stimuli.pages.markup import Html, joined, tag, void
from stimuli.pages.template import filled
from stimuli.store import write_in_one_step

PAGE_FILE = "index.html"
QUALITY = 85  # of the WebP files
BY_PLACE = (
    "In this study letters and colours of the tiles follow their place; here they name the concept, so they are not "
    "those that participants see."
)


def write_book(book: Book, out: Path) -> Path:
    """Writes OUT/index.html and OUT/assets; the page's path.  StimuliError where it cannot be written."""

    def show(pixels: Pixels, alt: str) -> Html:
        file = write_picture(pixels, QUALITY, out)
        source = f"{ASSET_FOLDER}/{file.file_name}"
        return void("img", src=source, alt=alt, width=file.width_px, height=file.height_px, loading="lazy")

    try:
        chapters = [chapter_of(one, place, book.style, show) for place, one in enumerate(book.chapters)]
        write_in_one_step(out / PAGE_FILE, _page(book, chapters).encode())
    except OSError as fault:
        raise StimuliError(f"{out}: cannot be written: {fault.strerror}") from None
    return out / PAGE_FILE


def _page(book: Book, chapters: list[Html]) -> str:
    return filled(
        "stimuli.concept_book",
        title=joined(f"{book.study}: concept book"),
        study=joined(book.study),
        lead=joined(_lead(book)),
        contents=joined(*(_entry(place, one.module.class_name) for place, one in enumerate(book.chapters))),
        summary=summary(book.chapters),
        card_numbers=meanings([(name, meaning) for name, meaning, _ in NUMBERS]),
        by_place=tag("p", BY_PLACE, class_="quiet") if book.style.colour_by == "order" else "",
        chapters=joined(*chapters),
        made=_made(book),
    )


def _lead(book: Book) -> str:
    n, refused = len(book.chapters), [one.module.class_name for one in book.chapters if one.refusal]
    judged = f"refused and by default not shown: {', '.join(refused)}" if refused else "none is refused"
    return f"The concepts that {book.classifier} uses for {counted(n, 'class', 'classes')}; {judged}."


def _entry(place: int, name: str) -> Html:
    return tag("li", tag("a", name, href=f"#{anchor(place)}"))


def _made(book: Book) -> Html:
    """How the book came to be: classifier, layer, facts and options."""
    told = {"classifier": book.classifier, "layer": book.layer, **book.facts}
    options = {name: _option(value) for name, value in book.parameters.items()}
    return joined(_facts("The fit", told), _facts("Options of the method", options))


def _option(value: object) -> str:
    return "not set" if value is None else json.dumps(value, ensure_ascii=False, default=str).strip('"')


def _facts(title: str, told: dict[str, str]) -> Html:
    rows = [tag("tr", tag("th", name, scope="row"), tag("td", value)) for name, value in told.items()]
    return tag("table", tag("caption", title), tag("tbody", *rows), class_="made") if rows else Html("")
