"""No page and no file of ours holds code or styles in the page, or fetches anything from elsewhere."""

import re
from pathlib import Path

import pytest

import study_app
from study_app.study.texts import safe_html
from tests.study_app.page_code import code_in

ROOM = Path(study_app.__file__).parent
TEMPLATES = sorted((ROOM / "templates").rglob("*.html"))
STATIC = sorted((ROOM / "static").iterdir())
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
RULES, VALUES = re.compile(r"\{%.*?%\}", re.DOTALL), re.compile(r"\{\{.*?\}\}", re.DOTALL)
NAMESPACES = re.compile(r"http://www\.w3\.org/(2000/svg|1999/xlink|1999/xhtml)")

BANNED = re.compile(
    r"https?:|\beval\(|new Function|document\.write|outerHTML|insertAdjacentHTML|\.innerHTML\s*=|@import|url\("
    r"|import\(|set(?:Timeout|Interval)\([\"'`]|sourceMappingURL"
)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOM / "templates")))
def test_no_template_holds_code(path: Path) -> None:
    source = COMMENT.sub("", path.read_text(encoding="utf-8"))
    drawn = VALUES.sub("/", RULES.sub("", source))
    assert code_in(drawn).faults == []
    assert re.findall(r"javascript:|\sstyle=|\son[a-z]+=|https?://|\|\s*safe\b", NAMESPACES.sub("", source)) == (
        ["| safe"] * source.count("prompt.html | safe")
    )


@pytest.mark.parametrize("path", STATIC, ids=lambda path: path.name)
def test_no_file_of_ours_fetches_from_elsewhere_or_makes_code_of_text(path: Path) -> None:
    source = NAMESPACES.sub("", path.read_text(encoding="utf-8"))
    assert BANNED.findall(source) == []


def test_what_finds_code_finds_it() -> None:
    bad = (
        '<script>x</script><p style="x"><b onclick="x"><img src="//evil.example/x"><a href="javascript:x">'
        '<link href="https://cdn.example/x"><style></style><form action="https://evil.example/">'
        '<meta http-equiv="refresh">'
        '<a href="data:text/html,x"><iframe src="http://evil.example">'
    )
    assert len(code_in(bad).faults) == 11
    good = code_in('<script src="/x"></script><a href="https://app.prolific.com/x">x</a><img src="/assets/x">')
    assert (good.faults, good.links) == ([], ["https://app.prolific.com/x"])


def test_a_text_of_a_study_becomes_no_code() -> None:
    table = "| a | b |\n|:--|--:|\n| 1 | 2 |"
    for markdown in (table, "![x](http://evil.example/x.png)", "[x](javascript:alert(1))", "<b onclick=x>", "<style>"):
        assert code_in(safe_html(markdown)).faults == []
    assert '<td align="right">2</td>' in safe_html(table)
