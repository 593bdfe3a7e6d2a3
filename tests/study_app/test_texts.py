import pytest

from study_app.study.texts import safe_html


def test_markdown_becomes_html() -> None:
    assert safe_html("# Consent\n\nYou *may* stop.") == "<h1>Consent</h1>\n<p>You <em>may</em> stop.</p>\n"


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "a <b onclick='x()'>b</b>", "[x](javascript:alert(1))"])
def test_nothing_in_a_text_can_run(text: str) -> None:
    html = safe_html(text)
    assert "<script" not in html
    assert "<b" not in html
    assert "href" not in html
