"""The participant's session: one address for all of it, and the way out of it."""

from datetime import UTC, datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.orm import Session

from study_app.database import reading
from study_app.ending import withdraw
from study_app.flow import Changed, Ended, Shown, current_page, participant_of
from study_app.models import Participant
from study_app.runtime import runtime
from study_app.study_folder import LoadedStudy
from study_app.submission import Post, submit
from study_app.views import cookie
from study_app.views.notice import CHANGED, NO_SESSION, notice
from study_app.views.preview_bar import PreviewBar, preview_bar

blueprint = Blueprint("participant", __name__)

LEAVES_AFTER_SECONDS = 10
DATA_CHOICES = ("keep", "delete")


@blueprint.get("/session")
def current() -> ResponseReturnValue:
    """The page of the participant's position."""
    with runtime().sessions.begin() as session:
        participant, loaded = _visitor(session)
        if participant is None or loaded is None:
            return notice(*NO_SESSION)
        state = current_page(session, loaded, participant, datetime.now(UTC))
        bar = preview_bar(participant, loaded, state)
    return _drawn(state, loaded, bar=bar)


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
        bar = preview_bar(participant, loaded, state) if state else None
    return redirect(url_for(".current"), 303) if state is None else (_drawn(state, loaded, receipt.message, bar), 422)


@blueprint.get("/session/stop")
def stop() -> ResponseReturnValue:
    """Asks whether the participant really wants to leave, and what shall become of the answers."""
    with reading(runtime().sessions) as session:
        participant, loaded = _visitor(session)
    if participant is None or loaded is None:
        return notice(*NO_SESSION)
    ways = {"action": url_for(".leave"), "back_url": url_for(".current")}
    return render_template("participant/stop.html", study=loaded.study.study, **ways)


@blueprint.post("/session/stop")
def leave() -> ResponseReturnValue:
    """Ends the session at the participant's wish; what was not chosen is asked again."""
    choice = request.form.get("data")
    if choice not in DATA_CHOICES:
        return redirect(url_for(".stop"), 303)
    with runtime().sessions.begin() as session:
        participant, loaded = _visitor(session)
        if participant is None or loaded is None:
            return notice(*NO_SESSION)
        withdraw(session, participant, datetime.now(UTC), keep_data=choice == "keep")
    return redirect(url_for(".current"), 303)


@blueprint.get("/health")
def health() -> ResponseReturnValue:
    """Whether the application and its database answer."""
    with reading(runtime().sessions) as session:
        session.execute(text("SELECT 1"))
    return {"status": "ok"}


def _visitor(session: Session) -> tuple[Participant | None, LoadedStudy | None]:
    """The participant of this browser's open session, and the study; None where there is none."""
    token = cookie.open_token()
    participant = participant_of(session, token) if token else None
    return participant, runtime().studies.get(participant.version.name) if participant else None


def _drawn(
    state: Shown | Ended | Changed, loaded: LoadedStudy, message: str | None = None, bar: PreviewBar | None = None
) -> str:
    """The HTML of a state; called when the transaction is committed."""
    study = loaded.study.study
    if isinstance(state, Changed):
        stop_url = url_for(".stop")
        return render_template(
            "participant/notice.html", study=study, title=CHANGED[0], text=CHANGED[1], stop_url=stop_url
        )
    if isinstance(state, Ended):
        way = state.exit
        return render_template(
            "participant/ended.html",
            study=study,
            outcome=state.outcome,
            code=way.code or None,
            url=None if bar else way.url,
            erased=state.erased,
            auto_seconds=LEAVES_AFTER_SECONDS,
            preview=bar,
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
        stop_url=url_for(".stop"),
        preview=bar,
    )
