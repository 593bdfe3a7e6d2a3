"""Seats are leased: who is silent too long loses the seat, who is there keeps it, whoever leaves gives it back."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from study_app.ending import withdraw
from study_app.enrolment import Newcomer, enrol
from study_app.models import Seat
from study_app.seating import has_free_seat
from study_app.study.platform import Arrival
from study_app.study_folder import LoadedStudy
from tests.study_app.conftest import NOW
from tests.study_app.short_studies import CONSENT, TEST, allocated, short
from tests.study_app.visits import Visitor

CHECKED = CONSENT + TEST + 'check = "attention"\n'
ENDING = "\n[checks]\non_failure = 'end'\nattention_failures = 1\n\n[flow]\nmaximum_minutes = 600\n"
WRONG = {"California": "Herring", "Herring": "California"}


@pytest.fixture
def loaded(tmp_path: Path, stimuli: Path) -> LoadedStudy:
    """Two images after the seat; one wrong answer ends the session; four seats in blocks of two, leased for 60 min."""
    return short(tmp_path / "short", stimuli, CHECKED, top=allocated(lease_minutes="60") + ENDING)


class People:
    """Those who take part in one study, one after the other."""

    def __init__(self, sessions: sessionmaker[Session], loaded: LoadedStudy) -> None:
        self.sessions, self.loaded, self.n = sessions, loaded, 0

    def seated(self, minutes: float = 0, mode: str = "live") -> Visitor:
        """Somebody new who gets a seat that many minutes after the first arrival, if there is one."""
        self.n += 1
        now = NOW + timedelta(minutes=minutes)
        visitor = Visitor(self.sessions, self.loaded, mode, f"token {self.n}", now=now).arrive()
        visitor.answer(response="agree")
        return visitor

    def has_room(self) -> bool:
        """Whether anybody else would get a seat."""
        with self.sessions() as session:
            return has_free_seat(session, 1, "live", NOW)

    def seats(self) -> list[Seat]:
        """All seats, in order."""
        with self.sessions() as session:
            return list(session.scalars(select(Seat).order_by(Seat.number)))


@pytest.fixture
def people(sessions: sessionmaker[Session], loaded: LoadedStudy) -> People:
    return People(sessions, loaded)


def right(visitor: Visitor) -> None:
    """Answers the picture on the screen rightly."""
    visitor.answer(response=str(visitor.plan_of(visitor.page()).image).split("/")[0])


def leave(visitor: Visitor, *, keep_data: bool = True) -> None:
    """Withdraws."""
    participant = visitor.participant()
    with visitor.sessions.begin() as session:
        withdraw(session, session.merge(participant), visitor.now, keep_data=keep_data)


def seat_of(visitor: Visitor) -> int | None:
    return visitor.participant().seat_number


def wait(visitor: Visitor, minutes: float) -> None:
    visitor.now += timedelta(minutes=minutes)


def silent_and_replaced(people: People) -> tuple[Visitor, Visitor]:
    """Somebody who sat down and was silent for two hours, and who got the seat then."""
    silent = people.seated()
    return silent, people.seated(minutes=120)


def test_who_is_silent_beyond_the_lease_loses_the_seat_to_the_next(people: People) -> None:
    silent, other = silent_and_replaced(people)
    assert (seat_of(silent), seat_of(other)) == (0, 0)
    assert other.participant().arm == silent.participant().arm
    assert people.seats()[0].participant_id == other.participant().id
    assert people.seats()[0].n_claims == 2


def test_before_the_lease_is_over_the_next_gets_another_seat(people: People) -> None:
    people.seated()
    assert seat_of(people.seated(minutes=59)) == 1


def test_whoever_is_active_keeps_the_seat(people: People) -> None:
    busy = people.seated()
    for _ in range(5):
        wait(busy, 50)
        busy.look()
    assert seat_of(people.seated(minutes=290)) == 1
    right(busy)
    right(busy)
    one = busy.participant()
    assert (one.outcome, one.counts, one.overrun) == ("completed", True, False)


def test_an_answer_renews_the_lease_as_a_look_does(people: People) -> None:
    busy = people.seated()
    token = busy.page().trial_token
    image = str(busy.plan_of(busy.page()).image)
    wait(busy, 55)
    assert busy.post(token, "answer", {"response": image.split("/")[0]}).kind == "stored"
    assert seat_of(people.seated(minutes=100)) == 1


def test_who_comes_back_too_late_but_finds_the_seat_free_keeps_it(people: People) -> None:
    late = people.seated()
    wait(late, 300)
    late.look()
    assert not late.participant().overrun
    assert seat_of(people.seated(minutes=301)) == 1


def test_a_late_finisher_s_answers_are_kept_and_flagged_and_do_not_count(people: People) -> None:
    silent, _ = silent_and_replaced(people)
    wait(silent, 130)
    right(silent)
    right(silent)
    one = silent.participant()
    assert (one.outcome, one.data_complete, one.overrun, one.counts) == ("completed", True, True, False)
    assert len(silent.answers()) == 3
    assert (one.seat_number, one.arm is not None) == (0, True)


def test_the_new_holder_s_seat_is_untouched_by_whoever_lost_it(people: People) -> None:
    silent, other = silent_and_replaced(people)
    before = people.seats()[0]
    wait(silent, 130)
    right(silent)
    right(silent)
    leave(silent)
    after = people.seats()[0]
    assert (after.participant_id, after.lease_until, after.completed_at) == (
        other.participant().id,
        before.lease_until,
        None,
    )


def test_that_a_seat_was_lost_is_noted_once(people: People) -> None:
    silent, _ = silent_and_replaced(people)
    wait(silent, 130)
    silent.look()
    silent.look()
    right(silent)
    assert silent.kinds().count("seat_lost") == 1


def test_who_completes_closes_the_seat_for_ever(people: People) -> None:
    done = people.seated()
    right(done)
    right(done)
    assert people.seats()[0].completed_at == done.now
    assert seat_of(people.seated(minutes=10_000)) == 1


@pytest.mark.parametrize("outcome", ["withdrew", "failed_checks", "timed_out"])
def test_who_ends_otherwise_gives_the_seat_to_the_next_at_once_and_it_is_noted(people: People, outcome: str) -> None:
    leaving = people.seated()
    if outcome == "withdrew":
        leave(leaving)
    elif outcome == "failed_checks":
        image = str(leaving.plan_of(leaving.page()).image)
        leaving.answer(response=WRONG[image.split("/")[0]])
    else:
        wait(leaving, 601)
        leaving.look()
    one = leaving.participant()
    assert (one.outcome, one.counts) == (outcome, False)
    released = [event for event in leaving.events() if event.kind == "seat_released"]
    assert [event.detail for event in released] == [{"reason": outcome}]
    assert people.seats()[0].participant_id is None
    after = people.seated(minutes=(leaving.now - NOW) / timedelta(minutes=1))
    assert (seat_of(after), after.participant().arm) == (0, one.arm)


def test_who_completed_and_withdraws_the_answers_gives_the_seat_back(people: People) -> None:
    done = people.seated()
    right(done)
    right(done)
    leave(done, keep_data=False)
    assert done.participant().counts is False
    assert seat_of(people.seated(minutes=1)) == 0


def test_replacements_see_the_same_images_in_the_same_order(people: People) -> None:
    silent, other = silent_and_replaced(people)
    assert silent.plans() == other.plans()


def test_closed_blocks_are_exact_after_replacements(people: People) -> None:
    """Every other one leaves: the list is filled from its beginning all the same."""
    counted = Counter[tuple[int | None, str | None]]()
    for n in range(8):
        one = people.seated(minutes=n)
        if n % 2:
            right(one)
            right(one)
            counted[one.participant().seat_block, one.participant().arm] += 1
        else:
            leave(one)
    assert counted == {(block, arm): 1 for block in (0, 1) for arm in ("none", "heatmap")}
    assert [seat.n_claims for seat in people.seats()] == [2, 2, 2, 2]


def test_the_claim_s_number_is_noted_with_the_seat(people: People) -> None:
    _, other = silent_and_replaced(people)
    (seated,) = [event for event in other.events() if event.kind == "seated"]
    assert seated.detail is not None
    assert seated.detail["claim"] == 2


def test_a_study_is_full_while_all_seats_are_held_and_open_again_when_one_is_left(people: People) -> None:
    first, *_ = [people.seated() for _ in range(4)]
    assert people.seated(minutes=1).participant().outcome == "full"
    assert not people.has_room()
    leave(first)
    assert people.has_room()
    assert seat_of(people.seated(minutes=2)) == 0


def test_a_preview_takes_no_seat(people: People) -> None:
    newcomer = Newcomer(Arrival(), "preview", "a preview", preview=("heatmap", 1))
    with people.sessions.begin() as session:
        one = enrol(session, people.loaded, newcomer, NOW)
        assert (one.arm, one.seat_number) == ("heatmap", None)
        held = select(Seat).where(Seat.participant_id.is_not(None))
        assert session.scalars(held).all() == []


def test_a_preview_begins_where_it_is_wanted_and_completes(people: People) -> None:
    visitor = Visitor(people.sessions, people.loaded, "preview", "a preview")
    newcomer = Newcomer(Arrival(), "preview", "a preview", preview=("heatmap", 2))
    with people.sessions.begin() as session:
        enrol(session, people.loaded, newcomer, NOW)
    assert visitor.plan_of(visitor.page()).position == 2
    right(visitor)
    one = visitor.participant()
    assert (one.outcome, one.counts) == ("completed", False)
