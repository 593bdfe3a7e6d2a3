"""Notes what happened, in order; a note is never changed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from study_app.models import Event, Participant


def note(
    session: Session,
    participant: Participant,
    kind: str,
    now: datetime,
    *,
    position: int | None = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Adds an event; `detail` holds plain JSON values."""
    kept = None if detail is None else dict(detail)
    session.add(Event(participant_id=participant.id, at=now, kind=kind, position=position, detail=kept))
