"""The researcher's pages."""

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, sessionmaker

from study_app.app import create_app
from study_app.attempts import ALLOWED, Attempts
from study_app.config import Settings
from study_app.counts import Count, count_participants
from study_app.entry import entry_link, sign_mode
from study_app.errors import StudyError
from study_app.models import Event, Participant, StudyVersion
from study_app.passwords import make_password
from study_app.reporting import report_state, start_report
from study_app.runtime import EXTENSION
from tests.study_app.walking import Walker

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ARMS = ("none", "placebo", "heatmap")


def password_of(app: Flask) -> str:
    with app.extensions[EXTENSION].sessions.begin() as session:
        return make_password(session, datetime.now(UTC))


def token_on(html: str) -> str:
    found = re.search(r'name="form_token" value="(\w+)"', html)
    assert found is not None
    return found[1]


def sign_in(client: FlaskClient, password: str) -> int:
    token = token_on(client.get("/researcher").text)
    return client.post("/researcher/sign-in", data={"password": password, "form_token": token}).status_code


@pytest.fixture
def researcher(app: Flask) -> FlaskClient:
    """A browser in which the researcher is signed in."""
    client = app.test_client()
    assert sign_in(client, password_of(app)) == 303
    return client


# Signing in


def test_a_password_opens_the_page_once(app: Flask) -> None:
    password = password_of(app)
    first, second = app.test_client(), app.test_client()
    assert sign_in(first, password) == 303
    assert first.get("/researcher/gulls").status_code == 200
    assert sign_in(second, password) == 403
    assert second.get("/researcher/gulls").status_code == 302


@pytest.mark.parametrize("path", ["", "/counts", "/export.zip", "/report"])
def test_nothing_is_told_to_who_is_not_signed_in(app: Flask, path: str) -> None:
    reply = app.test_client().get(f"/researcher/gulls{path}")
    assert (reply.status_code, reply.location) == (302, "/researcher")


def test_after_some_wrong_passwords_one_has_to_wait(app: Flask) -> None:
    password = password_of(app)
    client = app.test_client()
    assert [sign_in(client, "guess") for _ in range(ALLOWED)] == [403] * ALLOWED
    assert sign_in(client, password) == 429


def test_the_wait_is_a_minute() -> None:
    attempts = Attempts()
    for _ in range(ALLOWED):
        assert not attempts.are_too_many(NOW)
        attempts.note_failure(NOW)
    assert attempts.are_too_many(NOW + timedelta(seconds=59))
    assert not attempts.are_too_many(NOW + timedelta(seconds=60))


def test_a_form_without_this_browsers_token_does_nothing(app: Flask, researcher: FlaskClient) -> None:
    stranger = app.test_client()
    assert stranger.post("/researcher/sign-in", data={"password": password_of(app)}).status_code == 400
    assert researcher.post("/researcher/sign-out", data={"form_token": "other"}).status_code == 400
    assert researcher.get("/researcher/gulls").status_code == 200


def test_signing_out_closes_the_page(researcher: FlaskClient) -> None:
    token = token_on(researcher.get("/researcher/gulls").text)
    assert researcher.post("/researcher/sign-out", data={"form_token": token}).status_code == 303
    assert researcher.get("/researcher/gulls").status_code == 302


def test_signing_in_keeps_the_session_of_a_participant_in_the_same_browser(app: Flask) -> None:
    client = app.test_client()
    Walker(client).begin()
    sign_in(client, password_of(app))
    assert "I agree to take part" in client.get("/session").text


# The page


def test_the_page_names_the_study_and_its_links(researcher: FlaskClient, settings: Settings) -> None:
    page = researcher.get("/researcher/gulls")
    assert "Which gull is it?" in page.text
    assert 'value="http://localhost/s/gulls"' in page.text
    assert entry_link(settings, "gulls", "pilot").replace("&", "&amp;") in page.text
    assert f'value="http://localhost/preview/gulls/{sign_mode(settings.secret_key, "gulls", "preview")}"' in page.text
    assert "Open to people since" in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_an_unknown_study_is_a_calm_page(researcher: FlaskClient) -> None:
    for path in ("", "/counts", "/export.zip", "/report"):
        assert researcher.get(f"/researcher/finches{path}").status_code == 404


