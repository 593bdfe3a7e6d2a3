"""The way in: the landing page, the button that begins, and the researcher's preview."""

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from study_app import platforms
from study_app.database import reading
from study_app.ending import finish, is_under_way
from study_app.enrolment import PREVIEW, Newcomer, enrol, known
from study_app.entry import ARRIVAL_FIELD, mode_of, session_token
from study_app.flow import is_current, participant_of
from study_app.records import LIVE
from study_app.runtime import runtime
from study_app.seating import has_free_seat
from study_app.study.device_needs import device_needs
from study_app.study.platform import Arrival, UnknownArrival
from study_app.study_folder import LoadedStudy
from study_app.versions import lets_people_in, version_of
from study_app.views import cookie
from study_app.views.notice import CLOSED, FULL, notice

blueprint = Blueprint("entrance", __name__)

UNFIT_FIELD = "unfit"


@blueprint.get("/s/<study>")
def landing(study: str) -> ResponseReturnValue:
    """What the study is; nothing is stored.  Who is under way goes on."""
    loaded, query = loaded_study(study), request.args.to_dict()
    mode = mode_of(runtime().settings.secret_key, study, query)
    newcomer = Newcomer(_arrival(loaded, mode, query), mode, "")
    if _goes_on_here(loaded, newcomer):
        cookie.remember(study, mode, cookie.token_for(study, mode) or "")
        return redirect(url_for("participant.current"), 303)
    with reading(runtime().sessions) as session:
        refusal = _refusal(session, loaded, newcomer)
    if refusal is not None:
        return notice(*refusal)
    query[ARRIVAL_FIELD] = secrets.token_urlsafe(16)
    return render_template(
        "participant/landing.html",
        study=loaded.study.study,
        query=query,
        action=url_for(".begin", study=study),
        needs=device_needs(loaded.design, loaded.material.words),
        leaves=newcomer.arrival.person is not None,
    )


@blueprint.post("/s/<study>")
def begin(study: str) -> ResponseReturnValue:
    """Enrols whoever pressed the button."""
    loaded, key = loaded_study(study), runtime().settings.secret_key
    query = request.values.to_dict()
    mode = mode_of(key, study, query)
    arrival = _arrival(loaded, mode, query)
    if not _goes_on_here(loaded, Newcomer(arrival, mode, "")):
        token = session_token(key, study, mode, query.get(ARRIVAL_FIELD) or secrets.token_urlsafe(16))
        first = (next(iter(loaded.study.arms)), 0) if mode == PREVIEW else None
        newcomer = Newcomer(arrival, mode, token, query, first)
        with runtime().sessions.begin() as session:
            refusal = _refusal(session, loaded, newcomer)
            token = "" if refusal else _enrolled(session, loaded, newcomer)
        if refusal is not None:
            return notice(*refusal)
        cookie.remember(study, mode, token)
    return redirect(url_for("participant.current"), 303)


def _enrolled(session: Session, loaded: LoadedStudy, newcomer: Newcomer) -> str:
    """The token of the session; who says on the first page that the device cannot do leaves with it at once."""
    now = datetime.now(UTC)
    participant = enrol(session, loaded, newcomer, now)
    cannot = UNFIT_FIELD in newcomer.parameters and device_needs(loaded.design, loaded.material.words) is not None
    if cannot and participant.seated_at is None and is_under_way(participant):
        finish(session, participant, "incompatible_device", now)
    return participant.token


@blueprint.get("/preview/<study>/<key>")
def preview(study: str, key: str) -> ResponseReturnValue:
    """Shows the researcher any arm from any trial on: a session of its own that takes no seat and is never counted."""
    loaded = loaded_study(study)
    mode_of(runtime().settings.secret_key, study, {"mode": PREVIEW, "key": key})
    arms = list(loaded.study.arms)
    arm = request.args.get("arm", arms[0])
    at = request.args.get("at", "0")
    if arm not in arms or not at.isdecimal() or not int(at) < loaded.design.n_trials:
        raise NotFound
    newcomer = Newcomer(Arrival(), PREVIEW, secrets.token_hex(32), request.args.to_dict(), (arm, int(at)))
    with runtime().sessions.begin() as session:
        token = enrol(session, loaded, newcomer, datetime.now(UTC)).token
    cookie.remember(study, PREVIEW, token)
    return redirect(url_for("participant.current"), 303)


def loaded_study(study: str) -> LoadedStudy:
    """The study of that name; NotFound where there is none."""
    loaded = runtime().studies.get(study)
    if loaded is None:
        raise NotFound
    return loaded


def _arrival(loaded: LoadedStudy, mode: str, query: Mapping[str, str]) -> Arrival:
    """Who comes; only live participants must come by the platform."""
    try:
        return platforms.load(loaded.study.recruit.platform).arrival(query)
    except UnknownArrival:
        if mode == LIVE:
            raise
        return Arrival()


def _refusal(session: Session, loaded: LoadedStudy, newcomer: Newcomer) -> tuple[str, str] | None:
    """Why nobody new can begin now; None where somebody can, or was here before."""
    if newcomer.mode != LIVE or known(session, loaded, newcomer) is not None:
        return None
    version = version_of(session, loaded)
    if version is None or not lets_people_in(version):
        return CLOSED
    return None if has_free_seat(session, version.id, LIVE, datetime.now(UTC)) else FULL


def _goes_on_here(loaded: LoadedStudy, newcomer: Newcomer) -> bool:
    """Whether this browser has a session of the study to show: one under way, or, for people, one that ended.

    On a shared computer it may be somebody else's: whom the platform names gets no session of another person.
    """
    mode, token = newcomer.mode, cookie.token_for(loaded.name, newcomer.mode)
    if token is None:
        return False
    with reading(runtime().sessions) as session:
        participant = participant_of(session, token)
        if participant is None:
            return False
        if newcomer.arrival.person is not None and known(session, loaded, newcomer) is not participant:
            return False
        if is_under_way(participant):
            return is_current(session, loaded, participant)
        return mode == LIVE and not loaded.study.recruit.again
