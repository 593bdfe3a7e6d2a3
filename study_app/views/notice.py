"""Calm pages for whatever went wrong, and the log entry that has the rest."""

import secrets

from flask import current_app, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from study_app.study.platform import UnknownArrival

NO_SESSION = (
    "Nothing is open here",
    "This browser has no open session. Please open the study again with the link that you were given.",
    404,
)
CHANGED = (
    "The study has changed",
    "The study was changed after you began, so you cannot go on. Your answers are kept. We are sorry for the trouble.",
)
CLOSED = (
    "This study is not open",
    "It is not open to participants now. Please come back with the link that you were given when it is announced, or "
    "write to the researcher.",
)
FULL = (
    "The study is full",
    "All places are taken at the moment. Thank you for your interest. Places may become free again: you may try later.",
)
UNKNOWN = ("This page does not exist", "Please open the study again with the link that you were given.")
OTHERWISE = ("This did not work", "Please go back and try again, or open the study again with the link you were given.")
BROKEN = (
    "Something went wrong on our side",
    "Your answers so far are saved. Please reload the page in a moment; if it happens again, write to the researcher.",
)


def notice(title: str, text: str, status: int = 200, reference: str | None = None) -> ResponseReturnValue:
    """A calm page."""
    return render_template("participant/notice.html", title=title, text=text, reference=reference), status


def of_arrival(fault: UnknownArrival) -> ResponseReturnValue:
    """The link lacks something; the fault's message says what to do."""
    return notice("This link is not complete", str(fault), 400)


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