def test_people_and_robots_are_never_in_one_table(app: Flask, researcher: FlaskClient, settings: Settings) -> None:
    Walker(app.test_client()).begin()
    Walker(app.test_client()).begin(entry_link(settings, "gulls", "robot"))
    people, robots = researcher.get("/researcher/gulls/counts").text.split('id="simulated"')
    assert people.count("<table") == robots.count("<table") == 1
    assert '<th scope="row">All</th><td>1</td><td>0</td><td>0</td><td>0</td>' in people
    assert '<th scope="row">All</th><td>1</td><td>0</td><td>0</td><td>0</td>' in robots


def test_before_anybody_began_the_page_says_so(researcher: FlaskClient) -> None:
    assert "Nobody has begun yet" in researcher.get("/researcher/gulls").text


# Counts


def participant(sessions: sessionmaker[Session], number: int, **facts: object) -> None:
    """Stores a participant; facts: version, mode, arm, outcome, minutes, consented."""
    minutes = facts.get("minutes")
    seated = facts.get("arm") is not None
    with sessions.begin() as session:
        one = Participant(
            pseudonym=f"{number:016d}",
            token=f"{number:064d}",
            study_version_id=facts.get("version", 1),
            mode=facts.get("mode", "live"),
            platform="open_link",
            code_version="test",
            arm=facts.get("arm"),
            outcome=facts.get("outcome", "in_progress"),
            completion_code="",
            enrolled_at=NOW,
            seated_at=NOW + timedelta(minutes=1) if seated else None,
            finished_at=NOW + timedelta(minutes=float(str(minutes))) if minutes is not None else None,
        )
        session.add(one)
        session.flush()
        if facts.get("consented") or seated:
            session.add(Event(participant_id=one.id, at=NOW, kind="consented"))


@pytest.fixture
def versions(sessions: sessionmaker[Session]) -> None:
    """Two versions of the gull study, and another study."""
    with sessions.begin() as session:
        for n, name in enumerate(("gulls", "gulls", "finches"), start=1):
            session.add(
                StudyVersion(
                    id=n,
                    hash=str(n) * 64,
                    name=name,
                    definition={},
                    texts={},
                    stimulus_set="0" * 16,
                    code_version="test",
                    stored_at=NOW,
                )
            )


def counted(sessions: sessionmaker[Session], arms: tuple[str, ...] = ARMS) -> dict[str, list[Count]]:
    with sessions() as session:
        return {mode.mode: [*mode.lines, mode.total] for mode in count_participants(session, "gulls", arms)}


@pytest.mark.usefixtures("versions")
def test_every_participant_is_counted_as_far_as_they_came(sessions: sessionmaker[Session]) -> None:
    participant(sessions, 1)
    participant(sessions, 2, consented=True)
    participant(sessions, 3, outcome="no_consent", minutes=1)
    participant(sessions, 4, arm="placebo")
    participant(sessions, 5, arm="placebo", outcome="completed", minutes=8)
    participant(sessions, 6, arm="placebo", outcome="completed", minutes=15, version=2)
    participant(sessions, 7, arm="none", outcome="completed", minutes=10)
    participant(sessions, 8, arm="heatmap", version=3)
    assert counted(sessions) == {
        "live": [
            Count("none", 1, 1, 1, 1, 10.0),
            Count("placebo", 3, 3, 3, 2, 11.5),
            Count("heatmap", 0, 0, 0, 0, None),
            Count(None, 3, 1, 0, 0, None),
            Count(None, 7, 5, 4, 3, 10.0),
        ]
    }


@pytest.mark.usefixtures("versions")
def test_modes_are_counted_apart(sessions: sessionmaker[Session]) -> None:
    participant(sessions, 1, mode="robot", arm="none")
    participant(sessions, 2, mode="preview")
    found = counted(sessions)
    assert list(found) == ["preview", "robot"]
    assert [lines[-1].began for lines in found.values()] == [1, 1]


@pytest.mark.usefixtures("versions")
def test_an_arm_that_the_study_no_longer_has_is_still_counted(sessions: sessionmaker[Session]) -> None:
    participant(sessions, 1, arm="placebo")
    assert [line.arm for line in counted(sessions, ("none",))["live"]] == ["none", "placebo", None, None]


# Export and report


