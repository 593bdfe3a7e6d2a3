"""Pages in the language of their study, or of the browser; robots read them all alike."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask, render_template
from flask.testing import FlaskClient

from study_app import tasks
from study_app.app import create_app
from study_app.config import Settings
from study_app.robot_form import forms_of
from study_app.runtime import EXTENSION
from study_app.study.task import ANSWER, Task
from study_app.study.words import english, in_language, words_in
from tests.builders import PLAIN_GULLS
from tests.study_app.alone import Alone
from tests.study_app.conftest import launch_all

WORDS = 'begin = "Los geht es"\n'
BEFORE_TRIALS = [
    name for name in tasks.names() if name not in ("advise", "classify", "compare", "learn", "predict", "spot")
]


def served(settings: Settings, tmp_path: Path, language: str, own: str = "") -> Iterator[Flask]:
    folder = Path(shutil.copytree(PLAIN_GULLS, tmp_path / f"gulls-{language}"))
    definition = folder / "study.toml"
    definition.write_text(definition.read_text().replace('language = "en"', f'language = "{language}"'))
    if own:
        (folder / "words.toml").write_text(own)
    made = create_app(replace(settings, studies=(str(folder),)))
    launch_all(made)
    yield made
    made.extensions[EXTENSION].sessions.kw["bind"].dispose()


@pytest.fixture
def german(settings: Settings, tmp_path: Path) -> Iterator[FlaskClient]:
    for app in served(settings, tmp_path, "de", WORDS):
        yield app.test_client()


@pytest.fixture
def french(settings: Settings, tmp_path: Path) -> Iterator[FlaskClient]:
    for app in served(settings, tmp_path, "fr"):
        yield app.test_client()


@pytest.fixture
def hebrew(settings: Settings, tmp_path: Path) -> Iterator[FlaskClient]:
    for app in served(settings, tmp_path, "he"):
        yield app.test_client()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def began(client: FlaskClient) -> str:
    """The first page of the study."""
    client.post("/s/gulls")
    return client.get("/session").text


def test_a_german_study_is_german_from_the_first_page_on_whatever_the_browser_wants(german: FlaskClient) -> None:
    page = german.get("/s/gulls", headers={"Accept-Language": "en"}).text
    assert '<html lang="de">' in page
    assert ">Los geht es</button>" in page
    assert "Dauert etwa 10 Minuten" in page
    assert 'lang="en"' not in page
    assert ">Fortschritt</span>" in began(german)
    assert "Teilnahme abbrechen" in german.get("/session").text


def test_what_is_wrong_with_an_answer_is_told_in_german(german: FlaskClient) -> None:
    (form,) = [one for one in forms_of(began(german)) if "trial_token" in one.fields]
    refused = german.post(form.action, data=form.fields)
    assert refused.status_code == 422
    assert "Bitte wählen Sie aus, ob Sie teilnehmen möchten." in refused.text
    as_json = german.post(form.action, data=form.fields, headers={"Accept": "application/json"})
    assert as_json.json is not None
    assert as_json.json["message"] == "Bitte wählen Sie aus, ob Sie teilnehmen möchten."


def test_calm_pages_are_in_the_studys_language_too(german: FlaskClient) -> None:
    strange = german.get("/s/gulls?mode=pilot&key=x", headers={"Accept-Language": "en"})
    assert strange.status_code == 400
    assert "Dieser Link ist nicht vollständig" in strange.text
    assert '<html lang="de">' in strange.text


@pytest.mark.parametrize(
    ("wanted", "language", "title"),
    [
        ("de-AT,de;q=0.9,en;q=0.5", "de", "Diese Seite gibt es nicht"),
        ("fr,en;q=0.5", "en", "This page does not exist"),
        ("fr", "en", "This page does not exist"),
        ("", "en", "This page does not exist"),
        ("en-US,de;q=0.5", "en", "This page does not exist"),
        ("fr;q=0.1,de;q=0.5,en;q=0.4", "de", "Diese Seite gibt es nicht"),
        ("*", "en", "This page does not exist"),
    ],
)
def test_pages_without_a_study_are_in_the_browsers_language(
    client: FlaskClient, wanted: str, language: str, title: str
) -> None:
    page = client.get("/nowhere", headers={"Accept-Language": wanted}).text
    assert f'<html lang="{language}">' in page
    assert f">{title}</h1>" in page


def test_english_words_in_a_study_of_another_language_are_marked(french: FlaskClient) -> None:
    landing, page = french.get("/s/gulls").text, began(french)
    assert '<html lang="fr">' in landing
    for words in (">Begin</button>", ">Takes about 10 minutes</p>"):
        assert re.search(rf'lang="en" dir="ltr"[^<>]*{words}', landing), words
    for words in (
        '<span class="progress__label">Progress',
        ">I agree to take part</button>",
        '><a href="/session/stop">',
    ):
        assert re.search(rf'lang="en" dir="ltr"[^<>]*>?{re.escape(words)}', page), words
    assert '<h1 lang="en"' not in page


def test_a_study_that_is_read_from_right_to_left_says_so_and_english_pages_do_not(
    hebrew: FlaskClient, client: FlaskClient
) -> None:
    assert '<html lang="he" dir="rtl">' in hebrew.get("/s/gulls").text
    assert '<html lang="en">' in client.get("/s/gulls").text


def test_the_researchers_page_is_english_whatever_the_study_speaks(german: FlaskClient) -> None:
    assert '<html lang="en">' in german.get("/researcher", follow_redirects=True).text


def drawn(task: Task, language: str) -> str:
    """The first page of a task's example, in that language."""
    words, example = words_in(language), task.example
    alone = Alone(task, in_language(task.options, example.options, words), example.files)
    page = task.page(alone.trial, ANSWER, {}, replace(alone.material, words=words))
    app = alone_app(language)
    known = {"action": "/a", "stage": "answer", "trial_token": "t", "progress": 0, "message": None}
    with app.test_request_context():
        return render_template("participant/page.html", study=alone.material.study.study, page=page, **known)


def alone_app(language: str) -> Flask:
    app = Flask("study_app")
    app.add_template_global(lambda _: words_in(language), "interface_words")
    return app


@pytest.mark.parametrize("name", BEFORE_TRIALS)
def test_robots_read_the_same_form_in_every_language(name: str) -> None:
    task = tasks.load(name)
    pages = {language: drawn(task, language) for language in ("en", "de", "he")}
    assert len(set(pages.values())) == 3
    assert forms_of(pages["en"]) == forms_of(pages["de"]) == forms_of(pages["he"])


def test_the_words_of_a_page_that_nobody_gave_a_language_are_english() -> None:
    assert english().language == "en"
