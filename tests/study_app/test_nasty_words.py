"""Words that would be code somewhere, put wherever words can come from: they stay words on pages and in tables."""

import csv
import json
import re
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from urllib.parse import quote
from zipfile import ZipFile

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from study_app.app import create_app
from study_app.config import Settings
from study_app.robot_form import Form, forms_of
from study_app.runtime import EXTENSION
from tests.study_app import small_studies
from tests.study_app.conftest import launch_all
from tests.study_app.page_code import code_in, raw
from tests.study_app.small_studies import ALLOCATION, small_study
from tests.study_app.test_researcher import password_of, sign_in

TAG = "<script>alert(1)</script>"
ATTRIBUTE = '"><img src=x onerror=alert(1)>'
WORDS = (
    TAG,
    ATTRIBUTE,
    "' onfocus='alert(1)' autofocus='",
    "javascript:alert(1)",
    "{{ 7 * 7 }}{% raise %}${7*7}",
    "'; DROP TABLE participants; --",
    '=HYPERLINK("http://evil.example","x")',
    "+1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1)",
    "\t=1+1",
    "x\r\nSet-Cookie: evil=1\r\n\r\n<html>",
    "one\x00two\x1b[31m",
    "no character: \ufffe\ufeff",
    "\u202egnp.exe \U0001f426\u200d\u2b1b",
    "../../../etc/passwd",
    "</textarea></form><form action=//evil.example>",
    "NA",
    "x" * 3000,
)
LABEL, TITLE = '=Gull & <b onclick="x">', f"{{{{ 7 * 7 }}}} & {TAG}"
ITEMS = f"""
[[item]]
name = "ease"
text = {json.dumps(TAG)}
points = 5
low = {json.dumps(ATTRIBUTE)}
high = "{{{{ 7*7 }}}}"

[[item]]
name = "like"
text = {json.dumps(ATTRIBUTE)}
kind = "slider"
low = {json.dumps(TAG)}
high = "'"
"""
BLOCKS = f"""
[[block]]
name = "ratings"
task = "rate"
items_file = "ratings.toml"
button = {json.dumps(ATTRIBUTE)}

[[block]]
name = "own-words"
task = "write"
heading = {json.dumps(TAG)}
question = {json.dumps(ATTRIBUTE)}
most = 2000

[[block]]
name = "test"
task = "classify"
items = {{ pool = "few" }}
question = {json.dumps(TAG)}
feedback = {{ minimum_seconds = 0 }}
"""


def head() -> str:
    """The head of the small studies, with nasty names for what has a name."""
    told = {'title = "Small"': f"title = {json.dumps(TITLE)}", '"A small study."': json.dumps(ATTRIBUTE)}
    told |= {'contact = "us"': f"contact = {json.dumps(TAG)}", '"Herring", "Ring-billed", "Western"': json.dumps(LABEL)}
    written = small_studies.HEAD
    for old, new in told.items():
        assert old in written
        written = written.replace(old, new)
    return written


