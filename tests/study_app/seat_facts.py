"""What must be true of seats, participants and answers at every moment, whatever happened before."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from study_app.database import reading
from study_app.models import Answer, Event, Participant, Seat, Trial


@dataclass(frozen=True)
class SeatFacts:
    """All that is stored of one mode, read in one moment."""

    seats: dict[int, Seat]
    people: dict[int, Participant]
    events: dict[int, list[Event]]
    n_answers: Counter[int]

    @property
    def n_replacements(self) -> int:
        """How often a seat was given to somebody after it had been somebody else's."""
        return sum(max(0, seat.n_claims - 1) for seat in self.seats.values())

    @property
    def counting(self) -> list[Participant]:
        """Who counts toward the target."""
        return [one for one in self.people.values() if one.counts]

    def closed_blocks(self) -> dict[int, list[Seat]]:
        """The blocks of which every seat is completed."""
        blocks = defaultdict[int, list[Seat]](list)
        for seat in self.seats.values():
            blocks[seat.block].append(seat)
        return {block: seats for block, seats in blocks.items() if all(seat.completed_at for seat in seats)}


def read_facts(sessions: sessionmaker[Session], mode: str) -> SeatFacts:
    """What is stored of that mode; everything in one transaction."""
    with reading(sessions) as session:
        people = {one.id: one for one in session.scalars(select(Participant).where(Participant.mode == mode))}
        events = defaultdict[int, list[Event]](list)
        for event in session.scalars(select(Event).order_by(Event.id)):
            events[event.participant_id].append(event)
        counted = select(Trial.participant_id, func.count(Answer.id)).join(Answer).group_by(Trial.participant_id)
        n_answers = Counter(dict(session.execute(counted).all()))
        seats = {seat.number: seat for seat in session.scalars(select(Seat).where(Seat.mode == mode))}
    return SeatFacts(seats, people, events, n_answers)


def check_facts(facts: SeatFacts, arms: tuple[str, ...], block_size: int, lease: timedelta) -> None:
    """All of it.  arms: the list of seats as it was planned, as far as it is known."""
    _list_is_as_planned(facts, arms, block_size)
    _holders_are_right(facts)
    _blocks_are_exact(facts, len(set(arms)), block_size)
    _claims_are_told(facts)
    for one in facts.people.values():
        _flags_are_right(facts, one, lease)


def check_leases(facts: SeatFacts, now: datetime, lease: timedelta) -> None:
    """Of those whose lease runs, everybody holds the seat that they were given, and nobody else does."""
    present = [
        one
        for one in facts.people.values()
        if one.outcome == "in_progress" and one.seat_number is not None and not one.overrun
        if one.last_seen_at is not None and one.last_seen_at + lease >= now
    ]
    assert len({one.seat_number for one in present}) == len(present)
    for one in present:
        assert one.seat_number is not None
        assert facts.seats[one.seat_number].participant_id == one.id


def _list_is_as_planned(facts: SeatFacts, arms: tuple[str, ...], block_size: int) -> None:
    assert sorted(facts.seats) == list(range(len(facts.seats)))
    assert len(facts.seats) % block_size == 0
    assert (
        tuple(facts.seats[number].arm for number in range(min(len(arms), len(facts.seats)))) == arms[: len(facts.seats)]
    )
    assert all(seat.block == number // block_size for number, seat in facts.seats.items())


def _holders_are_right(facts: SeatFacts) -> None:
    held = [seat for seat in facts.seats.values() if seat.participant_id is not None]
    assert len({seat.participant_id for seat in held}) == len(held)
    for seat in held:
        assert seat.participant_id is not None
        holder = facts.people[seat.participant_id]
        assert (holder.arm, holder.seat_number, holder.seat_block) == (seat.arm, seat.number, seat.block)
        assert holder.outcome in ("in_progress", "completed")
        assert (seat.completed_at is not None) == (holder.outcome == "completed")
    assert all(seat.completed_at is None for seat in facts.seats.values() if seat.participant_id is None)


def _blocks_are_exact(facts: SeatFacts, n_arms: int, block_size: int) -> None:
    """No block has more of an arm than its share; one that is closed has exactly that."""
    quota = block_size // n_arms
    per_arm = Counter((one.seat_block, one.arm) for one in facts.counting)
    assert all(n <= quota for n in per_arm.values())
    for block, seats in facts.closed_blocks().items():
        assert len(seats) == block_size
        of_block = {arm: n for (where, arm), n in per_arm.items() if where == block}
        assert sorted(of_block.values()) == [quota] * n_arms


def _claims_are_told(facts: SeatFacts) -> None:
    """The events tell every claim of every seat, numbered from 1: the first, then its replacements."""
    told = defaultdict[int, list[int]](list)
    for person in facts.people:
        for event in facts.events[person]:
            if event.kind == "seated" and event.detail is not None:
                told[event.detail["seat"]].append(event.detail["claim"])
    for number, seat in facts.seats.items():
        assert sorted(told[number]) == list(range(1, seat.n_claims + 1))


def _flags_are_right(facts: SeatFacts, one: Participant, lease: timedelta) -> None:
    kinds = Counter(event.kind for event in facts.events[one.id])
    seat = None if one.seat_number is None else facts.seats[one.seat_number]
    holds = seat is not None and seat.participant_id == one.id
    is_completed = seat is not None and holds and seat.completed_at is not None
    assert one.counts == (is_completed and one.outcome == "completed" and one.erased_at is None)
    assert kinds["seated"] == (one.seat_number is not None)
    assert kinds["seat_lost"] == one.overrun
    assert not (one.overrun and holds)
    if one.outcome == "completed" and one.erased_at is None:
        assert one.counts != one.overrun
    if one.outcome == "in_progress" and seat is not None and not holds and not one.overrun:
        assert one.last_seen_at is not None
        assert seat.claimed_at is not None
        assert one.last_seen_at + lease < seat.claimed_at  # and has not been back since
    if one.erased_at is not None:
        assert facts.n_answers[one.id] == 0
