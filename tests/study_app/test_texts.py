"""A study's Markdown on a page: what it may be, what is taken out of it, and that this is told."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from study_app.study.texts import removed, safe_html

TAGS = {
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "br",
    "hr",
    "em",
    "strong",
    "a",
    "ul",
    "ol",
    "li",
    "blockquote",
    "pre",
    "code",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
ATTRIBUTES = {("a", "href"), ("a", "title"), ("ol", "start"), ("code", "class"), ("th", "align"), ("td", "align")}
SAFE = re.compile(r"(https?://|mailto:|tel:)[^\s]", re.IGNORECASE)
PIECES = (
    "<script>",
    "</script>",
    "<scr<script>ipt>",
    '<img src=x onerror="alert(1)">',
    "<svg/onload=alert(1)>",
    '<a href="javascript:alert(1)">',
    "<iframe src=//evil.example>",
    '<p style="background:url(//evil.example)">',
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?php",
    "<style>@import '//evil.example';",
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "&#106;avascript&colon;alert(1)",
    "javascript&#58;alert(1)",
    "%6Aavascript:alert(1)",
    "vbscript:x",
    "data:text/html;base64,PHNjcmlwdD4=",
    "data:image/svg+xml,<svg onload=alert(1)>",
    "data:image/png;base64,AAAA",
    "file:///etc/passwd",
    "//evil.example/x",
    "/\\evil.example/x",
    "https://evil.example/x.png",
    'https://e.org/" onclick="alert(1)',
    "[",
    "](",
    ")",
    "![",
    "][",
    "]: ",
    "<",
    ">",
    '"',
    "'",
    "`",
    "```\n",
    "\n\n",
    "\n",
    "| a | b |\n|:-:|--:|\n| ",
    " | ",
    "# ",
    "> ",
    "- ",
    "    ",
    "*",
    "**",
    "\\",
    "&lt;script&gt;",
    "x",
)


class Page(HTMLParser):
    """Everything on a page that is not as it may be."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.strange: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.strange.append(f"<{tag}>")
        for name, value in attrs:
            if (tag, name) not in ATTRIBUTES or (name == "href" and not SAFE.match(value or "")):
                self.strange.append(f"<{tag} {name}={value!r}>")

    def handle_comment(self, data: str) -> None:
        self.strange.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.strange.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self.strange.append(f"<?{data}>")


def test_markdown_becomes_html() -> None:
    assert safe_html("# Consent\n\nYou *may* stop.") == "<h1>Consent</h1>\n<p>You <em>may</em> stop.</p>\n"


@pytest.mark.parametrize("piece", PIECES)
def test_nothing_in_a_text_can_run_or_load(piece: str) -> None:
    for text in (piece, f"[x]({piece})", f"[x](<{piece}>)", f"![x]({piece})", f"<{piece}>", f"[x]\n\n[x]: {piece}"):
        assert Page(safe_html(text)).strange == [], text


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_nothing_runs_or_loads_however_it_is_nested_or_broken(text: str) -> None:
    assert Page(safe_html(text)).strange == []


def test_the_test_itself_sees_what_must_not_be_there() -> None:
    html = '<p onclick="x()"><img src="https://e.org/x.png"><a href="javascript:x">a</a><!-- b --></p>'
    assert len(Page(html).strange) == 5


def test_links_to_open_addresses_stay_and_of_all_others_the_words() -> None:
    assert safe_html("[a](https://e.org/?a=1&b=2)") == '<p><a href="https://e.org/?a=1&amp;b=2">a</a></p>\n'
    written = '<p><a href="mailto:a@e.org">a@e.org</a>, <a href="tel:+4930">b</a></p>\n'
    assert safe_html("<a@e.org>, [b](tel:+4930)") == written
    assert safe_html("[*c* d](javascript:x) [e](other.md) [f](/session/stop)") == "<p><em>c</em> d e f</p>\n"


def test_a_picture_leaves_its_words() -> None:
    assert safe_html("See ![a gull](https://e.org/gull.png) here") == "<p>See a gull here</p>\n"


def test_columns_are_aligned_without_a_style() -> None:
    assert '<th align="right">' in safe_html("| a |\n|--:|\n| b |")


TEXT = """# Consent

You *may* stop, <b onclick="x()">always</b>.
See [here](javascript:alert(1)), or
![a gull](https://evil.example/gull.png).

<script>
alert(1)
</script>
"""


def test_what_is_taken_out_is_told_with_its_line() -> None:
    told = removed(TEXT)
    assert [(one.line, one.what.partition(":")[0]) for one in told] == [
        (3, """'<b onclick="x()">' is shown as it is written"""),
        (3, "'</b>' is shown as it is written"),
        (4, "the link to 'javascript"),
        (5, "the picture 'https"),
        (7, "'<script>' is shown as it is written"),
    ]


def test_of_an_innocent_text_nothing_is_told() -> None:
    assert removed("# A\n\nIf a < b & c > d, write to <a@e.org> or [us](https://e.org).\n\n`<b>` is code.") == []


def test_long_addresses_are_told_short() -> None:
    (told,) = removed(f"[x](javascript:{'a' * 500})")
    assert told.line == 1
    assert told.what.startswith(f"the link to 'javascript:{'a' * 49}…' is not made")
