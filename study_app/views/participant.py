"""The participant's session: one address for all of it, and the way out of it."""

from datetime import UTC, datetime

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from study_app.database import reading
from study_app.ending import withdraw
from study_app.flow import Shown, current_page, current_pages, pages_ahead, participant_of
from study_app.models import Participant, Trial
from study_app.runtime import runtime
from study_app.study_folder import LoadedStudy
from study_app.submission import Post, submit
from study_app.views import cookie
from study_app.views.drawing import drawn
from study_app.views.notice import NO_SESSION, notice
from study_app.views.preview_bar import PreviewBar, preview_bar

blueprint = Blueprint("participant", __name__)

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
    return drawn(state, loaded, bar=bar)


@blueprint.get("/session/ahead")
def ahead() -> ResponseReturnValue:
    """The pages that come whatever is answered, after the one that the browser says to hold."""
    now = datetime.now(UTC)
    with runtime().sessions.begin() as session:
        participant, loaded = _visitor(session, _told("of"))
        if participant is None or loaded is None:
            return {"ahead": []}
        found = _with_bars(participant, loaded, pages_ahead(session, loaded, participant, now, held=_told("held")))
    return {"ahead": [_sheet(state, loaded, bar) for state, bar in found]}


@blueprint.get("/session/<token>/<stage>")
def old_address(token: str, stage: str) -> ResponseReturnValue:  # noqa: ARG001 - whatever trial it was
    """Somebody reloads the address that an answer was posted to."""
    return redirect(url_for(".current"), 303)


@blueprint.post("/session/<token>/<stage>")
def answer(token: str, stage: str) -> ResponseReturnValue:
    """Stores an answer; what it led to is at the session's address, or in the reply to a script that asks for it."""
    post = Post(token, stage, request.form.to_dict())
    if request.accept_mimetypes.best == "application/json":
        return _reply(post)
    now = datetime.now(UTC)
    with runtime().sessions.begin() as session:
        participant, loaded = _visitor(session)
        if participant is None or loaded is None:
            return notice(*NO_SESSION)
        receipt = submit(session, loaded, participant, post, now)
        refused = receipt.kind == "refused"
        state = current_page(session, loaded, participant, now) if refused else None
        bar = preview_bar(participant, loaded, state) if state else None
    return redirect(url_for(".current"), 303) if state is None else (drawn(state, loaded, receipt.message, bar), 422)


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


def _visitor(session: Session, trial_token: str = "") -> tuple[Participant | None, LoadedStudy | None]:
    """The participant of this browser's open session, and the study; None where there is none.

    trial_token: of a page that a script has: its session may be another one of this browser, open in another tab.
    """
    mine = Participant.token.in_(cookie.tokens())
    owner = session.scalar(select(Participant).join(Trial).where(Trial.token == trial_token, mine))
    token = cookie.open_token()
    participant = owner or (participant_of(session, token) if token else None)
    return participant, runtime().studies.get(participant.version.name) if participant else None


def _reply(post: Post) -> dict[str, object]:
    """What a script is told: what became of the answer, the page to show now unless it shows it, and pages ahead.

    over: there is no page to answer any more; the session's address says why.
    """
    now, showing = datetime.now(UTC), _told("showing")
    with runtime().sessions.begin() as session:
        participant, loaded = _visitor(session, post.token)
        if participant is None or loaded is None:
            return {"receipt": "stale", "over": True}
        receipt = submit(session, loaded, participant, post, now)
        if receipt.kind == "refused":
            return {"receipt": receipt.kind, "message": receipt.message}
        if "showing" not in request.args:  # of an answer that an earlier page left: nobody looks at what follows it
            return {"receipt": receipt.kind}
        state, coming = current_pages(session, loaded, participant, now, showing=showing, held=_told("held"))
        if not isinstance(state, Shown):
            return {"receipt": receipt.kind, "over": True}
        new = [] if state.key == showing else [state]
        found = _with_bars(participant, loaded, [*new, *coming])
    pages = [_sheet(state, loaded, bar) for state, bar in found]
    return {"receipt": receipt.kind, "page": pages[0] if new else None, "ahead": pages[len(new) :]}


def _told(name: str) -> str:
    """What a script says of itself: the key of the page that it shows, or of the last one that it holds."""
    return request.args.get(name, "")


def _sheet(state: Shown, loaded: LoadedStudy, bar: PreviewBar | None) -> dict[str, str]:
    """A whole page, and what the browser calls it."""
    return {"key": state.key, "html": drawn(state, loaded, bar=bar)}


def _with_bars(
    participant: Participant, loaded: LoadedStudy, states: list[Shown]
) -> list[tuple[Shown, PreviewBar | None]]:
    return [(state, preview_bar(participant, loaded, state)) for state in states]