def test_the_export_is_a_zip_of_all_tables(app: Flask, researcher: FlaskClient) -> None:
    Walker(app.test_client()).begin()
    reply = researcher.get("/researcher/gulls/export.zip")
    assert reply.mimetype == "application/zip"
    assert re.search(r"filename=gulls-\d{4}-\d\d-\d\d-\d{4}\.zip", reply.headers["Content-Disposition"])
    content = BytesIO(reply.data)
    reply.close()
    with ZipFile(content) as archive:
        names = {Path(name).name for name in archive.namelist()}
        rows = archive.read("gulls/participants.csv").decode().splitlines()
    assert {"participants.csv", "trials.csv", "events.csv", "provenance.json"} <= names
    assert len(rows) == 2


def test_without_the_analysis_the_page_names_the_commands(researcher: FlaskClient) -> None:
    page = researcher.get("/researcher/gulls").text
    assert "gullseye analyze gulls --out" in page
    assert "Make report now" not in page
    token = token_on(page)
    assert researcher.post("/researcher/gulls/report", data={"form_token": token}).status_code == 404


def test_there_is_no_report_before_one_is_made(researcher: FlaskClient) -> None:
    assert "There is no report yet" in researcher.get("/researcher/gulls").text
    assert researcher.get("/researcher/gulls/report").status_code == 404


def wait_for(done: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 10
    while not done():
        assert time.monotonic() < give_up
        time.sleep(0.01)


def write_report(instance: Path, study: str) -> None:
    """A report of that study, as far as the researcher's page looks at it."""
    (instance / "report").mkdir()
    (instance / "report" / "index.html").write_text("<p>46 %</p>")
    (instance / "report" / "results.json").write_text(f'{{"study": "{study}"}}')


def test_the_report_of_another_study_is_not_shown(settings: Settings, researcher: FlaskClient) -> None:
    write_report(settings.instance, "photographs")
    assert "There is no report yet" in researcher.get("/researcher/gulls").text
    assert researcher.get("/researcher/gulls/report").status_code == 404


def test_a_report_is_made_in_the_background_and_served_without_scripts(settings: Settings) -> None:
    asked = []

    go_on: list[bool] = []

    def make(study: str) -> None:
        asked.append(study)
        wait_for(lambda: bool(go_on))
        write_report(settings.instance, "gulls")

    app = create_app(settings, make)
    client = app.test_client()
    sign_in(client, password_of(app))
    token = token_on(client.get("/researcher/gulls").text)
    assert client.post("/researcher/gulls/report", data={"form_token": token}).status_code == 303
    waiting = client.get("/researcher/gulls").text
    assert "A report is being made" in waiting
    assert "data-reload-seconds" in waiting
    go_on.append(True)
    wait_for(lambda: not (settings.instance / "report.being-made").exists())
    assert "Open report" in client.get("/researcher/gulls").text
    assert asked == ["gulls"]
    report = client.get("/researcher/gulls/report")
    assert report.text == "<p>46 %</p>"
    policy = report.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "img-src data:" in policy
    report.close()
    app.extensions[EXTENSION].sessions.kw["bind"].dispose()


def test_two_reports_are_never_made_at_once(tmp_path: Path) -> None:
    go_on: list[bool] = []
    made = []

    def make() -> None:
        wait_for(lambda: bool(go_on))
        made.append(True)

    now = datetime.now(UTC)
    assert start_report(tmp_path, make, now)
    assert report_state(tmp_path, "gulls", now).is_being_made
    assert not start_report(tmp_path, make, now)
    go_on.append(True)
    wait_for(lambda: not report_state(tmp_path, "gulls", now).is_being_made)
    assert made == [True]


def test_a_report_that_was_never_finished_does_not_stop_the_next(tmp_path: Path) -> None:
    (tmp_path / "report.being-made").touch()
    later = datetime.now(UTC) + timedelta(minutes=16)
    assert not report_state(tmp_path, "gulls", later).is_being_made
    assert start_report(tmp_path, lambda: None, later)


def test_a_report_that_fails_says_why_until_one_succeeds(tmp_path: Path) -> None:
    def fail() -> None:
        raise StudyError("nobody has finished yet")

    now = datetime.now(UTC)
    start_report(tmp_path, fail, now)
    wait_for(lambda: not report_state(tmp_path, "gulls", now).is_being_made)
    assert report_state(tmp_path, "gulls", now).fault == "nobody has finished yet"
    start_report(tmp_path, lambda: None, now)
    wait_for(lambda: not report_state(tmp_path, "gulls", now).is_being_made)
    assert report_state(tmp_path, "gulls", now).fault is None
