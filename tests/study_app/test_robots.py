import logging
import os
import signal
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from statistics import median
from threading import Thread, Timer
from threading import enumerate as threads

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.serving import BaseWSGIServer, make_server

from study_app.commands.robots import robots as robots_command
from study_app.config import Settings
from study_app.database import make_engine, make_sessions, reading
from study_app.entry import entry_link
from study_app.errors import StudyError
from study_app.models import Answer, Participant, Serving, Trial
from study_app.robot_browser import Browser
from study_app.robot_form import Unfillable, forms_of
from study_app.robot_mind import Behaviour, ExGaussian, read
from study_app.robots import Site, run_robots
from study_app.study_folder import LoadedStudy
from tests.builders import PLAIN_GULLS

ALL_KNOW = {"none": 1.0, "placebo": 1.0, "heatmap": 1.0, "xnn": 1.0}
PAGE = """
<form method="post" action="/answer">
  <input type="hidden" name="trial_token" value="t"><input type="hidden" name="stage" value="answer">
  <input type="hidden" name="rt_ms" data-timing>
  <input type="radio" name="trust" value="1"><input type="radio" name="trust" value="2">
  <button type="submit" name="response" value="Herring">Herring</button>
  <button type="submit" name="response" value="continue" data-minimum-seconds="4">Go on</button>
</form>
<label><input type="checkbox" name="outside"></label>
"""