@pytest.fixture
def nasty(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The web application with a study that says nasty things by itself."""
    monkeypatch.setattr(small_studies, "HEAD", head())
    folder = tmp_path / "study"
    folder.mkdir()
    files = {
        "ratings.toml": ITEMS,
        "first.md": f"# {TITLE}\n\n{ATTRIBUTE} [x](javascript:alert(1))\n\n![x](http://e.example)",
    }
    small_study(folder, BLOCKS, files=files, allocation=ALLOCATION.replace("seats = 8", "seats = 24"))
    manifest = folder / "stimuli" / "small" / "manifest.json"
    manifest.write_text(manifest.read_text().replace("Picture of a bird", '\\"><script>alert(1)</script>'))
    made = create_app(
        Settings(settings.instance, settings.database_url, settings.secret_key, (str(folder),), folder / "stimuli")
    )
    launch_all(made)
    yield made
    made.extensions[EXTENSION].sessions.kw["bind"].dispose()


def assert_only_words(reply: TestResponse, where: str) -> None:
    """The page holds no code, and nothing nasty as it is."""
    assert reply.status_code in (200, 400, 403, 404, 413, 422), (where, reply.status_code)
    html = re.sub(r'<a href="https://[^"]*"', "", reply.text)
    assert code_in(html).faults == [], where
    assert raw(html, (TAG, ATTRIBUTE, LABEL, *WORDS[:3], WORDS[11], WORDS[16])) == [], where
    assert "49" not in re.sub(r'[0-9a-f]{16,}|\d{3,}|value="49"|code__value">\w+', "", html), where


def fill(form: Form, word: str) -> dict[str, str]:
    """Every field of a form with that word in it, the stage and the trial's secret too, where they are not needed."""
    names = {*form.fields, *form.choices, *form.entries, "response"}
    return {name: word for name in names if name not in ("trial_token", "stage")}


def proper(form: Form, word: str) -> dict[str, str]:
    """An answer that the page takes, in the words given where it takes words."""
    chosen = {name: sorted(values)[0] for name, values in form.choices.items()}
    written = {name: word if entry.most else "5" for name, entry in form.entries.items()}
    pressed = {button.name: button.value for button in form.buttons[:1] if button.name}
    return {**form.fields, **chosen, **written, **pressed}


def session_of(app: Flask, word: str) -> list[TestResponse]:
    """Somebody takes the study, who puts the word into everything; all pages."""
    client, seen = app.test_client(), []
    query = dict.fromkeys(("PROLIFIC_PID", "STUDY_ID", "arrival", "x", "arm", "stage"), word)
    query[word[:80]] = word
    seen.append(client.get("/s/small", query_string=query))
    (form,) = forms_of(seen[0].text)
    client.post("/s/small", data=form.fields, query_string=query)
    for _ in range(20):
        seen.append(client.get("/session", query_string=query))
        forms = forms_of(seen[-1].text)
        if not forms:
            break
        seen.append(client.post(forms[0].action, data=fill(forms[0], word), query_string=query))
        if seen[-1].status_code == 422:
            assert client.post(forms[0].action, data=proper(forms[0], word[:2000])).status_code in (303, 422)
            if not word.strip("\x00"):
                break
    else:
        raise AssertionError("the study does not end")
    assert client.post("/session/stop", data={"data": word}).location == "/session/stop"
    return [page for page in seen if page.status_code != 303]


def test_nasty_words_are_words_on_every_page_and_in_every_table(nasty: Flask) -> None:
    for word in WORDS:
        pages = session_of(nasty, word)
        assert "Thank you" in pages[-1].text, (word, pages[-1].text)
        for page in pages:
            assert_only_words(page, word)
    researcher = nasty.test_client()
    assert sign_in(researcher, password_of(nasty)) == 303
    for address in ("/researcher/small", "/researcher/small/counts", "/researcher"):
        assert_only_words(researcher.get(address, follow_redirects=True), address)
    tables = exported(researcher.get("/researcher/small/export.zip"))
    cells = [cell for rows in tables.values() for row in rows for cell in row]
    runs = re.compile(r"[=+\-@\t\r\n]")
    assert [cell for cell in cells if runs.match(cell) and not re.fullmatch(r"-?\d+(\.\d+)?(e[+-]\d+)?", cell)] == []
    for word in (TAG, ATTRIBUTE, *WORDS[6:10], "'NA"):
        assert any(word in cell for cell in cells), word


def exported(reply: TestResponse) -> dict[str, list[list[str]]]:
    """The rows of every table of an export."""
    content = BytesIO(reply.data)
    reply.close()
    with ZipFile(content) as archive:
        assert not any(".." in name or name.startswith("/") for name in archive.namelist())
        texts = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".csv")}
    return {name: list(csv.reader(StringIO(text, newline=""))) for name, text in texts.items()}


def test_an_address_that_nobody_made_says_nothing_of_itself(nasty: Flask) -> None:
    client = nasty.test_client()
    for word in WORDS[:-1]:
        part = quote(word, safe="")
        for address in (
            f"/s/{part}",
            f"/{part}",
            f"/session/{part}/{part}",
            f"/researcher/{part}",
            f"/preview/small/{part}",
        ):
            reply = client.get(address)
            assert reply.status_code in (302, 303, 308, 400, 404), address
            assert reply.status_code in (302, 303, 308) or code_in(reply.text).faults == []
            assert raw(reply.text, WORDS) == []
