"""The researcher's pages: sign in with a one-time password, see how a study goes, take its data, make its report."""

import secrets
from datetime import UTC, datetime, timedelta
from functools import partial
from hmac import compare_digest
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    send_file,
    session,
    url_for,
)
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response as AnyResponse

from study_app.attempts import Attempts
from study_app.counts import count_participants
from study_app.database import reading
from study_app.export import zip_export
from study_app.exporting.sources import built_in
from study_app.passwords import use_password
from study_app.records import PEOPLE
from study_app.reporting import report_state, start_report
from study_app.runtime import runtime
from study_app.study_folder import LoadedStudy
from study_app.views.study_state import frozen_state, links_of

blueprint = Blueprint("researcher", __name__, url_prefix="/researcher")

ATTEMPTS = "gullseye_attempts"
SIGNED_IN_UNTIL = "researcher_until"
FORM_TOKEN = "researcher_form_token"  # noqa: S105 - a key's name
STAYS_SIGNED_IN = timedelta(hours=12)
OPEN = ("researcher.entrance", "researcher.sign_in")
WRONG = "That password is not right, or was used before."
TOO_MANY = "Too many tries. Please wait a minute, then try again."
EXPIRED = "This page was open for too long. Please try again."
REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-popups"
)


@blueprint.record_once
def _prepare(setup: BlueprintSetupState) -> None:
    setup.app.extensions[ATTEMPTS] = Attempts()


@blueprint.before_request
def _only_the_researcher() -> AnyResponse | None:
    """Everything but signing in needs a signed-in researcher, and every form its token."""
    if request.endpoint not in OPEN and not _is_signed_in():
        return redirect(url_for("researcher.entrance"))
    if request.method == "POST" and not compare_digest(
        request.form.get("form_token", "").encode(), _form_token().encode()
    ):
        return _entrance(EXPIRED, 400)
    return None


@blueprint.after_request
def _never_kept(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("", strict_slashes=False)
def entrance() -> AnyResponse:
    """The form to sign in; who is signed in goes on to the first study."""
    if _is_signed_in():
        return redirect(url_for("researcher.study", name=next(iter(runtime().studies))))
    return _entrance(None, 200)


@blueprint.post("/sign-in")
def sign_in() -> AnyResponse:
    """Lets the researcher in, once per password."""
    attempts: Attempts = current_app.extensions[ATTEMPTS]
    now = datetime.now(UTC)
    if attempts.are_too_many(now):
        return _entrance(TOO_MANY, 429)
    with runtime().sessions.begin() as database:
        right = use_password(database, request.form.get("password", ""), now)
    if not right:
        attempts.note_failure(now)
        return _entrance(WRONG, 403)
    session[SIGNED_IN_UNTIL] = (now + STAYS_SIGNED_IN).isoformat()
    session[FORM_TOKEN] = secrets.token_hex(16)
    return redirect(url_for("researcher.entrance"), 303)


@blueprint.post("/sign-out")
def sign_out() -> AnyResponse:
    """Forgets the researcher in this browser."""
    session.pop(SIGNED_IN_UNTIL, None)
    session.pop(FORM_TOKEN, None)
    return redirect(url_for("researcher.entrance"), 303)


@blueprint.get("/<name>")
def study(name: str) -> str:
    """The study's first page."""
    loaded, settings = _loaded(name), runtime().settings
    return render_template(
        "researcher/study.html",
        others=[other for other in runtime().studies if other != name],
        links=links_of(settings, name),
        **frozen_state(loaded),
        report=report_state(settings.instance, name, datetime.now(UTC)),
        can_report=runtime().report_command is not None,
        form_token=_form_token(),
        **_counted(loaded),
    )


@blueprint.get("/<name>/counts")
def counts(name: str) -> str:
    """The tables alone, for the page that refreshes them."""
    return render_template("researcher/_counts.html", **_counted(_loaded(name)))


@blueprint.get("/<name>/export.zip")
def export(name: str) -> Response:
    """All tables, with what is needed to read them, as one file."""
    loaded, now = _loaded(name), datetime.now(UTC)
    manifests = built_in(loaded.stimuli_folder)
    with TemporaryDirectory() as folder, reading(runtime().sessions) as database:
        made = zip_export(database, loaded.name, Path(folder) / "export.zip", manifest_of=manifests, now=now)
        archive = made.out.open("rb")  # closed by the response; the name may go before the content is sent
    title = f"{loaded.name}-{now:%Y-%m-%d-%H%M}.zip"
    return send_file(archive, mimetype="application/zip", as_attachment=True, download_name=title)


@blueprint.get("/<name>/report")
def report(name: str) -> Response:
    """The last report, with a policy of its own: it holds its style and its pictures, and no script."""
    _loaded(name)
    state = report_state(runtime().settings.instance, name, datetime.now(UTC))
    if state.made_at is None:
        abort(404)
    response = send_file(state.page, mimetype="text/html")
    response.headers["Content-Security-Policy"] = REPORT_POLICY
    return response


@blueprint.post("/<name>/report")
def make_report(name: str) -> AnyResponse:
    """Starts a new report; the page tells when it is there."""
    make = runtime().report_command
    if make is None:
        abort(404)
    start_report(runtime().settings.instance, partial(make, _loaded(name).name), datetime.now(UTC))
    return redirect(url_for("researcher.study", name=name), 303)


def _loaded(name: str) -> LoadedStudy:
    return runtime().studies.get(name) or abort(404)


def _counted(loaded: LoadedStudy) -> dict[str, object]:
    with reading(runtime().sessions) as database:
        modes = count_participants(database, loaded.name, tuple(loaded.study.arms))
    return {
        "facts": loaded.study.study,
        "seats": loaded.study.allocation.seats,
        "people": [mode for mode in modes if mode.mode in PEOPLE],
        "robots": [mode for mode in modes if mode.mode == "robot"],
    }


def _is_signed_in() -> bool:
    until = session.get(SIGNED_IN_UNTIL)
    return isinstance(until, str) and datetime.now(UTC) < datetime.fromisoformat(until)


def _form_token() -> str:
    """The secret that this browser's forms carry, made on first use."""
    token: str = session.setdefault(FORM_TOKEN, secrets.token_hex(16))
    return token


def _entrance(fault: str | None, status: int) -> Response:
    page = render_template("researcher/login.html", fault=fault, form_token=_form_token())
    return Response(page, status)
