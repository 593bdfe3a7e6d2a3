"""Who is told how an analysis goes, and what becomes of a question that fails."""

from collections.abc import Sequence


class Watch:
    """Hears of everything and says nothing; a question that fails ends the analysis.  Commands have one that tells."""

    def confirmed(self, answers: Sequence[str]) -> None:
        """The confirmatory answers are there, a sentence each; the rest takes longer."""

    def begins(self, what: str, number: int, of: int) -> None:
        """The part of that number, from 1, is begun."""

    def goes_on(self, how: str) -> None:
        """How far the part that takes long has come."""

    def failed(self, name: str, fault: Exception) -> None:
        """A question raised that exception.  Whoever returns goes on with the other questions."""
        raise fault


SILENT = Watch()
