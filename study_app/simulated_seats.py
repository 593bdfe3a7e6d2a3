"""The seats of a simulation: claimed, kept and given back as in the database, in the memory alone.

Whoever claims comes after those who claimed before; a seat that is given back is free from some time on.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from study_app.definition import Study
from study_app.seating import ENDLESS
from study_app.simulated_session import SimulatedSession
from study_app.study.allocation import WHOLE, PlannedSeat, seats, strata
from study_app.study.draw import Draw
from study_app.study.minimisation import minimised
from study_app.study.plan import Seed
from study_app.study_folder import LoadedStudy

Context = Mapping[str, str]


@dataclass
class Claimed:
    """A seat that somebody holds or held; free_from: when another may claim it.  ended: it was given up."""

    seat: PlannedSeat
    context: Context
    free_from: datetime | None = None
    ended: bool = False

    def is_free(self, now: datetime) -> bool:
        """Whether another may claim it."""
        return self.free_from is not None and self.free_from < now


@dataclass
class _List:
    """A stratum's seats: those never given out, in order, and those that were."""

    fresh: Iterator[PlannedSeat]
    claimed: list[Claimed] = field(default_factory=list)
    returned: list[Claimed] = field(default_factory=list)


class Seats:
    """All seats of one study and mode."""

    def __init__(self, loaded: LoadedStudy, mode: str, seed: Seed) -> None:
        self._study = loaded.study
        self._key = (seed, "minimisation", mode)
        self._lists = {name: _List(self._made(mode, seed, name, n)) for name, n in strata(loaded.study).items()}
        self._n_given = 0

    def claim(self, context: Context, now: datetime) -> tuple[Claimed | None, str | None]:
        """The first free seat of the stratum; or none, and the outcome that the session ends with."""
        wanted = self._study.allocation.strata
        book = self._lists.get(WHOLE if wanted is None else context.get(f"{wanted.source}:{wanted.name}", ""))
        if book is None:
            return None, "screened_out"
        arm = self._preferred_arm(book, context, now) if self._study.allocation.kind == "minimisation" else None
        seat = self._again(book, arm, now) or self._fresh(book, arm) or self._again(book, None, now)
        if seat is None:
            return None, "full"
        self._n_given += 1
        claimed = Claimed(seat, context)
        book.claimed.append(claimed)
        return claimed, None

    def give_back(self, claimed: Claimed, free_from: datetime, *, ended: bool) -> None:
        """Lets others have the seat after that time."""
        claimed.free_from, claimed.ended = free_from, ended
        self._lists[claimed.seat.stratum].returned.append(claimed)

    def _made(self, mode: str, seed: Seed, stratum: str, n_blocks: int) -> Iterator[PlannedSeat]:
        for block in count() if mode in ENDLESS else range(n_blocks):
            yield from seats(self._study, mode, seed, range(block, block + 1), stratum)

    def _again(self, book: _List, arm: str | None, now: datetime) -> PlannedSeat | None:
        free = [one for one in book.returned if one.is_free(now) and arm in (None, one.seat.arm)]
        if not free:
            return None
        first = min(free, key=lambda one: one.seat.number)
        book.returned.remove(first)
        book.claimed.remove(first)
        return first.seat

    def _fresh(self, book: _List, arm: str | None) -> PlannedSeat | None:
        seat = next(book.fresh, None)
        if seat is None or arm is None:
            return seat
        rank = len({one.seat.number for one in book.claimed if one.seat.arm == arm})
        return PlannedSeat(seat.number, seat.block, arm, rank, seat.stratum)

    def _preferred_arm(self, book: _List, context: Context, now: datetime) -> str:
        """By minimisation over those who hold or completed a seat."""
        held = [one for one in book.claimed if not (one.ended and one.is_free(now))]
        names = [f"{each.source}:{each.name}" for each in self._study.allocation.minimise]
        alike = [
            Counter(str(one.seat.arm) for one in held if one.context.get(name) == context.get(name)) for name in names
        ]
        alike.append(Counter(str(one.seat.arm) for one in held))
        certainty, draw = self._study.allocation.certainty, Draw(*self._key, self._n_given)
        return minimised(tuple(self._study.arms), alike, certainty, draw)


def context_of_link(study: Study, parameters: Mapping[str, str]) -> dict[str, str]:
    """What the allocation goes by and the link says."""
    return {f"url:{name}": parameters[name] for name in _asked(study, "url") if name in parameters}


def context_of_answers(study: Study, session: SimulatedSession) -> dict[str, str]:
    """What the allocation goes by and was answered."""
    wanted = _asked(study, "answer")
    if not wanted:
        return {}
    known = {
        f"{trial.plan.block}.{question}": str(value)
        for trial in session.trials
        for shown in trial.pages.values()
        for question, value in (shown.values or {}).items()
    }
    return {f"answer:{name}": known[name] for name in wanted if name in known}


def _asked(study: Study, source: str) -> list[str]:
    allocation = study.allocation
    asked = allocation.goes_by
    return [each.name for each in asked if each.source == source]
