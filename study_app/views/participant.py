"""The participant's routes: one landing page per study, one address for the whole session."""

import secrets
from datetime import UTC, datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from study_app import platforms
from study_app.database import reading
from study_app.ending import is_under_way
from study_app.enrolment import Newcomer, enrol
from study_app.entry import ARRIVAL_FIELD, mode_of, session_token
from study_app.flow import Changed, Ended, Shown, current_page, is_current, participant_of
from study_app.models import Participant
from study_app.runtime import runtime
from study_app.study_folder import LoadedStudy
from study_app.submission import Post, submit
from study_app.views import cookie
from study_app.views.notice import CHANGED, NO_SESSION, notice

blueprint = Blueprint("participant", __name__)


@blueprint.get("/s/<study>")
def landing(study: str) -> ResponseReturnValue:
    """What the study is; nothing is stored.  Who is under way goes on."""
    loaded = _loaded(study)
    query = request.args.to_dict()
    mode = mode_of(runtime().settings.secret_key, study, query)
    platforms.load(loaded.study.recruit.platform).arrival(query)
    if _is_under_way_here(loaded, mode):
        cookie.remember(study, mode, cookie.token_for(study, mode) or "")
        return redirect(url_for(".current"), 303)
    query[ARRIVAL_FIELD] = secrets.token_urlsafe(16)
    facts, action = loaded.study.study, url_for(".begin", study=study)
    return render_template("participant/landing.html", study=facts, query=query, action=action)


@blueprint.post("/s/<study>")
def begin(study: str) -> ResponseReturnValue:
    """Enrols whoever pressed the button."""
    loaded, key = _loaded(study), runtime().settings.secret_key
    query = request.values.to_dict()
    mode = mode_of(key, study, query)
    arrival = platforms.load(loaded.study.recruit.platform).arrival(query)
    if not _is_under_way_here(loaded, mode):
        token = session_token(key, study, mode, query.get(ARRIVAL_FIELD) or secrets.token_urlsafe(16))
        with runtime().sessions.begin() as session:
            token = enrol(session, loaded, Newcomer(arrival, mode, token), datetime.now(UTC)).token
        cookie.remember(study, mode, token)
    return redirect(url_for(".current"), 303)


@blueprint.get("/session")
def current() -> ResponseReturnValue:
    """The page of the participant's position."""
    with runtime().sessions.begin() as session:
        participant, loaded = _visitor(session)
        if participant is None or loaded is None:
            return notice(*NO_SESSION)
        state = current_page(session, loaded, participant, datetime.now(UTC))
    return _drawn(state, loaded)


@blueprint.get("/session/<token>/<stage>")
def old_address(token: str, stage: str) -> ResponseReturnValue:  # noqa: ARG001 - whatever trial it was
    """Somebody reloads the address that an answer was posted to."""
    return redirect(url_for(".current"), 303)


@blueprint.post("/session/<token>/<stage>")
def answer(token: str, stage: str) -> ResponseReturnValue:
    """Stores an answer; what it led to is at the session's address."""
    now = datetime.now(UTC)
    with runtime().sessions.begin() as session:
        participant, loaded = _visitor(session)
        if participant is None or loaded is None:
            return notice(*NO_SESSION)
        receipt = submit(session, loaded, participant, Post(token, stage, request.form.to_dict()), now)
        refused = receipt.kind == "refused"
        state = current_page(session, loaded, participant, now) if refused else None
    return redirect(url_for(".current"), 303) if state is None else (_drawn(state, loaded, receipt.message), 422)


@blueprint.get("/health")
def health() -> ResponseReturnValue:
    """Whether the application and its database answer."""
    with reading(runtime().sessions) as session:
        session.execute(text("SELECT 1"))
    return {"status": "ok"}


def _loaded(study: str) -> LoadedStudy:
    loaded = runtime().studies.get(study)
    if loaded is None:
        raise NotFound
    return loaded


def _visitor(session: Session) -> tuple[Participant | None, LoadedStudy | None]:
    """The participant of this browser's open session, and the study; None where there is none."""
    token = cookie.open_token()
    participant = participant_of(session, token) if token else None
    return participant, runtime().studies.get(participant.version.name) if participant else None


def _is_under_way_here(loaded: LoadedStudy, mode: str) -> bool:
    """Whether this browser has begun exactly this study and not finished it."""
    token = cookie.token_for(loaded.name, mode)
    if token is None:
        return False
    with reading(runtime().sessions) as session:
        participant = participant_of(session, token)
        return participant is not None and is_under_way(participant) and is_current(session, loaded, participant)


def _drawn(state: Shown | Ended | Changed, loaded: LoadedStudy, message: str | None = None) -> str:
    """The HTML of a state; called when the transaction is committed."""
    study = loaded.study.study
    if isinstance(state, Changed):
        return render_template("participant/notice.html", study=study, title=CHANGED[0], text=CHANGED[1])
    if isinstance(state, Ended):
        way = state.exit
        return render_template(
            "participant/ended.html", study=study, outcome=state.outcome, code=way.code or None, url=way.url
        )
    return render_template(
        "participant/page.html",
        study=study,
        page=state.page,
        action=url_for(".answer", token=state.trial_token, stage=state.stage),
        stage=state.stage,
        trial_token=state.trial_token,
        progress=state.progress,
        message=message,
        preload=state.preload,
    )
