"""How often each page was sent to be shown, and when it was sent first."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from study_app.models import Serving, Trial

MOST_SHOWN = 100  # what a browser can say of one page


def count_serving(session: Session, trial: Trial, stage: str, now: datetime, n: int = 1) -> None:
    """Counts that a page was sent to be shown; n = 0: it was sent ahead, and may never be."""
    served = (Serving.trial_id == trial.id, Serving.stage == stage)
    again = update(Serving).where(*served).values(n_served=Serving.n_served + n).returning(Serving.id)
    if session.scalar(again) is not None:
        return
    try:
        with session.begin_nested():
            session.add(Serving(trial_id=trial.id, stage=stage, first_at=now, n_served=n))
    except IntegrityError:  # another tab was served at the same moment
        session.execute(again)


def count_shown_ahead(session: Session, trial: Trial, stage: str, told: str) -> None:
    """Counts how often the browser says to have shown a page that was sent ahead; nothing that cannot be meant."""
    n = int(told) if told.isascii() and told.isdigit() and len(told) < 10 else 0
    if 0 < n <= MOST_SHOWN:
        served = (Serving.trial_id == trial.id, Serving.stage == stage)
        session.execute(update(Serving).where(*served).values(n_served=Serving.n_served + n))


def first_served(session: Session, trial: Trial, stage: str) -> datetime | None:
    """When the page was sent first, ahead or to be shown; None: never."""
    return session.scalar(select(Serving.first_at).where(Serving.trial_id == trial.id, Serving.stage == stage))
