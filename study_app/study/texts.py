"""A study's Markdown becomes safe HTML: raw HTML in it is shown as text, links with script addresses are not made.

Pictures are not made either: a page shows none but those of its stimulus set, which are loaded before they are shown.
"""

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore


def _align_without_style(state: StateCore) -> None:
    """Columns are aligned by an attribute: styles within a page are refused by our own policy."""
    for token in state.tokens:
        style = token.attrs.pop("style", None)
        if isinstance(style, str):
            token.attrSet("align", style.removeprefix("text-align:"))


_MARKDOWN = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table").disable("image")
_MARKDOWN.core.ruler.push("align_without_style", _align_without_style)


def safe_html(markdown: str) -> str:
    """The HTML of a Markdown text."""
    return str(_MARKDOWN.render(markdown))