@pytest.fixture
def server(app: Flask) -> Iterator[BaseWSGIServer]:
    """The application behind real HTTP."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    made = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=made.serve_forever)
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


@pytest.fixture
def site(server: BaseWSGIServer, settings: Settings, gulls: LoadedStudy, sessions: sessionmaker[Session]) -> Site:
    """The study on that server."""
    return Site(f"http://127.0.0.1:{server.port}", entry_link(settings, "gulls", "robot"), gulls, sessions)


def answers_of(sessions: sessionmaker[Session], stage: str = "answer") -> list[Answer]:
    with reading(sessions) as session:
        return list(session.scalars(select(Answer).where(Answer.stage == stage).order_by(Answer.id)))


def test_robots_take_the_study_from_the_first_page_to_the_last_and_are_known_as_robots(site: Site) -> None:
    told: list[int] = []
    made = run_robots(site, 3, Behaviour(ALL_KNOW), progress=told.append)
    assert (made.n, made.finished, made.left) == (3, 3, 0)
    assert told == [1, 2, 3]
    with reading(site.sessions) as session:
        people = session.scalars(select(Participant)).all()
        assert [(one.mode, one.outcome) for one in people] == [("robot", "completed")] * 3
        assert len({one.arm for one in people}) > 1


def test_a_robot_that_knows_everything_is_always_right_and_measures_like_a_browser(site: Site) -> None:
    run_robots(site, 1, Behaviour(ALL_KNOW, response_time=ExGaussian(1500, 100, 500)))
    with reading(site.sessions) as session:
        shown = session.execute(select(Trial.plan, Answer.values).join(Trial.answers).where(Answer.stage == "answer"))
        answered = [(plan["image"], values["species"]) for plan, values in shown if plan["task"] == "classify"]
    assert len(answered) == 44
    assert all(image.split("/")[0] == species for image, species in answered)
    timings = [answer.timing for answer in answers_of(site.sessions)]
    assert all(timing["clock"] == "frame" and timing["viewport"] == "1280x800" for timing in timings)
    assert 1000 < median(timing["rt_ms"] for timing in timings) < 4000


def test_feedback_is_looked_at_as_long_as_it_must_be_but_nobody_waits(site: Site) -> None:
    made = run_robots(site, 1, Behaviour(ALL_KNOW))
    feedback = [answer.timing["rt_ms"] for answer in answers_of(site.sessions, "feedback")]
    assert len(feedback) == 20
    assert min(feedback) >= 4000
    assert made.seconds < sum(feedback) / 1000


def test_a_robot_can_leave_on_the_way(site: Site) -> None:
    made = run_robots(site, 2, Behaviour(ALL_KNOW, dropout=1.0))
    assert (made.finished, made.left) == (0, 2)
    with reading(site.sessions) as session:
        assert set(session.scalars(select(Participant.outcome))) == {"in_progress"}


def test_a_robot_that_left_comes_back_and_goes_on_where_it_was(site: Site) -> None:
    made = run_robots(site, 2, Behaviour(ALL_KNOW, dropout=0.1, returns=1.0))
    assert (made.finished, made.left) == (2, 0)
    with reading(site.sessions) as session:
        assert len(session.scalars(select(Participant)).all()) == 2
        assert max(session.scalars(select(Serving.n_served))) > 1


def test_ctrl_c_stops_all_robots_at_once(site: Site) -> None:
    Timer(1.0, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        run_robots(site, 500, Behaviour(ALL_KNOW))
    assert not [thread for thread in threads() if thread.name.startswith("robot")]


def test_the_database_of_another_server_is_recognised(
    site: Site, settings: Settings, tmp_path: Path, empty_database: bytes
) -> None:
    (tmp_path / "other.db").write_bytes(empty_database)
    engine = make_engine(f"sqlite:///{tmp_path / 'other.db'}")
    elsewhere = Site(site.url, site.link, site.loaded, make_sessions(engine))
    with pytest.raises(StudyError, match=r"/session: the database does not know its trial; is it the database of"):
        run_robots(elsewhere, 1, Behaviour(ALL_KNOW))
    engine.dispose()


def test_what_the_page_offers_can_be_posted_and_nothing_else() -> None:
    (form,) = forms_of(PAGE)
    answer = {"response": "Herring", "trust": "2"}
    posted = form.filled(answer, {"rt_ms": "900", "viewport": "1x1"})
    assert posted == {"trial_token": "t", "stage": "answer", "rt_ms": "900", **answer}


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"response": "Auk", "trust": "1"}, "no button that sends"),
        ({"response": "Herring", "trust": "7"}, "offers no trust = '7'"),
        ({"response": "Herring", "trust": "1", "doubt": "1"}, "offers no doubt"),
        ({"response": "Herring", "trust": "1", "outside": "on"}, "offers no outside"),
        ({"response": "Herring"}, "asks for trust too"),
    ],
)
def test_a_robot_refuses_a_page_without_the_field_or_the_button(answer: dict[str, str], said: str) -> None:
    (form,) = forms_of(PAGE)
    with pytest.raises(Unfillable, match=said):
        form.filled(answer, {})


def test_a_form_without_a_button_cannot_be_sent() -> None:
    (form,) = forms_of(PAGE.replace('type="submit"', 'type="button"'))
    with pytest.raises(Unfillable, match="no button"):
        form.filled({"trust": "1"}, {})


def test_a_button_that_must_be_waited_for_says_how_long() -> None:
    (form,) = forms_of(PAGE)
    assert form.button({"response": "continue"}).minimum_seconds == 4


class _Broken(BaseHTTPRequestHandler):
    """A server that has a bad day."""

    def do_GET(self) -> None:
        self.send_response(500)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


def test_a_servers_fault_is_told_with_address_and_status() -> None:
    with HTTPServer(("127.0.0.1", 0), _Broken) as broken:
        thread = Thread(target=broken.serve_forever)
        thread.start()
        url = f"http://127.0.0.1:{broken.server_port}"
        with Browser(url) as browser, pytest.raises(StudyError, match=rf"{url}/s/gulls: status 500 to GET"):
            browser.get("/s/gulls")
        broken.shutdown()
        thread.join()


def test_a_server_that_is_not_there_is_told_with_its_address() -> None:
    with HTTPServer(("127.0.0.1", 0), _Broken) as taken:
        free = taken.server_port
    with (
        Browser(f"http://127.0.0.1:{free}") as browser,
        pytest.raises(StudyError, match=rf":{free}/s/gulls: no answer"),
    ):
        browser.get("/s/gulls")


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(StudyError, match="is no address of a server"):
        Browser("localhost:8000")


def test_a_behaviour_is_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "behaviour.toml"
    path.write_text("dropout = 0.01\nlapse = 0.05\n[skills]\nxnn = 0.9\n[response_time]\nmu = 900\n")
    found = read(path, ("none", "xnn"))
    assert (found.dropout, found.lapse, found.skills, found.seed) == (0.01, 0.05, {"xnn": 0.9}, 1)
    assert found.response_time == ExGaussian(900, 220, 920)


def test_every_fault_of_a_behaviour_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "behaviour.toml"
    path.write_text("dropuot = 0.1\nlapse = 2\n[skills]\nmap = 0.9\nxnn = 'all'\n[response_time]\nmean = 900\n")
    with pytest.raises(StudyError) as caught:
        read(path, ("none", "xnn"))
    lines = str(caught.value).splitlines()
    assert [line for line in lines if not line.startswith(f"{path}: ")] == []
    assert len(lines) == 5
    for said in (
        "skills.map: no arm 'map'; known: none, xnn",
        "skills.xnn: input should be a valid number, unable to parse string as a number; found 'all'",
        "dropuot: no key 'dropuot'; did you mean 'dropout'?",
        "lapse: input should be less than or equal to 1; found 2",
        "response_time.mean: no key 'mean'; known: mu, sigma, tau",
    ):
        assert said in str(caught.value)


def test_how_sessions_ended_is_counted(site: Site) -> None:
    made = run_robots(site, 3, Behaviour(ALL_KNOW, dropout=1.0))
    assert made.outcomes == {"in_progress": 3}


def test_the_command_lets_robots_in_and_tells_how_it_went(
    site: Site, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GULLSEYE_INSTANCE", str(settings.instance))
    monkeypatch.setenv("GULLSEYE_SECRET_KEY", settings.secret_key)
    monkeypatch.setenv("GULLSEYE_STIMULI", str(settings.stimuli))
    file = settings.instance / "behaviour.toml"
    file.write_text("dropout = 0.0\n[skills]\nxnn = 0.7\n")
    arguments = [str(PLAIN_GULLS), "--n", "1", "--url", site.url, "--skill", "none=1", "--behaviour", str(file)]
    arguments += ["--dropout", "1", "--returns", "0"]  # which go before the file's
    done = CliRunner().invoke(robots_command, arguments, catch_exceptions=False)
    assert "Robots: 0 finished, 1 left on the way" in done.output
    with pytest.raises(StudyError) as caught:
        CliRunner().invoke(
            robots_command, [*arguments, "--skill", "map=1", "--skill", "none=2"], catch_exceptions=False
        )
    assert "--skill map=1: no arm 'map'; known: none, placebo, heatmap, xnn" in str(caught.value)
    assert "--skill none=2: '2' is no probability" in str(caught.value)
