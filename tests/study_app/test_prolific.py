"""Prolific's way in and way out."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.test import TestResponse

from study_app.app import create_app
from study_app.config import Settings
from study_app.flow import Ended
from study_app.models import CompletionCode, Participant
from study_app.platforms.prolific import PLATFORM
from study_app.runtime import Runtime
from study_app.study.platform import Arrival, UnknownArrival
from study_app.study_folder import LoadedStudy
from tests.study_app.conftest import launch_all
from tests.study_app.short_studies import CONSENT, TEST, allocated, short
from tests.study_app.visits import Visitor
from tests.study_app.walking import Form, Walker

PERSON, STUDY, SUBMISSION = "5f0a" * 6, "60bb" * 6, "61cc" * 6
LINK = {"PROLIFIC_PID": PERSON, "STUDY_ID": STUDY, "SESSION_ID": SUBMISSION}
ON_PROLIFIC = allocated() + '\n[recruit]\nplatform = "prolific"\n'


@pytest.fixture
def loaded(tmp_path: Path, stimuli: Path) -> LoadedStudy:
    """A short study for participants of Prolific, named gulls as its stimuli are."""
    return short(tmp_path / "gulls", stimuli, CONSENT + TEST, top=ON_PROLIFIC)


@pytest.fixture
def prolific(settings: Settings, loaded: LoadedStudy) -> Iterator[Flask]:
    """The web application with that study, open to people."""
    made = create_app(replace(settings, studies=(str(loaded.written.folder),)))
    launch_all(made)
    yield made
    made.extensions["gullseye"].sessions.kw["bind"].dispose()


def stored(app: Flask) -> list[Participant]:
    runtime: Runtime = app.extensions["gullseye"]
    with runtime.sessions() as session:
        return list(session.scalars(select(Participant).order_by(Participant.id)))


def begun(client: FlaskClient, link: dict[str, str]) -> TestResponse:
    """Through the landing page of that link to the page of the session."""
    form = Form(client.get("/s/gulls", query_string=link).text)
    client.post(form.action, data=form.hidden)
    return client.get("/session")


def refusal(**changes: str) -> str:
    with pytest.raises(UnknownArrival) as refused:
        PLATFORM.arrival(LINK | changes)
    return str(refused.value)


def test_a_person_and_a_submission_arrive() -> None:
    assert PLATFORM.arrival(LINK) == Arrival(PERSON, SUBMISSION)


@pytest.mark.parametrize("written", [PERSON.upper(), f"  {PERSON} ", f"{PERSON}\n"])
def test_an_id_is_the_same_however_it_is_written(written: str) -> None:
    assert PLATFORM.arrival(LINK | {"PROLIFIC_PID": written}).person == PERSON


@pytest.mark.parametrize("name", ["PROLIFIC_PID", "SESSION_ID"])
@pytest.mark.parametrize("value", ["", " "])
def test_without_an_id_one_is_told_to_come_by_prolific_s_button(name: str, value: str) -> None:
    assert refusal(**{name: value}) == (
        "This study is open to participants of Prolific. Please go back to Prolific and open it with the button "
        "there: the link then tells us which submission is yours."
    )


@pytest.mark.parametrize("name", ["PROLIFIC_PID", "SESSION_ID"])
@pytest.mark.parametrize("template", ["{{%NAME%}}", "{{NAME}}", "%NAME%", "%7B%7B%25NAME%25%7D%7D"])
def test_a_bare_template_is_told_as_what_it_is(name: str, template: str) -> None:
    told = refusal(**{name: template.replace("NAME", name)})
    assert told.startswith(f"The link holds a place for your Prolific id instead of the id itself ({name}).")


@pytest.mark.parametrize("name", ["PROLIFIC_PID", "SESSION_ID"])
@pytest.mark.parametrize("value", ["5f0a", PERSON + "0", "g" * 24, "' OR 1=1 --", "x" * 10_000])
def test_a_malformed_id_is_told_by_its_name(name: str, value: str) -> None:
    assert refusal(**{name: value}).startswith(f"The link's {name} is not an id as Prolific makes them.")


def test_a_wrong_link_is_a_calm_page_and_stores_nobody(prolific: Flask) -> None:
    client = prolific.test_client()
    for query in ({}, {"PROLIFIC_PID": "{{%PROLIFIC_PID%}}", "SESSION_ID": SUBMISSION}):
        page = client.get("/s/gulls", query_string=query)
        assert (page.status_code, "This link is not complete" in page.text) == (400, True)
    assert client.post("/s/gulls").status_code == 400
    assert stored(prolific) == []


def test_the_same_person_with_another_submission_and_another_browser_goes_on(prolific: Flask) -> None:
    first, other = prolific.test_client(), prolific.test_client()
    Walker(first).answer(begun(first, LINK))
    page = begun(other, LINK | {"SESSION_ID": "62dd" * 6})
    assert Form(page.text).action == Form(first.get("/session").text).action
    assert len(stored(prolific)) == 1


def test_another_person_is_another_participant(prolific: Flask) -> None:
    for person in (PERSON, "aaaa" * 6):
        begun(prolific.test_client(), LINK | {"PROLIFIC_PID": person})
    assert len(stored(prolific)) == 2


@pytest.mark.parametrize("finishes", [False, True])
def test_on_a_shared_computer_another_person_gets_a_session_of_their_own(prolific: Flask, finishes: bool) -> None:
    shared = prolific.test_client()
    begun(shared, LINK)
    if finishes:
        Walker(shared).walk_to_end()
    page = begun(shared, LINK | {"PROLIFIC_PID": "aaaa" * 6})
    first, second = stored(prolific)
    assert second.outcome == "in_progress"
    assert "You may stop at any time." in page.text
    assert not first.completion_code or first.completion_code not in page.text


def test_who_has_finished_and_comes_again_finds_the_end_and_the_code(prolific: Flask) -> None:
    first, again = prolific.test_client(), prolific.test_client()
    begun(first, LINK)
    end = Walker(first).walk_to_end()[-1]
    assert stored(prolific)[0].completion_code in begun(again, LINK).text
    assert stored(prolific)[0].completion_code in end.text
    assert len(stored(prolific)) == 1


def test_the_code_is_shown_at_the_end_with_the_way_back_and_on_no_page_before(prolific: Flask) -> None:
    client = prolific.test_client()
    begun(client, LINK)
    *before, end = Walker(client).walk_to_end()
    (one,) = stored(prolific)
    assert one.completion_code in end.text
    assert f'href="https://app.prolific.com/submissions/complete?cc={one.completion_code}"' in end.text
    runtime: Runtime = prolific.extensions["gullseye"]
    with runtime.sessions() as session:
        codes = session.scalars(select(CompletionCode.code)).all()
    assert one.completion_code in codes
    assert not any(code in page.text for page in before for code in codes)


def arrived(sessions: sessionmaker[Session], loaded: LoadedStudy, n: int) -> Visitor:
    person = Arrival(f"{n:024x}", SUBMISSION)
    return Visitor(sessions, loaded, token=f"token {n}", arrival=person).arrive()


def code_of(ended: object) -> str:
    assert isinstance(ended, Ended)
    assert ended.exit.url == f"https://app.prolific.com/submissions/complete?cc={ended.exit.code}"
    return ended.exit.code


def test_everybody_with_an_outcome_brings_back_its_code_and_no_two_outcomes_share_one(
    sessions: sessionmaker[Session], loaded: LoadedStudy
) -> None:
    codes: dict[str, set[str]] = {"completed": set(), "no_consent": set()}
    for n in range(4):
        visitor = arrived(sessions, loaded, n)
        if n % 2:
            visitor.answer(response="decline")
        codes[visitor.participant().outcome if n % 2 else "completed"].add(code_of(visitor.finish()))
    assert [len(each) for each in codes.values()] == [1, 1]
    assert codes["completed"] != codes["no_consent"]


def test_until_the_end_is_stored_there_is_no_code(sessions: sessionmaker[Session], loaded: LoadedStudy) -> None:
    visitor = arrived(sessions, loaded, 1)
    while visitor.block_of(shown := visitor.page()) != "test" or visitor.plan_of(shown).position_in_block == 0:
        visitor.answer()
        assert visitor.participant().completion_code == ""
    visitor.answer()
    assert len(visitor.participant().completion_code) == 8
