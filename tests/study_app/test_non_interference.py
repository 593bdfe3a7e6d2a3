"""Before an answer, what reaches the browser is the same, byte for byte, whatever the right answer is."""

import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from typing import NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from study_app import tasks
from study_app.config import Settings
from study_app.entry import entry_link
from study_app.models import Trial
from study_app.robot_form import Form, forms_of
from study_app.runtime import EXTENSION, Runtime
from study_app.study.mind import Mind
from study_app.study.task import Values
from study_app.study.trial import PlannedTrial
from tests.study_app.answer_keys import EVERY_TRUTH, EVERY_TRUTH_AND_PREDICTION, NAME, keyed_study
from tests.study_app.walking import Walker

MEMORY_DISK = Path("/dev/shm")  # noqa: S108 - many copies of a database; where there is none, any disk will do
STAGES = {
    "quiz": ["answer"],
    "classify": ["answer", "confidence"],
    "predict": ["answer", "confidence"],
    "compare": ["answer", "confidence", "with_explanation", "sure_with"],
    "advise": ["answer"],
    "advise-twice": ["answer", "confidence", "advice", "sure_final"],
    "spot": ["answer"],
    "rate": ["answer"],
}
TELLS_PREDICTION = {("advise", "answer"), ("advise-twice", "advice"), ("advise-twice", "sure_final")}
TELLS_AFTERWARDS = {  # what the next page says by design: what is right, what is wrong, or the advice
    ("quiz", "answer"),
    *((block, "confidence") for block in ("classify", "predict", "advise-twice")),
    ("advise", "answer"),
}
SHOWS_ITS_KEY = "device"  # on a plate of colours the answer can be seen, by who sees colours: there is no other key


class Seen(NamedTuple):
    """A reply, whole."""

    status: int
    body: bytes
    headers: list[tuple[str, str]]


class Step(NamedTuple):
    """What the page asks, and a way to answer it."""

    block: str
    stage: str
    action: str
    fields: dict[str, str]


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(mkdtemp(prefix="keys-", dir=MEMORY_DISK if MEMORY_DISK.is_dir() else None))
    yield made
    shutil.rmtree(made)


def whole(reply: TestResponse) -> Seen:
    """All of it but the time of day."""
    with closing(reply):
        kept = [(name, value) for name, value in reply.headers if name not in ("Date", "Expires")]
        return Seen(reply.status_code, reply.data, kept)


def seen(client: FlaskClient) -> list[Seen]:
    """The present page, the pages that are sent ahead, and every picture that they name."""
    page, ahead = client.get("/session"), client.get("/session/ahead")
    texts = [page.text, *(one["html"] for one in ahead.get_json()["ahead"])]
    pictures = sorted({picture for text in texts for picture in re.findall(r"/assets/[^\"\s]+", text)})
    return [whole(page), whole(ahead), *(whole(client.get(picture)) for picture in pictures)]


def step_of(app: Flask, client: FlaskClient) -> Step:
    """The step that the page shows, with the answer of somebody who knows nothing."""
    (form,) = (form for form in forms_of(client.get("/session").text) if "trial_token" in form.fields)
    plan, given = planned(app, form)
    task, stage = tasks.load(plan.task), form.fields["stage"]
    material = app.extensions[EXTENSION].studies[NAME].material
    answer = task.simulate(plan, stage, given, Mind(skill=0.0, understanding=1.0), Random(3), material)
    return Step(plan.block, stage, form.action, form.filled(answer, {}))


def planned(app: Flask, form: Form) -> tuple[PlannedTrial, dict[str, Values]]:
    runtime: Runtime = app.extensions[EXTENSION]
    with runtime.sessions() as session:
        trial = session.scalars(select(Trial).where(Trial.token == form.fields["trial_token"])).one()
        return PlannedTrial.from_json(trial.plan), {answer.stage: answer.values for answer in trial.answers}


def same_browser(client: FlaskClient, app: Flask) -> FlaskClient:
    """A browser with the same cookie, on another copy of the application."""
    cookie, other = client.get_cookie("gullseye"), app.test_client()
    assert cookie is not None
    other.set_cookie("gullseye", cookie.value)
    return other


@pytest.mark.parametrize("block", STAGES)
def test_nothing_before_the_feedback_depends_on_the_key(
    settings: Settings, folder: Path, empty_database: bytes, block: str
) -> None:
    """One trial, stage by stage, in copies of everything that differ in the key; then the reply to the same answer.

    Where the next page tells the key by design it must differ: that shows that the copies' keys do.
    """
    study = keyed_study(folder / "original", settings, empty_database, block)
    found: list[str] = []
    with study.running() as app:
        walker = Walker(app.test_client())
        client = walker.client
        walker.begin(entry_link(study.settings, NAME, "robot"))
        while (step := step_of(app, client)).block != block:
            client.post(step.action, data=step.fields)
        while step.block == block and step.stage not in ("feedback", *found):
            found.append(step.stage)
            before, replies, pages = seen(client), [], []
            where = (block, step.stage)
            for n, key in enumerate(EVERY_TRUTH if where in TELLS_PREDICTION else EVERY_TRUTH_AND_PREDICTION):
                with study.under(key, folder / f"{step.stage}-{n}").running() as other:
                    visitor = same_browser(client, other)
                    assert seen(visitor) == before
                    replies.append(whole(visitor.post(step.action, data=step.fields)))
                    pages.append(seen(visitor))
            assert replies == [whole(client.post(step.action, data=step.fields))] * len(replies)
            following = seen(client)
            assert any(page != following for page in pages) is (where in TELLS_AFTERWARDS)
            step = step_of(app, client)
    assert found == STAGES[block]


def test_every_kind_of_task_that_has_a_right_answer_is_among_them() -> None:
    judging = {name for name in tasks.names() if type(tasks.load(name)).correct.__qualname__ != "Task.correct"}
    assert judging == {block.removesuffix("-twice") for block in STAGES} - {"spot"} | {SHOWS_ITS_KEY}
