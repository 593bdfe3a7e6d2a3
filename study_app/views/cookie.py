"""The browser's cookie: the secret of each session that was begun here, and which of them is open."""

from flask import session as cookie

PARTICIPANTS = "participants"
OPEN = "open"
MOST = 12  # a browser drops a cookie above 4 kB without a word


def remember(study: str, mode: str, token: str) -> None:
    """Makes that session the open one; beyond so many in one browser others are forgotten."""
    cookie.permanent = True
    others = {key: kept for key, kept in cookie.get(PARTICIPANTS, {}).items() if key != f"{study}/{mode}"}
    cookie[PARTICIPANTS] = dict([*others.items(), (f"{study}/{mode}", token)][-MOST:])
    cookie[OPEN] = token


def token_for(study: str, mode: str) -> str | None:
    """The secret of the session of that study and mode that was begun in this browser."""
    found: str | None = cookie.get(PARTICIPANTS, {}).get(f"{study}/{mode}")
    return found


def open_token() -> str | None:
    """The secret of the open session."""
    found: str | None = cookie.get(OPEN)
    return found


def tokens() -> list[str]:
    """The secrets of all sessions that were begun in this browser."""
    return list(cookie.get(PARTICIPANTS, {}).values())
