"""The participant's routes, as a browser sees them."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from study_app.config import Settings
from study_app.definition import Recruit
from study_app.entry import entry_link
from study_app.models import Participant, Seat
from study_app.runtime import Runtime
from study_app.versions import launch
from tests.study_app.conftest import NOW
from tests.study_app.walking import Form, Walker, shows_picture

POLICY = (
    "default-src 'none'; img-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def walker(client: FlaskClient) -> Walker:
    return Walker(client)


def people(app: Flask) -> list[Participant]:
    runtime: Runtime = app.extensions["gullseye"]
    with runtime.sessions() as session:
        return list(session.scalars(select(Participant).order_by(Participant.id)))


def test_a_participant_goes_from_the_landing_page_to_the_completion_code(app: Flask, walker: Walker) -> None:
    walker.begin(entry_link(app.extensions["gullseye"].settings, "gulls", "robot"))
    pages = walker.walk_to_end()
    assert len(pages) == 69 + 1
    assert {page.status_code for page in pages} == {200}
    (one,) = people(app)
    assert (one.mode, one.outcome) == ("robot", "completed")
    assert one.completion_code in pages[-1].text
    assert not any(one.completion_code in page.text for page in pages[:-1])


def test_looking_at_the_landing_page_stores_nothing(app: Flask, client: FlaskClient) -> None:
    landing = client.get("/s/gulls")
    assert landing.status_code == 200
    assert "Which gull is it?" in landing.text
    assert people(app) == []
    assert "Set-Cookie" not in landing.headers


def test_beginning_leads_to_the_one_address_of_the_session(client: FlaskClient) -> None:
    form = Form(client.get("/s/gulls").text)
    reply = client.post(form.action, data=form.hidden)
    assert (reply.status_code, reply.location) == (303, "/session")


def test_a_double_click_on_begin_is_one_participant(app: Flask) -> None:
    """The second click leaves before the first one's cookie has come."""
    form = Form(app.test_client().get("/s/gulls").text)
    for _ in range(2):
        app.test_client().post(form.action, data=form.hidden)
    assert len(people(app)) == 1


def test_two_people_are_two_participants(app: Flask) -> None:
    for _ in range(2):
        Walker(app.test_client()).begin()
    assert len(people(app)) == 2


def test_who_comes_back_goes_on(app: Flask, walker: Walker) -> None:
    walker.begin()
    walker.answer(walker.page())
    reply = walker.client.get("/s/gulls")
    assert (reply.status_code, reply.location) == (303, "/session")
    assert walker.client.post("/s/gulls").location == "/session"
    assert len(people(app)) == 1
    assert "I agree" not in walker.page().text


def test_who_has_finished_finds_the_end_again_and_does_not_begin_anew(app: Flask, walker: Walker) -> None:
    walker.answer(walker.begin(), response="decline")
    assert walker.client.get("/s/gulls").location == "/session"
    assert walker.client.post("/s/gulls").location == "/session"
    assert [one.outcome for one in people(app)] == ["no_consent"]


def test_who_has_finished_can_begin_anew_where_the_study_says_so(app: Flask, walker: Walker) -> None:
    runtime: Runtime = app.extensions["gullseye"]
    loaded = runtime.studies["gulls"]
    study = loaded.study.model_copy(update={"recruit": Recruit(again=True)})
    again = replace(loaded, written=replace(loaded.written, study=study))
    app.extensions["gullseye"] = runtime = replace(runtime, studies={**runtime.studies, "gulls": again})
    with runtime.sessions.begin() as session:
        launch(session, again, NOW)
    walker.answer(walker.begin(), response="decline")
    walker.begin()
    assert [one.outcome for one in people(app)] == ["no_consent", "in_progress"]


def test_the_session_of_one_mode_is_not_that_of_another(app: Flask, walker: Walker) -> None:
    walker.begin()
    walker.begin(entry_link(app.extensions["gullseye"].settings, "gulls", "preview"))
    assert [one.mode for one in people(app)] == ["live", "preview"]


def test_a_reload_and_the_back_button_lead_to_the_right_page(walker: Walker) -> None:
    consent = walker.begin()
    action = Form(consent.text).action
    walker.answer(consent)
    assert walker.page().text == walker.page().text
    back = walker.client.get(action)
    assert (back.status_code, back.location) == (303, "/session")
    again = walker.answer(consent, response="decline")
    assert (again.status_code, again.location) == (303, "/session")
    assert "I agree" not in walker.page().text


def test_two_tabs_cannot_answer_one_page_twice(walker: Walker) -> None:
    walker.begin()
    first_tab = walker.walk(shows_picture)[-1]
    second_tab = walker.page()
    walker.answer(first_tab, response="Herring")
    reply = walker.answer(second_tab, response="Western")
    assert (reply.status_code, reply.location) == (303, "/session")
    assert "Your answer: <strong>Herring</strong>" in walker.page().text


