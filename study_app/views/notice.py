"""Calm pages for whatever went wrong, and the log entry that has the rest."""

import secrets

from flask import current_app, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from study_app.study.platform import UnknownArrival
from study_app.study.words import said

NO_SESSION = (said("notice.no_session.title"), said("notice.no_session.text"), 404)
CHANGED = (said("notice.changed.title"), said("notice.changed.text"))
CLOSED = (said("notice.closed.title"), said("notice.closed.text"))
FULL = (said("notice.full.title"), said("notice.full.text"))
UNKNOWN = (said("notice.unknown.title"), said("notice.unknown.text"))
OTHERWISE = (said("notice.otherwise.title"), said("notice.otherwise.text"))
BROKEN = (said("notice.broken.title"), said("notice.broken.text"))


def notice(title: str, text: str, status: int = 200, reference: str | None = None) -> ResponseReturnValue:
    """A calm page; title and text are told in the study's language, or that of the browser."""
    return render_template("participant/notice.html", title=title, text=text, reference=reference), status


def of_arrival(fault: UnknownArrival) -> ResponseReturnValue:
    """The link lacks something; the fault's message says what to do."""
    return notice(said("notice.arrival.title"), fault.message, 400)


def of_http_fault(fault: HTTPException) -> ResponseReturnValue:
    """An address that does not exist, a method that is not allowed, and the like."""
    if fault.code is None or fault.code < 400:
        return fault.get_response()
    return notice(*(UNKNOWN if fault.code == 404 else OTHERWISE), fault.code)


def of_defect(fault: Exception) -> ResponseReturnValue:
    """A fault of ours: the page has a reference, the log has the same reference and the traceback."""
    reference = secrets.token_hex(4)
    current_app.logger.error("reference %s", reference, exc_info=fault)
    return notice(*BROKEN, 500, reference)
