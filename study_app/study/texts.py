"""A study's Markdown becomes safe HTML: raw HTML in it is shown as text, links with script addresses are not made."""

from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table")


def safe_html(markdown: str) -> str:
    """The HTML of a Markdown text."""
    return str(_MARKDOWN.render(markdown))
