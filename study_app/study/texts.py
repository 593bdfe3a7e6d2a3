"""A study's Markdown becomes safe HTML: what could run, load or lead astray does not become part of a page.

Raw HTML is shown as the text that it is.  Links lead to http, https, mailto and tel addresses; of all others, and of
pictures, the words remain: a page shows no pictures but those of its stimulus set, which are loaded before it is shown.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

OPEN_ADDRESS = re.compile(r"(https?://|mailto:|tel:)[^\s\\]+", re.IGNORECASE)
REMOVED = "removed"
LONGEST = 60  # letters of what is quoted


@dataclass(frozen=True)
class Removed:
    """Something of a text that is not on the page as it was meant.  line: from 1, in the text."""

    line: int
    what: str


def safe_html(markdown: str) -> str:
    """The HTML of a Markdown text."""
    return str(_MARKDOWN.render(markdown, {}))


def removed(markdown: str) -> list[Removed]:
    """What the page does not have of it, in order."""
    env: dict[str, list[Removed]] = {}
    _MARKDOWN.parse(markdown, env)
    return sorted([*env.get(REMOVED, []), *_raw(_WITH_HTML.parse(markdown))], key=lambda one: one.line)


def _clean(state: StateCore) -> None:
    """Takes out what is not to be on the page, and keeps what that was."""
    found: list[Removed] = state.env.setdefault(REMOVED, [])
    for line, token in _lines(state.tokens):
        _align_without_style(token)
        if token.children is not None:
            token.children = list(_cleaned(token.children, line, found))


def _align_without_style(token: Token) -> None:
    """Columns are aligned by an attribute: styles within a page are refused by our own policy."""
    style = token.attrs.pop("style", None)
    if isinstance(style, str):
        token.attrSet("align", style.removeprefix("text-align:"))


def _cleaned(tokens: Sequence[Token], line: int, found: list[Removed]) -> Iterator[Token]:
    """Of links that lead nowhere and of pictures the words."""
    kept: list[bool] = []  # of the links that are open
    for at, token in _inline_lines(tokens, line):
        if token.type == "image":
            found.append(Removed(at, f"the picture {_quoted(token.attrGet('src'))} is left out: {ONLY_STIMULI}"))
            yield _text(token.content)
        elif token.type == "link_open":
            address = str(token.attrGet("href"))
            kept.append(OPEN_ADDRESS.fullmatch(address) is not None)
            if kept[-1]:
                yield token
            else:
                found.append(Removed(at, f"the link to {_quoted(address)} is not made: {ONLY_OPEN}"))
        elif token.type != "link_close" or kept.pop():
            yield token


ONLY_STIMULI = "pages show those of the stimulus set only"
ONLY_OPEN = "links lead to http, https, mailto and tel addresses"
ONLY_MARKDOWN = "texts are Markdown without HTML"


def _raw(tokens: Sequence[Token]) -> Iterator[Removed]:
    """Where HTML is written, which is shown as text."""
    for line, token in _lines(tokens):
        for at, one in [(line, token), *_inline_lines(token.children or (), line)]:
            if one.type in ("html_block", "html_inline"):
                yield Removed(at, f"{_quoted(one.content)} is shown as it is written: {ONLY_MARKDOWN}")


def _lines(tokens: Sequence[Token]) -> Iterator[tuple[int, Token]]:
    """Every block with the line where it begins; what has none of its own begins where the one before does."""
    line = 1
    for token in tokens:
        line = token.map[0] + 1 if token.map else line
        yield line, token


def _inline_lines(tokens: Sequence[Token], line: int) -> Iterator[tuple[int, Token]]:
    for token in tokens:
        yield line, token
        line += token.type in ("softbreak", "hardbreak")


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _quoted(found: object) -> str:
    first = str(found).strip().partition("\n")[0]
    return repr(first if len(first) <= LONGEST else f"{first[:LONGEST]}…")


def _parser(*, html: bool) -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": html, "typographer": False}).enable("table")
    made.validateLink = _judged_later  # type: ignore[method-assign]
    return made


def _judged_later(url: str) -> bool:  # noqa: ARG001 - whatever it is
    """Every address makes a token, so that none is left as it was written without a word."""
    return True


_MARKDOWN, _WITH_HTML = _parser(html=False), _parser(html=True)
_MARKDOWN.core.ruler.push("clean", _clean)
