"""Which list of seats, or which arm, a participant gets by the link and by what was answered before."""

from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from study_app.ending import withdraw
from study_app.models import Seat
from study_app.study_folder import LoadedStudy
from study_app.versions import open_study
from tests.study_app.conftest import NOW
from tests.study_app.short_studies import CONSENT, TEST, allocated, short
from tests.study_app.visits import Visitor

ABOUT = """
[[block]]
name = "about"
task = "background"
questions_file = "about.toml"
"""
QUESTIONS = """
[[question]]
name = "birding"
text = "How often do you watch birds?"
options = ["never", "often"]

[[question]]
name = "age"
text = "How old are you?"
options = ["young", "old"]
"""
FILES = {"about.toml": QUESTIONS}
BY_LINK = '{ source = "url", name = "country", seats = { GB = 2, DE = 4 } }'
BY_ANSWER = '{ source = "answer", name = "about.birding", seats = { never = 2, often = 2 } }'
BALANCED = '[{ source = "url", name = "country" }, { source = "answer", name = "about.age" }]'


@pytest.fixture
def by_link(tmp_path: Path, stimuli: Path) -> LoadedStudy:
    """Two seats for Britons, four for Germans."""
    return short(tmp_path / "short", stimuli, top=allocated(seats="6", strata=BY_LINK))


@pytest.fixture
def by_answer(tmp_path: Path, stimuli: Path) -> LoadedStudy:
    """Two seats for those who never watch birds, two for those who do it often."""
    top = allocated(strata=BY_ANSWER, after='"about"')
    return short(tmp_path / "short", stimuli, CONSENT + ABOUT + TEST, top=top, files=FILES)


@pytest.fixture
def minimising(tmp_path: Path, stimuli: Path) -> LoadedStudy:
    """Twelve seats whose arms are chosen by country and age, without chance where one arm is better."""
    top = allocated(
        kind='"minimisation"', minimise=BALANCED, after='"about"', seats="12", certainty="1.0", seed="", block_size="2"
    )
    return short(tmp_path / "short", stimuli, CONSENT + ABOUT + TEST, top=top, files=FILES)


def seated(
    sessions: sessionmaker[Session], loaded: LoadedStudy, n: int, link: dict[str, str] | None = None, **about: str
) -> Visitor:
    """Somebody who came by that link and answered that; past the seat, if there is one."""
    visitor = Visitor(sessions, loaded, token=f"token {n}", parameters=link or {}).arrive()
    visitor.answer(response="agree")
    if about:
        visitor.answer(**about)
    return visitor


def place(visitor: Visitor) -> tuple[str, str | None, int | None]:
    one = visitor.participant()
    return one.outcome, one.stratum, one.seat_number


def test_every_level_of_the_link_has_a_list_of_its_own(sessions: sessionmaker[Session], by_link: LoadedStudy) -> None:
    came = ("GB", "DE", "DE", "GB")
    assert [place(seated(sessions, by_link, n, {"country": one})) for n, one in enumerate(came)] == [
        ("in_progress", "GB", 0),
        ("in_progress", "DE", 0),
        ("in_progress", "DE", 1),
        ("in_progress", "GB", 1),
    ]


def test_a_full_stratum_takes_nobody_although_others_have_seats(
    sessions: sessionmaker[Session], by_link: LoadedStudy
) -> None:
    people = [seated(sessions, by_link, n, {"country": "GB"}) for n in range(3)]
    assert [place(one)[0] for one in people] == ["in_progress", "in_progress", "full"]
    assert place(seated(sessions, by_link, 3, {"country": "DE"})) == ("in_progress", "DE", 0)


@pytest.mark.parametrize("link", [{}, {"country": "FR"}, {"country": ""}, {"Country": "GB"}])
def test_whoever_has_none_of_the_levels_is_screened_out(
    sessions: sessionmaker[Session], by_link: LoadedStudy, link: dict[str, str]
) -> None:
    assert place(seated(sessions, by_link, 0, link)) == ("screened_out", None, None)


def test_of_the_link_only_what_the_allocation_goes_by_is_kept(
    sessions: sessionmaker[Session], by_link: LoadedStudy
) -> None:
    visitor = seated(sessions, by_link, 0, {"country": "GB", "email": "me@example.org"})
    assert visitor.participant().context == {"url:country": "GB"}


def test_arms_are_exact_in_every_block_of_every_stratum(sessions: sessionmaker[Session], by_link: LoadedStudy) -> None:
    came = ("DE", "GB", "DE", "GB", "DE", "DE")
    people = [seated(sessions, by_link, n, {"country": one}).participant() for n, one in enumerate(came)]
    per_arm = Counter((one.stratum, one.seat_block, one.arm) for one in people)
    blocks = (("GB", 0), ("DE", 0), ("DE", 1))
    assert per_arm == {(*block, arm): 1 for block in blocks for arm in ("none", "heatmap")}


