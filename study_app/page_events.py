"""What happened on a page while it was shown (a graph walked, a window left): kept as events, read leniently."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from study_app.events import note
from study_app.models import Participant
from study_app.study.timing import DAY_MS

FIELD = "page_events"
MOST_EVENTS = 500
LONGEST_DETAIL = 500  # bytes of JSON
KIND = re.compile(r"[a-z][a-z_:-]{0,29}")


def note_page_events(
    session: Session, participant: Participant, position: int, form: Mapping[str, str], now: datetime
) -> None:
    """Adds an event for each, with its time on the page; what cannot be read is left out, and the answer stays."""
    for event in _listed(form.get(FIELD, "")):
        detail = _detail(event)
        kind = event.get("kind")
        if detail is not None and isinstance(kind, str) and KIND.fullmatch(kind):
            note(session, participant, f"page:{kind}"[:30], now, position=position, detail=detail)


def _listed(text: str) -> list[dict[str, Any]]:
    try:
        found = json.loads(text) if text else []
    except (ValueError, RecursionError):
        return []
    return [event for event in found[:MOST_EVENTS] if isinstance(event, dict)] if isinstance(found, list) else []


def _detail(event: Mapping[str, Any]) -> dict[str, Any] | None:
    at_ms = event.get("at_ms")
    if isinstance(at_ms, bool) or not isinstance(at_ms, int | float) or not abs(at_ms) <= DAY_MS:
        return None
    return {**_kept(event.get("detail")), "at_ms": at_ms}


def _kept(more: object) -> dict[str, Any]:
    """A small record; nothing of one with numbers or letters that JSON or UTF-8 has none for."""
    try:
        written = json.dumps(more, ensure_ascii=False, allow_nan=False).encode()
    except ValueError:
        return {}
    return more if isinstance(more, dict) and len(written) <= LONGEST_DETAIL else {}
