"""All classes at a glance: two tables, and one line on every number in them."""

from collections.abc import Sequence

from stimuli.concept_book.book import Chapter
from stimuli.concept_book.columns import FAITHFULNESS, SHARING, Column
from stimuli.pages.markup import Html, joined, tag


def anchor(place: int) -> str:
    """The name of a chapter's place on the page, 0 the first."""
    return f"class-{place + 1}"


def summary(chapters: Sequence[Chapter]) -> Html:
    """How faithful every class's module is, and how its concepts share the work."""
    return joined(
        _table("How faithful every class's module is", chapters, FAITHFULNESS),
        _table("How the concepts of a class share the work", chapters, SHARING),
        meanings([(column.head, column.meaning) for column in (*FAITHFULNESS, *SHARING)]),
    )


def meanings(told: Sequence[tuple[str, str]]) -> Html:
    """One line on every number."""
    lines = [tag("div", tag("dt", head), tag("dd", meaning)) for head, meaning in told]
    return tag("dl", *lines, class_="meanings")


def wide(label: str, table: Html) -> Html:
    """A table that the keyboard can scroll where there is no room for it."""
    return tag("div", table, class_="wide", tabindex=0, role="region", aria_label=label)


def _table(title: str, chapters: Sequence[Chapter], columns: Sequence[Column]) -> Html:
    head = tag("tr", tag("th", "class", scope="col"), *(tag("th", one.head, scope="col") for one in columns))
    rows = [_row(place, chapter, columns) for place, chapter in enumerate(chapters)]
    return wide(title, tag("table", tag("caption", title), tag("thead", head), tag("tbody", *rows)))


def _row(place: int, chapter: Chapter, columns: Sequence[Column]) -> Html:
    name = tag("a", chapter.module.class_name, href=f"#{anchor(place)}")
    cells = (tag("td", column.cell(chapter)) for column in columns)
    return tag("tr", tag("th", name, scope="row"), *cells)
