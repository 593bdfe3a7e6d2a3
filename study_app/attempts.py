"""Slows down whoever guesses passwords: after a few failures one has to wait a little."""

from datetime import datetime, timedelta
from threading import Lock

ALLOWED = 5
WITHIN = timedelta(minutes=1)


class Attempts:
    """Failed tries of the last minute, of everybody together, in this process: there is one researcher to let in."""

    def __init__(self) -> None:
        self._failed: list[datetime] = []
        self._lock = Lock()

    def are_too_many(self, now: datetime) -> bool:
        """Whether the next try has to wait."""
        with self._lock:
            self._failed = [at for at in self._failed if now - at < WITHIN]
            return len(self._failed) >= ALLOWED

    def note_failure(self, now: datetime) -> None:
        """Counts a failed try."""
        with self._lock:
            self._failed.append(now)
