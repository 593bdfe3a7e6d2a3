"""Before an answer nothing that reaches the browser depends on, or tells, what the right answer is."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from stimuli import manifest
from study_app.app import create_app
from study_app.config import Settings
from study_app.entry import entry_link
from study_app.models import Participant, Trial
from study_app.runtime import Runtime
from study_app.study_folder import LoadedStudy
from tests.builders import PLAIN_GULLS
from tests.study_app.walking import Form, Walker, shows_picture


@contextmanager
def running(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    yield app
    app.extensions["gullseye"].sessions.kw["bind"].dispose()


def relabelled(gulls: LoadedStudy, folder: Path, image: str, label: str) -> None:
    """Writes the set once more, one image having another true class; pictures stay where they are."""
    stimuli = [
        one.model_copy(update={"label": label, "predicted": label}) if one.image == image else one
        for one in gulls.material.stimuli.stimuli
    ]
    manifest.write(gulls.material.stimuli.model_copy(update={"stimuli": tuple(stimuli)}), folder)


def current_image(app: Flask) -> str:
    """The image of the only participant's position."""
    runtime: Runtime = app.extensions["gullseye"]
    with runtime.sessions() as session:
        trial = session.scalars(select(Trial).where(Trial.done_at.is_(None)).order_by(Trial.position)).first()
    assert trial is not None
    return str(trial.plan["image"])


@pytest.mark.parametrize("n_answers", [0, 30])
def test_the_page_of_a_picture_is_the_same_whatever_its_class(
    settings: Settings, gulls: LoadedStudy, tmp_path: Path, n_answers: int
) -> None:
    """The very same trial, in training and in the test, served once under every class that the picture could have."""
    classes = gulls.study.items.classes
    folder = tmp_path / "stimuli" / "gulls"
    manifest.write(gulls.material.stimuli, folder)
    (folder / "assets").symlink_to(gulls.stimuli_folder / "assets")
    own = replace(settings, stimuli=folder.parent)
    with running(own) as app:
        walker = Walker(app.test_client())
        walker.begin(entry_link(own, "gulls", "robot"))
        walker.walk(shows_picture)
        for _ in range(n_answers):
            walker.answer(walker.page())
            walker.walk(shows_picture)
        image = current_image(app)
        cookie = walker.client.get_cookie("gullseye")
        replies: list[TestResponse] = []
        for label in classes:
            relabelled(gulls, folder, image, label)
            with running(own) as other:
                client = other.test_client()
                assert cookie is not None
                client.set_cookie("gullseye", cookie.value)
                replies.append(client.get("/session"))
    assert shows_picture(replies[0])
    assert len({reply.data for reply in replies}) == 1
    visible = [{k: v for k, v in reply.headers.items() if k not in ("Set-Cookie", "Date")} for reply in replies]
    assert all(headers == visible[0] for headers in visible)


@pytest.fixture(scope="module")
def walks(
    tmp_path_factory: pytest.TempPathFactory, stimuli: Path, empty_database: bytes
) -> dict[str, list[TestResponse]]:
    """All pages before an answer of one whole walk in every arm."""
    folder = tmp_path_factory.mktemp("walks")
    (folder / "gullseye.db").write_bytes(empty_database)
    settings = Settings(
        folder, f"sqlite:///{folder}/gullseye.db", "a secret key of the tests", (str(PLAIN_GULLS),), stimuli
    )
    found: dict[str, list[TestResponse]] = {}
    with running(settings) as app:
        for _ in range(8):  # one block of the list
            walker = Walker(app.test_client())
            walker.begin(entry_link(settings, "gulls", "robot"))
            before = walker.walk(shows_picture)[:-1]
            if (arm := newest_arm(app)) not in found:
                pages = [*before, *walker.walk_to_end()]
                found[arm] = [page for page in pages if Form(page.text).action.endswith("/answer")]
    return found


def newest_arm(app: Flask) -> str:
    with app.extensions["gullseye"].sessions() as session:
        return str(session.scalars(select(Participant.arm).order_by(Participant.id.desc())).first())


def test_no_page_of_a_picture_tells_the_arm_the_image_or_an_explanation(
    walks: dict[str, list[TestResponse]], gulls: LoadedStudy
) -> None:
    stimuli = gulls.material.stimuli.stimuli
    explained = {asset.sha256 for one in stimuli for made in one.explanations for asset in made.assets}
    secrets = {"placebo", "heatmap", "xnn", "grad_cam", "random_map", *(one.image for one in stimuli), *explained}
    for page in (page for pages in walks.values() for page in pages if shows_picture(page)):
        seen = page.text + str(page.headers)
        assert not [secret for secret in secrets if secret in seen]


def test_a_page_of_a_picture_names_every_class_as_a_choice_and_nowhere_else(
    walks: dict[str, list[TestResponse]], gulls: LoadedStudy
) -> None:
    pictured = [page for pages in walks.values() for page in pages if shows_picture(page)]
    assert len(pictured) == 4 * 44
    for page in pictured:
        for label in gulls.study.items.classes:
            assert page.text.count(label) == 2  # the button's value and its words


def test_pages_before_an_answer_are_the_same_in_every_arm(walks: dict[str, list[TestResponse]]) -> None:
    """The first seats of all arms see the same pictures in the same order; tokens apart, nothing differs."""
    assert set(walks) == {"none", "placebo", "heatmap", "xnn"}
    token = re.compile(r"\b[0-9a-f]{32}\b")
    texts = [[token.sub("TOKEN", page.text) for page in pages] for pages in walks.values()]
    assert texts == [texts[0]] * 4