def test_a_form_without_an_answer_is_shown_again_with_words(walker: Walker) -> None:
    walker.begin()
    page = walker.walk(shows_picture)[-1]
    reply = walker.answer(page, response="Dodo")
    assert reply.status_code == 422
    assert "Please choose one of the answers." in reply.text
    assert Form(reply.text).action == Form(page.text).action


def test_the_session_of_somebody_else_cannot_be_answered(app: Flask, walker: Walker) -> None:
    stranger = Walker(app.test_client())
    stranger.begin()
    page = walker.begin()
    reply = stranger.answer(page, response="decline")
    assert (reply.status_code, reply.location) == (303, "/session")
    assert walker.page().text == page.text


def test_without_a_cookie_there_is_a_calm_page(client: FlaskClient) -> None:
    for reply in (client.get("/session"), client.post(f"/session/{'0' * 32}/answer", data={"response": "agree"})):
        assert reply.status_code == 404
        assert "This browser has no open session" in reply.text


def test_a_cookie_that_was_tampered_with_opens_nothing(client: FlaskClient) -> None:
    client.set_cookie("gullseye", "eyJvcGVuIjoiMSJ9.forged.forged")
    assert client.get("/session").status_code == 404


@pytest.mark.parametrize("address", ["/s/nothing", "/nothing", "/assets/nothing.webp", "/static/nothing.css"])
def test_an_unknown_address_is_a_calm_page(client: FlaskClient, address: str) -> None:
    reply = client.get(address)
    assert reply.status_code == 404
    assert "This page does not exist" in reply.text


def test_a_method_that_is_not_allowed_is_a_calm_page(client: FlaskClient) -> None:
    assert client.post("/session").status_code == 405
    assert "This did not work" in client.post("/session").text


def test_a_form_from_a_foreign_site_is_refused(app: Flask, client: FlaskClient) -> None:
    assert client.post("/s/gulls", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert people(app) == []


def test_a_huge_post_is_refused(client: FlaskClient) -> None:
    assert client.post("/s/gulls", data={"x": "y" * 300_000}).status_code == 413


def test_a_mode_without_its_key_is_refused(app: Flask, client: FlaskClient, settings: Settings) -> None:
    key = entry_link(settings, "gulls", "robot").split("key=")[1]
    for query in ("mode=robot", "mode=robot&key=guess", f"mode=pilot&key={key}", "mode=nonsense&key=x", "mode=live2"):
        for reply in (client.get(f"/s/gulls?{query}"), client.post(f"/s/gulls?{query}")):
            assert reply.status_code == 400
            assert "This link is not complete" in reply.text
    assert people(app) == []


def take_away_the_free_seats(app: Flask) -> None:
    runtime: Runtime = app.extensions["gullseye"]
    with runtime.sessions.begin() as session:
        for seat in session.scalars(select(Seat).where(Seat.mode == "live", Seat.participant_id.is_(None))):
            session.delete(seat)


def test_a_full_study_says_so_before_anybody_begins(app: Flask, walker: Walker) -> None:
    take_away_the_free_seats(app)
    assert "The study is full" in walker.client.get("/s/gulls").text
    assert "The study is full" in walker.client.post("/s/gulls").text
    assert people(app) == []


def test_a_study_that_became_full_meanwhile_says_so_calmly(app: Flask, walker: Walker) -> None:
    walker.begin()
    take_away_the_free_seats(app)
    assert "The study is full" in walker.walk_to_end()[-1].text
    assert [one.outcome for one in people(app)] == ["full"]


def test_a_defect_is_a_calm_page_with_a_reference_that_the_log_has(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(app.extensions, "gullseye", None)
    reply = client.get("/s/gulls")
    assert reply.status_code == 500
    assert "Something went wrong on our side" in reply.text
    found = re.search(r"<strong>([0-9a-f]{8})</strong>", reply.text)
    assert found is not None
    assert f"reference {found[1]}" in caplog.text
    assert "Traceback" in caplog.text
    assert "Traceback" not in reply.text


def test_health_is_told(client: FlaskClient) -> None:
    assert client.get("/health").json == {"status": "ok"}


def test_every_page_has_the_security_headers_and_is_not_kept(walker: Walker) -> None:
    walker.begin()
    for reply in (walker.page(), walker.client.get("/s/gulls"), walker.client.get("/nothing")):
        assert reply.headers["Content-Security-Policy"] == POLICY
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert reply.headers["Referrer-Policy"] == "same-origin"
        assert reply.headers["Cache-Control"] == "no-store"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: FlaskClient) -> None:
    cookie = client.post("/s/gulls").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie


def test_pages_hold_no_inline_code_and_nothing_from_elsewhere(walker: Walker) -> None:
    walker.begin()
    for page in walker.walk(shows_picture):
        assert not re.search(r"<script(?![^>]*\bsrc=)", page.text)
        assert not re.search(r"\s(style|on[a-z]+)=", page.text)
        assert not re.search(r'(src|href|action)="(?!/)', page.text)