def test_an_answer_before_the_seat_can_be_the_stratum(sessions: sessionmaker[Session], by_answer: LoadedStudy) -> None:
    rare = seated(sessions, by_answer, 0, birding="never", age="old")
    keen = seated(sessions, by_answer, 1, birding="often", age="old")
    assert (place(rare), place(keen)) == (("in_progress", "never", 0), ("in_progress", "often", 0))
    assert keen.participant().context == {"answer:about.birding": "often"}


def test_an_answer_that_no_seats_are_for_screens_out(sessions: sessionmaker[Session], by_answer: LoadedStudy) -> None:
    declined = {"birding.declined": "on", "birding": "declined", "age": "old"}
    visitor = Visitor(sessions, by_answer).arrive()
    visitor.answer(response="agree")
    visitor.answer(**declined)
    assert place(visitor) == ("screened_out", None, None)


def test_robots_continue_the_list_of_their_stratum(sessions: sessionmaker[Session], by_link: LoadedStudy) -> None:
    for n in range(5):
        robot = Visitor(sessions, by_link, "robot", f"robot {n}", parameters={"country": "GB"}).arrive()
        robot.answer(response="agree")
        assert place(robot) == ("in_progress", "GB", n)
    with sessions() as session:
        listed = Counter(session.scalars(select(Seat.stratum).where(Seat.mode == "robot")))
    assert listed == {"GB": 6, "DE": 4}


def test_minimisation_gives_no_arm_before_somebody_claims(
    sessions: sessionmaker[Session], minimising: LoadedStudy
) -> None:
    with sessions.begin() as session:
        open_study(session, minimising, "live", NOW)
    with sessions() as session:
        assert set(session.scalars(select(Seat.arm))) == {None}


def test_minimisation_keeps_arms_alike_in_every_factor(
    sessions: sessionmaker[Session], minimising: LoadedStudy
) -> None:
    kinds = [(country, age) for country in ("GB", "DE", "FR") for age in ("young", "old", "young", "old")]
    arms = Counter[tuple[str, str | None]]()
    for n, (country, age) in enumerate(kinds):
        one = seated(sessions, minimising, n, {"country": country}, birding="never", age=age).participant()
        arms.update((kind, one.arm) for kind in (country, age, "all"))
    for kind in ("GB", "DE", "FR", "young", "old", "all"):
        assert abs(arms[kind, "none"] - arms[kind, "heatmap"]) <= 1


def test_the_second_of_two_who_are_alike_gets_the_other_arm(
    sessions: sessionmaker[Session], minimising: LoadedStudy
) -> None:
    link = {"country": "GB"}
    first, second = (seated(sessions, minimising, n, link, birding="never", age="old").participant() for n in (0, 1))
    assert {first.arm, second.arm} == {"none", "heatmap"}
    assert first.context == {"url:country": "GB", "answer:about.age": "old"}


def test_ranks_of_minimised_seats_count_within_the_arm(
    sessions: sessionmaker[Session], minimising: LoadedStudy
) -> None:
    for n in range(6):
        seated(sessions, minimising, n, {"country": "GB"}, birding="never", age="old")
    with sessions() as session:
        taken = session.execute(select(Seat.arm, Seat.rank).where(Seat.arm.is_not(None)).order_by(Seat.number)).all()
    for arm in ("none", "heatmap"):
        assert [rank for of, rank in taken if of == arm] == [0, 1, 2]


def test_a_seat_that_was_given_back_is_given_again_with_its_arm(
    sessions: sessionmaker[Session], minimising: LoadedStudy
) -> None:
    link = {"country": "GB"}
    people = [seated(sessions, minimising, n, link, birding="never", age="old") for n in (0, 1)]
    leaving = people[0].participant()
    with sessions.begin() as session:
        withdraw(session, session.merge(leaving), NOW, keep_data=True)
    again = seated(sessions, minimising, 2, link, birding="never", age="old").participant()
    assert (again.arm, again.seat_number) == (leaving.arm, leaving.seat_number)
    with sessions() as session:
        assert session.scalars(select(Seat.n_claims).where(Seat.number == leaving.seat_number)).one() == 2


def test_minimisation_ends_with_its_seats(sessions: sessionmaker[Session], minimising: LoadedStudy) -> None:
    people = [seated(sessions, minimising, n, birding="never", age="old").participant() for n in range(13)]
    assert [one.outcome for one in people] == ["in_progress"] * 12 + ["full"]
    assert Counter(one.arm for one in people) == {"none": 6, "heatmap": 6, None: 1}
