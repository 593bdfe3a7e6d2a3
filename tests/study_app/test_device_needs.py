"""What the first page says of devices, and what becomes of those that cannot do."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from study_app.app import create_app
from study_app.config import Settings
from study_app.migration import migrate
from study_app.models import Participant
from study_app.runtime import EXTENSION
from study_app.study.device_needs import device_needs
from study_app.study.words import english
from study_app.study_folder import LoadedStudy
from tests.study_app.conftest import launch_all
from tests.study_app.short_studies import ALLOCATION, CONSENT, TEST, short

DEVICE = '\n[[block]]\nname = "device"\ntask = "device"\ntext = "device.md"\n'
FILES = {"device.md": "# Your device\n\nIs measured."}
REFUSED = '\n[flow]\nphones = "refused"\n'
PROLIFIC = '\n[recruit]\nplatform = "prolific"\n'
PERSON = "5f1e2d3c4b5a69788796a5b4"
LINK = f"/s/short?PROLIFIC_PID={PERSON}&STUDY_ID=6a1e2d3c4b5a69788796a5b4&SESSION_ID=7b1e2d3c4b5a69788796a5b4"


def study(folder: Path, stimuli: Path, rules: str | None = None, top: str = "") -> LoadedStudy:
    blocks = CONSENT + ("" if rules is None else DEVICE + rules) + TEST
    return short(folder / "short", stimuli, blocks, top=ALLOCATION + top, files=FILES)


def sentences(loaded: LoadedStudy) -> tuple[str, ...]:
    needs = device_needs(loaded.design, english())
    return () if needs is None else needs.sentences


@pytest.mark.parametrize("rules", [None, "", "tries = 2\n"])
def test_a_study_that_takes_any_device_says_nothing_of_devices(
    stimuli: Path, tmp_path: Path, rules: str | None
) -> None:
    assert sentences(study(tmp_path, stimuli, rules)) == ()


def test_the_rules_of_device_blocks_are_told(stimuli: Path, tmp_path: Path) -> None:
    rules = 'minimum_width_px = 768\npointer = "fine"\ntouch = "refused"\nbrowsers = ["Firefox", "Chrome"]\n'
    assert sentences(study(tmp_path, stimuli, rules)) == (
        "The window of your browser must be at least 768 pixels wide.",
        "A mouse or a trackpad is needed.",
        "A computer without a touch screen is needed.",
        "One of these browsers is needed: Firefox, Chrome.",
    )


def test_words_of_the_block_itself_are_told_in_their_place(stimuli: Path, tmp_path: Path) -> None:
    rules = 'pointer = "fine"\nwords = { pointer = "Bring a mouse." }\n'
    assert sentences(study(tmp_path, stimuli, rules)) == ("Bring a mouse.",)


def test_that_phones_are_refused_is_told_without_a_device_block(stimuli: Path, tmp_path: Path) -> None:
    (told,) = sentences(study(tmp_path, stimuli, top=REFUSED))
    assert told == "Please use a computer or a tablet: a phone is too small for this study."


@pytest.fixture
def served(settings: Settings, stimuli: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Flask:
    study(tmp_path, stimuli, top=str(request.param))
    studies = (str(tmp_path / "short"),)
    (tmp_path / "sets").mkdir()
    (tmp_path / "sets" / "short").symlink_to(stimuli / "gulls")
    own = Settings(tmp_path, f"sqlite:///{tmp_path / 'own.db'}", settings.secret_key, studies, tmp_path / "sets")
    migrate(own.database_url)
    app = create_app(own)
    launch_all(app)
    return app


def people(app: Flask) -> list[Participant]:
    with app.extensions[EXTENSION].sessions() as session:
        return list(session.scalars(select(Participant)))


def begin(client: FlaskClient, link: str, **more: str) -> str:
    return client.post(link, data={"arrival": "somebody", **more}, follow_redirects=True).text


@pytest.mark.parametrize("served", [REFUSED + PROLIFIC], indirect=True)
def test_who_leaves_for_the_device_gets_a_code_that_says_so(served: Flask) -> None:
    landing = served.test_client().get(LINK).text
    assert 'name="unfit"' in landing
    assert people(served) == []
    ended = begin(served.test_client(), LINK, unfit="yes")
    (one,) = people(served)
    assert (one.outcome, one.arm) == ("incompatible_device", None)
    assert one.completion_code
    assert one.completion_code in ended


@pytest.mark.parametrize("served", [PROLIFIC], indirect=True)
def test_a_study_for_any_device_lets_nobody_leave_for_theirs(served: Flask) -> None:
    assert "unfit" not in served.test_client().get(LINK).text
    begin(served.test_client(), LINK, unfit="yes")
    assert [one.outcome for one in people(served)] == ["in_progress"]


@pytest.mark.parametrize("served", [REFUSED], indirect=True)
def test_where_nobody_waits_for_a_code_there_is_a_link_to_copy_alone(served: Flask) -> None:
    landing = served.test_client().get("/s/short").text
    assert 'value="http://localhost/s/short"' in landing
    assert 'name="unfit"' not in landing
